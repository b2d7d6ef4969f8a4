"""Read a record with a passphrase and docs/format.md alone; nothing of the application is imported.

    python3 docs/second_reader.py FOLDER "Name of the person" [BACKUP.tvb]

It asks for the passphrase and prints every table of every file that the person opens, as JSON.
Nothing is written: pages are decrypted in memory. It needs Python 3.11 and `cryptography` 44.
"""

import getpass
import hashlib
import hmac
import json
import sqlite3
import struct
import sys
import unicodedata
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PAGE, USABLE, IV = 4096, 4016, 16
Files = dict[str, dict[str, list[dict[str, Any]]]]


def derive(secret: bytes, use: str, salt: bytes | None = None) -> bytes:
    """Make the key for one use (format.md, 2)."""
    return HKDF(SHA256(), 32, salt, f"therapist record 1: {use}".encode()).derive(secret)


def canonical(value: dict[str, Any]) -> bytes:
    """Spell JSON in the one way that contexts are spelt (format.md, 1)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def private_key(
    header: dict[str, Any], person: dict[str, Any], words: str, key_file: bytes
) -> bytes:
    """Open the slot of the passphrase; give the person's X25519 key (format.md, 3)."""
    slot = person["passphrase"]
    memory, passes, lanes = slot["cost"]
    salt = bytes.fromhex(slot["salt"])
    kdf = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    key = kdf.derive(unicodedata.normalize("NFKC", words).encode())
    if slot["key_file"]:
        key = derive(key, "with key file", hashlib.sha256(key_file).digest())
    if not hmac.compare_digest(derive(key, "commit"), bytes.fromhex(slot["commitment"])):
        raise SystemExit("This passphrase, or this key file, is not the right one.")
    bound = {name: header[name] for name in ("practice", "keeper")}
    bound |= {"use": "slot", "service": header["service_id"], "uid": person["uid"]}
    bound |= {"roles": slot["roles"], "cost": slot["cost"]}
    bound |= {"key_file": True} if slot["key_file"] else {}
    wrapped = bytes.fromhex(slot["wrapped"])
    cipher = ChaCha20Poly1305(derive(key, "wrap"))
    return cipher.decrypt(wrapped[:12], wrapped[12:], canonical(bound))[:32]


def unseal(box: bytes, private: bytes, context: dict[str, Any]) -> bytes:
    """Open what was sealed to a key (format.md, 4)."""
    mine = X25519PrivateKey.from_private_bytes(private)
    shared = mine.exchange(X25519PublicKey.from_public_bytes(box[:32]))
    key = derive(shared, "sealed box", box[:32] + mine.public_key().public_bytes_raw())
    return ChaCha20Poly1305(key).decrypt(bytes(12), box[32:], canonical(context))


def key_pairs(header: dict[str, Any], person: dict[str, Any], private: bytes) -> list[bytes]:
    """Give the X25519 keys of a person, the first one first: old ones open from the newer."""
    pairs, service, uid = [private], header["service_id"], person["uid"]
    for number, renewal in reversed(list(enumerate(person.get("renewals", []), 1))):
        context = {"use": "kept pair", "service": service, "uid": uid, "pair": number}
        pairs.insert(0, unseal(bytes.fromhex(renewal[3]), pairs[0], context))
    return pairs


def data_keys(header: dict[str, Any], uid: str, pairs: list[bytes]) -> dict[str, list[bytes]]:
    """Give the data keys of each file, the newest first (format.md, 5)."""
    boxes = {"service": header["service_boxes"]}
    boxes |= {f"caseload {each['id']}": each["boxes"] for each in header["caseloads"]}
    found: dict[str, list[bytes]] = {}
    for label, sealed in boxes.items():
        for to, generation, box, _until, *pair in sorted(sealed, key=lambda each: -each[1]):
            context = {"use": "data key", "service": header["service_id"], "database": label}
            context |= {"to": to} | ({"generation": generation} if generation > 1 else {})
            if to == uid:
                opening = pairs[(pair or [1])[0] - 1]
                found.setdefault(label, []).append(unseal(bytes.fromhex(box), opening, context))
    return found


