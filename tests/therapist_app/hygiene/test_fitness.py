"""Whether it can run here at all."""

import pytest

from therapist_app.hygiene import fitness


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
