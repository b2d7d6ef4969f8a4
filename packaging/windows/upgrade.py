"""An upgrade in place proved under Wine, and the way back: who opens the record at each step.

The record is one that version 4 of the schema wrote, as the tests keep it. Without the set-up of
an earlier build the new one takes its own place, and what a change of the schema does is not tried.
"""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from windows.contents import ROOT
from windows.under_wine import Wine, spelt

STORED = ROOT / "tests" / "therapist_app" / "record" / "stored" / "service-v4"
WORDS = "vexed otter quilt over mud"
FAILED = "SESSIONS REFUSED: "
SIGN_IN = f"""
import sys
from pathlib import Path
from therapist_app.messages.errors import explain
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.header.header_file import people
from therapist_app.workflows.entering.signing_in import sign_in
folder = Path(sys.argv[1])
uid = next(each.uid for each in people(folder) if each.name.startswith("Ana"))
try:
    vault = sign_in(folder, uid, bytearray(b"{WORDS}"), practice=False,
                    sources=system_sources(), is_day_right=True)
except Exception as error:
    print({FAILED!r} + explain(error).whole)
    sys.exit()
schema = [each.row("PRAGMA user_version")[0] for each in vault.databases]
vault.close()
if "leave" in sys.argv:
    from therapist_app.earlier_program import leave_earlier_program
    leave_earlier_program()
print(schema)
"""
"""What the window does with a passphrase, without a window: Wine has no hands to type one."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A machine with a record, and the program that a set-up put there.

    Attributes:
        here: Where the program is.
        folder: A folder for the script that signs in.

    """

    machine: Wine
    here: Path
    folder: Path

    @property
    def service(self) -> Path:
        """The service folder."""
        return self.machine.local_data / "Sessions" / "service"

    @property
    def aside(self) -> Path:
        """Where the version before is kept."""
        return self.here / "earlier"

    def put_record(self) -> None:
        """Put the record of an older schema where the program looks for it."""
        self.service.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(STORED, self.service)
        (self.folder / "sign_in.py").write_text(SIGN_IN, "utf-8")

    def signs_in(self, program: Path, *more: str) -> str:
        """Sign in by a program; return the schema of each file, or why it refused, in words."""
        script = spelt(self.folder / "sign_in.py")
        python = program / "python" / "python.exe"
        done = self.machine.run([python, script, spelt(self.service), *more])
        said = [line for line in done.stdout.splitlines() if line.startswith(("[", FAILED))]
        return said[-1] if said else f"{done.stdout}{done.stderr}"[-2000:]

    def digests(self) -> dict[str, str]:
        """Return each file of the record with its digest."""
        files = sorted(path for path in self.service.rglob("*") if path.is_file())
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
