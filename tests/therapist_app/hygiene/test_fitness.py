"""Whether it can run here at all."""

import sys

import pytest

from therapist_app import __main__
from therapist_app.hygiene import fitness
from therapist_app.hygiene.linux import Linux
from therapist_app.terminal.exit_codes import FAILED


def test_the_version_of_qt_is_told_without_importing_it():
    import PySide6

    assert fitness.installed_qt() == PySide6.__version__


def test_the_one_broken_version_is_refused(monkeypatch):
    monkeypatch.setattr(fitness, "installed_qt", lambda: fitness.BROKEN_QT)
    monkeypatch.setattr(fitness, "NEEDS_FOR_BROKEN_QT", (99, 0))

    with pytest.raises(fitness.Refused, match="PySide6 6"):
        fitness.check_qt()


def test_any_other_version_is_fine():
    fitness.check_qt()


NO_QT = ImportError("DLL load failed while importing QtCore: module not found")


def test_a_windows_that_lacks_a_part_is_told_which_version_it_takes():
    said = fitness.library_lacking(NO_QT)

    assert "QtCore" in said
    assert "Windows 10, version 1809" in said
    assert "your records stay" in said


@pytest.mark.parametrize(
    ("error", "words"), [(NO_QT, "QtCore"), (KeyError("of a path"), "(KeyError)")]
)
def test_a_start_that_fails_without_a_terminal_is_said_in_a_box(monkeypatch, error, words):
    said = []

    def fail(_given):
        raise error

    monkeypatch.setattr(__main__, "_start", fail)
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(Linux, "show_box", lambda _system, words: said.append(words))
    monkeypatch.setattr(fitness, "this_system", Linux)

    assert __main__.main([]) == FAILED

    [told] = said
    assert words in told
    assert "of a path" not in told


def test_a_mistake_of_ours_goes_on_to_the_terminal_where_there_is_one(monkeypatch):
    def fail(_given):
        raise KeyError

    monkeypatch.setattr(__main__, "_start", fail)

    with pytest.raises(KeyError):
        __main__.main([])
