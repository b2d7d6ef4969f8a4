"""Reading a backup back from where it lies, in a process that knows nothing but its key.

    fault = read_back(path, secret)

A backup that was not read back is not a backup. A fresh process has nothing of it in memory.
The key goes to it through standard input, never as an argument or in its environment; so does
the path, since a path may name a person.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from session_forms.gone_readers import reader_may_be_gone
from therapist_app.hygiene.hardening import harden
from therapist_app.hygiene.offline import stay_offline
from therapist_app.record.backup_format.backup_file import (
    SECRET_LENGTH,
    digest_of,
    halves,
    open_manifest,
    read_label,
    read_tail,
    signature_in,
)
from therapist_app.record.backup_format.copied_audit import fault_of_copy
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.connection import read_copy
from therapist_app.record.errors import BackupDamaged, BackupPlaceMissing, RecordError

SUBCOMMAND = "read-backup-back"
"""What a bundled application is started with, after `record`, to be that process."""
_ROOT = Path(__file__).resolve().parents[3]
_FAILED = "reading"


def read_back(path: Path, secret: Masked) -> str:
    """Return what is wrong with a backup, in one fixed word, or nothing; in a fresh process.

    Raises:
        BackupPlaceMissing: The file cannot be reached.

    """
    if not path.is_file():
        raise BackupPlaceMissing
    around = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(
        _arguments(), bufsize=0, env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with secret.revealed() as whole:
            process.stdin.write(whole)
        process.stdin.write(os.fsencode(path.absolute()))
        process.stdin.close()
        answer = process.stdout.read()
    try:
        return str(json.loads(answer)["fault"])
    except (ValueError, KeyError):
        return _FAILED


def fault_of(path: Path, secret: Masked, *, wiping: bool = True) -> str:
    """Return what is wrong with a backup, in one fixed word, or nothing; in this process.

    `wiping` is as for `read_copy`.
    """
    try:
        tail = read_tail(path)
        key, audit_key = halves(secret)
        manifest = open_manifest(tail.manifest, key, tail.label)
        signature = signature_in(tail, read_label(tail.label).version)
        if signature is not None and signature.sha256 != manifest.sha256:
            return "signature"
        if (manifest.size, manifest.sha256) != (tail.start, digest_of(path, tail.start)):
            return "digest"
        connection = read_copy(path, derive_masked(key, "sqlcipher"), wiping=wiping)
        try:
            # A page-by-page copy has the indexes of the original; the weekly check compares those.
            return fault_of_copy(connection, manifest, audit_key, tail.start, check="quick")
        finally:
            connection.close()
    except BackupDamaged as damaged:
        return damaged.detail
    except RecordError as error:
        return error.code


def main() -> int:
    """Read secret and path from standard input, and print what was found."""
    harden()
    stay_offline()
    secret = bytearray(SECRET_LENGTH)
    with os.fdopen(0, "rb", buffering=0, closefd=False) as given:
        filled = 0
        while filled < SECRET_LENGTH and (part := given.readinto(memoryview(secret)[filled:])):
            filled += part
        path = Path(os.fsdecode(given.read()))
    fault = fault_of(path, Masked(secret), wiping=False)
    wipe(secret)
    with reader_may_be_gone():
        os.write(1, json.dumps({"fault": fault}).encode())
    return 0


def _arguments() -> list[str]:
    if hasattr(sys, "frozen"):
        return [sys.executable, "record", SUBCOMMAND]
    # Nothing of the folder that it is started in is loaded: it is handed a key.
    return [sys.executable, "-P", "-m", "therapist_app.record.backup_format.verifying"]


if __name__ == "__main__":
    sys.exit(main())
