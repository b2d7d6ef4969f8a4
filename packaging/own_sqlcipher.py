"""Build sqlcipher3 from its makers' own source, with the OpenSSL of this Debian.

./dev package runs it. The wheel on PyPI has an OpenSSL inside that its makers chose; nothing but a
new wheel brings a newer one. The same pinned source, linked with the library that Debian keeps
safe, is today's. It is laid into build/own-sqlcipher, in front of the wheel, and taken only if it
differs from the wheel in nothing but the compiler and the day of its OpenSSL. Built again it has
the same bytes.
"""

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "build" / "own-sqlcipher"
STAMP = OWN / "made-of.json"
PACKAGE = "sqlcipher3"
HEADER = Path("/usr/include/openssl/opensslv.h")
_VERSION = re.compile(r'define OPENSSL_VERSION_STR "([^"]+)"')
CALLS = frozenset(
    (
        "ERR_error_string",
        "ERR_get_error",
        "EVP_CIPHER_CTX_free",
        "EVP_CIPHER_CTX_new",
        "EVP_CIPHER_CTX_set_padding",
        "EVP_CIPHER_get_block_size",
        "EVP_CIPHER_get_iv_length",
        "EVP_CIPHER_get_key_length",
        "EVP_CIPHER_get_nid",
        "EVP_CipherFinal_ex",
        "EVP_CipherInit_ex",
        "EVP_CipherUpdate",
        "EVP_MAC_CTX_free",
        "EVP_MAC_CTX_new",
        "EVP_MAC_fetch",
        "EVP_MAC_final",
        "EVP_MAC_free",
        "EVP_MAC_init",
        "EVP_MAC_update",
        "EVP_MD_get_size",
        "EVP_aes_256_cbc",
        "EVP_sha1",
        "EVP_sha256",
        "EVP_sha512",
        "OBJ_nid2sn",
        "OpenSSL_version",
        "PKCS5_PBKDF2_HMAC",
        "RAND_add",
        "RAND_bytes",
    )
)
"""All that it asks of OpenSSL. `docs/assurance/openssl.openvex.json` rests on it: what is called
besides has to be held against that list again."""
FLAGS = "-g0"
"""What a debugger is told names the folder where it was built, which is another each time."""
MAY_DIFFER = ("COMPILER=", "ATOMIC_INTRINSICS=")
"""Which compiler it was, and whether that one has atomic steps of its own for SQLite."""
ASK = """
import json
from sqlcipher3 import dbapi2
from therapist_app.record.database import library_age
probe = dbapi2.connect(":memory:")
probe.set_key(bytearray(32))
told = {
    name: sorted(row[0] for row in probe.execute(f"PRAGMA {name}"))
    for name in ("compile_options", "cipher_settings", "cipher_version", "cipher_provider")
}
told["sqlite"] = dbapi2.sqlite_version
made = library_age.made_on()
print(json.dumps({"told": told, "openssl": made and made.isoformat(), "file": dbapi2.__file__}))
"""


class Told(TypedDict):
    """What a library tells of itself.

    Attributes:
        told: Options, settings and versions, by the name of what was asked.
        openssl: The day of its OpenSSL, as 2025-10-01.
        file: Where it was loaded from.

    """

    told: Mapping[str, object]
    openssl: str
    file: str