def newest_pages(file: bytes, log: bytes) -> bytes:
    """Lay what the write-ahead log committed over the file (format.md, 7)."""
    pages, fresh, place = bytearray(file), {}, 32
    while (frame := log[place : place + 24 + PAGE])[8:16] == log[16:24] and len(frame) > PAGE:
        number, committed = struct.unpack(">II", frame[:8])
        fresh[number] = frame[24:]
        if committed:
            pages[committed * PAGE :] = bytes(max(0, committed * PAGE - len(pages)))
            for each, page in fresh.items():
                pages[(each - 1) * PAGE : each * PAGE] = page
            fresh = {}
        place += len(frame)
    return bytes(pages)


def decrypted(pages: bytes, data_key: bytes) -> bytes | None:
    """Return the plain SQLite file of these pages; None under another key (format.md, 6)."""
    key, plain = derive(data_key, "sqlcipher"), bytearray()
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(each ^ 0x3A for each in pages[:16]), 2, 32)
    for number in range(1, len(pages) // PAGE + 1):
        page, start = pages[(number - 1) * PAGE : number * PAGE], 16 if number == 1 else 0
        signed = page[start : USABLE + IV] + number.to_bytes(4, "little")
        if not hmac.compare_digest(hmac.digest(mac_key, signed, "sha512"), page[USABLE + IV :]):
            if number == 1:
                return None
            raise SystemExit(f"Page {number} is damaged.")
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[USABLE : USABLE + IV])).decryptor()
        plain += b"SQLite format 3\0"[:start] + cipher.update(page[start:USABLE])
        plain += bytes(PAGE - USABLE)
    plain[18:20] = b"\1\1"  # there is no log beside it any more
    return bytes(plain)


def tables(plain: bytes) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table of a plain SQLite file."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(plain)
        database.row_factory = sqlite3.Row
        listed = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {
            name: [dict(row) for row in database.execute(f'SELECT * FROM "{name}"')]
            for (name,) in listed.fetchall()
        }


def backup_of(data: bytes, uid: str, pairs: list[bytes]) -> tuple[str, bytes, bytes]:
    """Return the label, the pages and the key of a backup (format.md, 8)."""
    mark, *lengths = struct.unpack(">16sIII", data[-28:])
    assert mark == b"record backup 2\n", "this is no backup of version 2"
    tail = data[len(data) - -(-(sum(lengths) + 28) // PAGE) * PAGE :]
    label = json.loads(tail[: lengths[0]])
    context = {name: label[name] for name in ("database", "made_at")}
    context |= {"use": "backup", "service": label["service_id"], "to": uid}
    box = bytes.fromhex(dict(label["boxes"])[uid])
    for private in reversed(pairs):
        with suppress(InvalidTag):
            secret = unseal(box, private, context)
            return label["database"], data[: len(data) - len(tail)], secret[:32]
    raise SystemExit("This backup is sealed to another key.")


def sign_in(
    folder: Path, name: str, words: str, key_file: bytes = b""
) -> tuple[dict[str, Any], str, list[bytes]]:
    """Return the header, the uid of the person, and their keys."""
    header = json.loads((folder / "header.json").read_bytes())
    assert header["version"] in {3, 4, 5}, "format.md describes headers of version 3 to 5"
    person = next(each for each in header["people"] if name in {each["name"], each["uid"]})
    private = private_key(header, person, words, key_file)
    return header, person["uid"], key_pairs(header, person, private)


def read_service(folder: Path, header: dict[str, Any], uid: str, pairs: list[bytes]) -> Files:
    """Return the tables of each file that a person opens: "service", and caseloads by their id."""
    found = {}
    for label, keys in data_keys(header, uid, pairs).items():
        database = label.removeprefix("caseload ")
        path = folder / ("service.db" if label == "service" else f"caseloads/{database}.db")
        log = path.with_name(path.name + "-wal")
        pages = newest_pages(path.read_bytes(), log.read_bytes() if log.exists() else b"")
        found[database] = tables(next(filter(None, (decrypted(pages, key) for key in keys))))
    return found


def read_backup(path: Path, uid: str, pairs: list[bytes]) -> Files:
    """Return the tables of the one file that a backup holds."""
    database, pages, key = backup_of(path.read_bytes(), uid, pairs)
    return {database: tables(decrypted(pages, key) or b"")}


if __name__ == "__main__":
    where, who, *backups = sys.argv[1:]
    head, whose, held = sign_in(Path(where), who, getpass.getpass("Passphrase: "))
    if backups:
        told = read_backup(Path(backups[0]), whose, held)
    else:
        told = read_service(Path(where), head, whose, held)
    print(json.dumps(told, ensure_ascii=False, indent=1, default=bytes.hex))
