"""Names and places for files that every system takes: Windows takes the fewest.

A file that is written on one laptop goes on a stick to another, so the rules of Windows hold
everywhere. There a name such as CON is a device whatever its ending, `a:b` is a second content of
the file `a` that no folder shows, and a space or a dot at the end of a name is dropped.
"""

import re
import sys
from pathlib import Path, PurePath, PureWindowsPath

from session_forms.words.texts import _

LONGEST_NAME = 80
"""Characters of a name that is offered; a folder's own path needs room as well."""
ROOM = 120
"""Characters of a folder's path on Windows that leave enough of its 259 for what comes into it."""
_VERBATIM, _SHARE = "\\\\?\\", "\\\\?\\UNC\\"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_DEVICES = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d\u00b9\u00b2\u00b3]) *(\.|$)", re.IGNORECASE
)


def usable_name(words: str) -> str:
    """Return words as a name that every system takes for a file."""
    name = " ".join(_NOT_IN_NAMES.sub(" ", words).split())[:LONGEST_NAME].strip(" .")
    return f"_{name}" if _DEVICES.match(name) else name


def fault_in_name(name: str) -> str:
    """Return in words why some system does not take a name for a file; nothing where all do."""
    if _NOT_IN_NAMES.search(name):
        return _(
            'Windows takes no name of a file with \\ / : * ? " < > | in it: choose another name.'
        )
    if _DEVICES.match(name):
        return _("Windows takes this name for a device and not for a file: choose another name.")
    if name.endswith((" ", ".")):
        return _("Windows drops a space or a dot at the end of a name: choose another name.")
    return ""


def fault_in_place(place: PurePath) -> str:
    """Return what is wrong with the name of a file or folder, as `fault_in_name` does.

    On Windows `a:b` is what stands as `b` in some folder of another disk, which nobody means who
    types a name.
    """
    is_of_a_disk = bool(place.drive) and not place.root
    return fault_in_name(str(place) if is_of_a_disk else place.name)


def reachable(path: Path, platform: str = sys.platform) -> Path:
    """Return a place as Windows finds it however long it is; elsewhere it is what it was.

    Windows finds 259 characters, unless somebody with an administrator's rights told it otherwise
    or the place is spelt as it spells them itself, from its first disk on.
    """
    if platform != "win32":
        return path
    whole = str(PureWindowsPath(str(path)))
    if (
        len(whole) <= ROOM
        or whole.startswith(_VERBATIM)
        or not PureWindowsPath(whole).is_absolute()
    ):
        return path
    spelt = _SHARE + whole[2:] if whole.startswith("\\\\") else _VERBATIM + whole
    return Path(spelt)
