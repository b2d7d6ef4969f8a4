"""What the second package holds: what reads packages, with the solver, nothing of the record."""

import sysconfig
from pathlib import Path

import licences
import pytest
from review import __main__ as review
from wanted import HERE, wanted_distributions
from wheels import unpacked

from exports.__main__ import main

CALLS = [each.split()[1] for each in review.PAGE.read_text("utf-8").splitlines() if "./" in each]
NAMED = [[each] for each in CALLS if each != "--help"]


def test_it_brings_the_solver_and_nothing_of_the_window_or_the_record(tmp_path):
    names = wanted_distributions(review.requirements(), HERE)
    libraries = list(unpacked(Path(sysconfig.get_path("purelib")), names))

    licences.collect(libraries, tmp_path / "out", is_application=False)

    words = (tmp_path / "out" / licences.TEXT).read_text("utf-8")
    assert {"highspy", "numpy", "pyrage", "reportlab"} <= set(names)
    assert not {"pyside6-essentials", "shiboken6", "sqlcipher3"} & set(names)
    assert "Open Sans" in words
    assert "ZETETIC" not in words
    assert "unknown" not in words.partition(licences.LINE)[0].casefold()


def test_no_file_of_the_application_alone_is_among_what_others_made():
    files = [file for _name, _licence, found in licences.among_ours("x") for file in found]
    fewer = licences.among_ours("x", is_application=False)

    left = {file for _name, _licence, found in fewer for file in found}
    assert left == {file for file in files if not file.startswith("x/therapist_app")}


def test_its_help_names_it_as_it_is_called(capsys):
    with pytest.raises(SystemExit, match=r"^0$"):
        main(["--help"], prog=review.NAME)

    assert f"usage: {review.NAME} " in capsys.readouterr().out


@pytest.mark.parametrize("command", NAMED)
def test_its_page_names_commands_that_there_are(command):
    with pytest.raises(SystemExit, match=r"^0$"):
        main([*command, "--help"])