def main() -> int:
    """Build it unless it is there, and compare; return the exit code."""
    made_of = {
        "version": version(PACKAGE),
        "python": platform.python_version(),
        "openssl": headers(),
        "flags": FLAGS,
    }
    if not STAMP.exists() or json.loads(STAMP.read_text("utf-8")) != made_of:
        print(f"Building {PACKAGE} from its source, with OpenSSL {made_of['openssl']}.", flush=True)
        build(ROOT / "requirements.lock")
    ours, theirs = asked(OWN), asked(None)
    if not Path(ours["file"]).is_relative_to(OWN):
        return refuse(f"{ours['file']} was loaded in its place")
    if apart := differences(theirs["told"], ours["told"]):
        return refuse(f"it differs from the wheel: {'; '.join(apart)}")
    if tells_its_folder(library_in(Path(ours["file"]).parent)):
        return refuse("it tells in which folder it was built, so that no other has its bytes")
    if more := calls(Path(ours["file"]).parent) - CALLS:
        return refuse(f"it calls {', '.join(sorted(more))} as well, see CALLS")
    if date.fromisoformat(ours["openssl"]) < date.fromisoformat(theirs["openssl"]):
        return refuse(f"its OpenSSL is of {ours['openssl']}, the wheel's of {theirs['openssl']}")
    STAMP.write_text(json.dumps(made_of), "utf-8")
    print(f"OpenSSL of {ours['openssl']} in place of {theirs['openssl']}; the rest is alike.")
    return 0


def headers() -> str:
    """Return the version of the OpenSSL whose headers are here, such as ``3.5.9``."""
    found = _VERSION.search(HEADER.read_text("utf-8"))
    return found[1] if found else "of no version"


def build(lock: Path) -> None:
    """Lay it into its folder, out of the pinned source and with the pinned setuptools."""
    OWN.mkdir(parents=True, exist_ok=True)
    wanted = OWN / "wanted.txt"
    wanted.write_text(pin(lock.read_text("utf-8"), PACKAGE), "utf-8")
    uv = Path(sys.executable).with_name("uv")
    command = [
        uv,
        "pip",
        "install",
        "-q",
        "--python",
        sys.executable,
        "--target",
        OWN,
        "--reinstall",
    ]
    command += ["--no-deps", "--no-build-isolation", "--no-binary", PACKAGE, "--no-cache"]
    around = os.environ | {"CPPFLAGS": FLAGS}  # added to Python's own flags; CFLAGS replaces them
    subprocess.run([*command, "--require-hashes", "-r", wanted], check=True, env=around)


def pin(lock: str, name: str) -> str:
    """Return the lines of one package with their hashes.

    Raises:
        ValueError: It is not pinned.

    """
    lines = iter(lock.splitlines())
    for line in lines:
        if line.startswith(f"{name}=="):
            found = [line]
            while found[-1].endswith("\\"):
                found.append(next(lines))
            return "\n".join(found) + "\n"
    raise ValueError(f"{name} is not pinned")


def asked(folder: Path | None) -> Told:
    """Return what the library tells of itself, that of a folder or the one of the wheel."""
    environment = dict(os.environ) | ({"PYTHONPATH": str(folder)} if folder else {})
    if folder is None:
        environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    told: Told = json.loads(done.stdout)
    return told


def library_in(folder: Path) -> Path:
    """Return the compiled module of the library in a folder."""
    [library] = folder.glob("_sqlite3*.so")
    return library


def tells_its_folder(library: Path) -> bool:
    """Whether it holds what a debugger is told, and with that where it was built."""
    return b"\0.debug_" in library.read_bytes()


def calls(folder: Path) -> set[str]:
    """Return the functions of OpenSSL that the library in a folder asks for."""
    command = ["nm", "-D", "--undefined-only", library_in(folder)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return set(re.findall(r" (\w+)@OPENSSL_", told))


def differences(theirs: Mapping[str, object], ours: Mapping[str, object]) -> list[str]:
    """Return in words what one tells and the other does not, the compiler aside."""
    apart: list[str] = []
    for name in sorted({*theirs, *ours}):
        one, other = _plain(theirs.get(name)), _plain(ours.get(name))
        apart += [f"{name} has no {each}" for each in sorted(one - other)]
        apart += [f"{name} has {each} besides" for each in sorted(other - one)]
    return apart


def _plain(told: object) -> set[str]:
    values = told if isinstance(told, list) else [told]
    return {str(each) for each in values if not str(each).startswith(MAY_DIFFER)}


def refuse(why: str) -> int:
    """Say why it is not taken; return 1."""
    print(f"The {PACKAGE} built here is not taken: {why}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
