"""What a person picks is read as far as it may be, and nothing is waited for."""

import os
from pathlib import Path

import pytest

from exports.combining.service_list import read_lines
from exports.commands import _identity, _read_copy
from exports.errors import ExportError, PackageRefused
from exports.package.hand_over_file import read_hand_over
from session_forms.errors import DefinitionError
from session_forms.files.toml_file import read_bytes
from session_forms.picked_files import read_at_most
from therapist_app.workflows.errors import ListRefused
from therapist_app.workflows.importing.spreadsheet import read_file


def test_a_file_is_read_whole_or_a_byte_further_than_it_may_be(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")

    assert read_at_most(path, 5) == b"12345"
    assert read_at_most(path, 3) == b"1234"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize(
    ("read", "refusal"),
    [
        (lambda path: read_at_most(path, 5), OSError),
        (read_hand_over, PackageRefused),
        (read_lines, ExportError),
        (_read_copy, ExportError),
        (_identity, ExportError),
        (read_bytes, DefinitionError),
        (read_file, ListRefused),
    ],
)
def test_nobody_waits_for_a_pipe_or_a_device_under_the_name_of_a_file(
    tmp_path: Path, read, refusal
) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("/dev/zero")

    for path in (pipe, link, tmp_path, tmp_path / "none"):
        with pytest.raises(refusal):
            read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_that_takes_the_place_of_a_file_meanwhile_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, pipe = tmp_path / "file", tmp_path / "pipe"
    path.write_bytes(b"12345")
    os.mkfifo(pipe)
    opened = os.open
    monkeypatch.setattr(os, "open", lambda _path, flags: opened(pipe, flags))

    with pytest.raises(OSError, match="no file"):
        read_at_most(path, 5)
