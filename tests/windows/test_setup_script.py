"""What the script of the installer puts into the Start menu."""

import re

from windows.contents import RECORD_COMMAND
from windows.installer import SCRIPT

FOLDER = re.compile(r'^\s*SetOutPath "(.+)"')
SHORTCUT = re.compile(r'^\s*CreateShortcut "\$SMPROGRAMS\\Sessions\\(.+?)\.lnk" "(.+?)"')


def test_the_console_of_the_record_opens_where_its_command_is_found_by_name():
    begins, folder = {}, ""
    for line in SCRIPT.read_text("utf-8").splitlines():
        if found := FOLDER.match(line):
            folder = found[1]
        elif found := SHORTCUT.match(line):
            begins[found[1]] = folder

    assert begins["Sessions, look after the record"] == "$INSTDIR"
    assert begins["Sessions"] == "$INSTDIR\\app"
    assert "python.exe" in RECORD_COMMAND
