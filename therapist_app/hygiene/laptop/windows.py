"""What Windows tells to a person who is no administrator. Not run there.

`manage-bde` wants an administrator and speaks the language of the system; the shell's own
property of a drive is a number, and everybody may read it.
"""

from pathlib import Path, PureWindowsPath

from therapist_app.hygiene.laptop.findings import EnvironmentCheck, encryption_check, place_check

ON, OFF, SUSPENDED = "1", "2", "5"
"""System.Volume.BitLockerProtection; while it is suspended the key lies open on the disk."""
SCRIPT = (
    "$d='{drive}';"
    "(New-Object -ComObject Shell.Application).NameSpace($d).Self"
    ".ExtendedProperty('System.Volume.BitLockerProtection');"
    "$i=New-Object System.IO.DriveInfo($d);$i.DriveType;$i.DriveFormat"
)
LINES = 3


def drive_question(folder: Path) -> tuple[str, ...]:
    """Return the command that asks about the drive of a folder."""
    drive = PureWindowsPath(folder).drive
    if len(drive) != len("C:"):
        return ()  # a share: its name tells enough
    script = SCRIPT.format(drive=drive)
    return ("powershell", "-NoProfile", "-NonInteractive", "-Command", script)


def windows_checks(folder: Path, answer: str) -> tuple[EnvironmentCheck, ...]:
    """Return what is to be known, from the three lines of the answer; fewer tell nothing."""
    lines = answer.split()
    protection, kind, system = lines if len(lines) == LINES else ("", "", "")
    told = {ON: True, OFF: False, SUSPENDED: False}
    encrypted = told.get(protection)
    return (
        place_check(folder, "network" if kind == "Network" else system),
        encryption_check("disk", encrypted=encrypted),
        encryption_check(
            "swap", encrypted=encrypted
        ),  # the paging file and hibernation lie on the same drive
    )
