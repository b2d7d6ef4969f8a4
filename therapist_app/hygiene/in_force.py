"""Which protections of this process are in force: asked anew of the system wherever it answers.

Where a system does not tell, what it answered when it was asked for the protection stands in for
it, and where it was never asked, that is said.
"""

import os
import stat
import sys
from pathlib import Path

from therapist_app.hygiene import offline
from therapist_app.hygiene.answers import answer_of
from therapist_app.hygiene.laptop.findings import EnvironmentCheck, Finding, Kind
from therapist_app.hygiene.system import System, this_system

if sys.platform != "win32":
    import resource

LOCKED_LINE = "VmLck:"
OTHERS = 0o077


def protections_of_process(
    folder: Path, system: System | None = None
) -> tuple[EnvironmentCheck, ...]:
    """Return each protection of this process and of the files in `folder`, as it is now."""
    system = system or this_system()
    closed = system.is_memory_closed()
    private = are_files_private(folder) if system.has_modes else None
    capture = _check("capture", answer_of("capture"))
    if not system.may_hide_from_capture:
        capture = EnvironmentCheck("capture", "attention", "not-here")
    return (
        _check("memory", answer_of("memory") if closed is None else closed),
        _check("core", are_core_files_off()),
        _check("locked", is_memory_locked()),
        _check("network", offline.is_refused_in_kernel()),
        _check("rights", answer_of("rights") if private is None else private),
        capture,
    )


def are_core_files_off() -> bool | None:
    """Return whether a crash leaves no file with our memory; None where no limit tells."""
    if sys.platform == "win32":
        return None
    return resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


def is_memory_locked(status: Path = Path("/proc/self/status")) -> bool | None:
    """Return whether memory of this process is kept from the swap area now; None where not told.

    While a record is open the database library locks what it works in.
    """
    try:
        lines = status.read_text("ascii", "replace").splitlines()
    except OSError:
        return None
    found = [line.split() for line in lines if line.startswith(LOCKED_LINE)]
    return None if not found else int(found[0][1]) > 0


def are_files_private(folder: Path) -> bool | None:
    """Return whether a folder and all in it belong to this person, and to nobody else at all."""
    try:
        found = [each.lstat() for each in (folder, *folder.rglob("*"))]
    except OSError:
        return None
    own = os.geteuid()
    return all(
        each.st_uid == own and not stat.S_IMODE(each.st_mode) & OTHERS
        for each in found
        if not stat.S_ISLNK(each.st_mode)
    )


def _check(kind: Kind, is_on: bool | None) -> EnvironmentCheck:  # noqa: FBT001 - an answer
    if is_on is None:
        return EnvironmentCheck(kind, "unknown", "not-told")
    finding: Finding = "good" if is_on else "attention"
    return EnvironmentCheck(kind, finding, "on" if is_on else "off")
