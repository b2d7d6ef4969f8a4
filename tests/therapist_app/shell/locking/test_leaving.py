"""The blank window goes as soon as the fresh one stands there, and the process before that."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6 import QtCore
from PySide6.QtCore import QTimer

from therapist_app.shell.locking import leaving
from therapist_app.shell.locking.leaving import LONGEST_GAP_MS, leave_for, stand_before

pytestmark = pytest.mark.usefixtures("qapp")
LONGEST_WAIT_MS = 60_000


class Left(Exception):
    """The process was left."""


@pytest.fixture
def started(monkeypatch):
    """What was started; leaving raises instead of ending the tests, and the keyboard stays."""
    started = []

    class Starting:
        @staticmethod
        def startDetached(_program, arguments):  # noqa: N802 - the name is Qt's
            started.append(list(arguments))
            return True

    def leave():
        raise Left

    monkeypatch.setattr(QtCore, "QProcess", Starting)
    monkeypatch.setattr(leaving, "this_system", lambda: SimpleNamespace(end_at_once=leave))
    monkeypatch.setattr(leaving, "GONE_FOR_MS", LONGEST_GAP_MS)
    return started


def test_the_blank_window_stays_until_the_fresh_one_has_the_keyboard(
    started, tmp_path, monkeypatch
):
    monkeypatch.setattr(leaving, "LONGEST_GAP_MS", 2 * LONGEST_WAIT_MS)
    monkeypatch.setattr(leaving, "GONE_FOR_MS", 2 * LONGEST_WAIT_MS)
    mark = tmp_path / "config" / "handing-on"
    waiting = QTimer(singleShot=True, interval=LONGEST_WAIT_MS)
    waiting.start()
    seen = []
    QTimer.singleShot(120, lambda: (seen.append(mark.exists()), stand_before(mark)))

    with pytest.raises(Left):
        leave_for(["--home", "x"], mark)(held=True)

    assert seen == [True]
    assert not mark.exists()
    assert waiting.isActive()  # it left because the mark went, and not when its patience was over
    assert started[0][-1] == "--held"


@pytest.fixture
def stood(monkeypatch, started):
    """The marks for which the system was asked to keep what is shown."""
    del started  # which says how it ends
    stood = []
    system = leaving.this_system()
    system.leave_windows = lambda mark: stood.append((mark, mark.exists()))
    monkeypatch.setattr(leaving, "this_system", lambda: system)
    return stood


def test_without_a_client_the_window_is_left_to_the_system_and_nothing_is_waited_for(
    started, stood, tmp_path
):
    mark = tmp_path / "handing-on"

    with pytest.raises(Left):
        leave_for(["--held"], mark)()

    assert stood == [(mark, True)]
    assert "--held" not in started[0]


def test_the_fresh_one_is_told_who_locked_it_last_alone(started, stood, tmp_path):
    del stood
    before = ["--home", "x", "--held", "--locked-by", "first"]

    for who in ("second", ""):
        with pytest.raises(Left):
            leave_for(before, tmp_path / "handing-on", lambda who=who: who)()

    assert started[0][-4:] == ["--home", "x", "--locked-by", "second"]
    assert started[1][-2:] == ["--home", "x"]


def test_the_fresh_one_is_told_that_something_is_due_and_not_after_the_next_lock(
    started, stood, tmp_path
):
    del stood
    with pytest.raises(Left):
        leave_for(["--home", "x"], tmp_path / "handing-on")(due=True)
    with pytest.raises(Left):
        leave_for(["--home", "x", "--due"], tmp_path / "handing-on")()

    assert started[0][-1] == "--due"
    assert "--due" not in started[1]


def test_where_it_is_left_for_good_nothing_is_started(started, stood, tmp_path):
    with pytest.raises(Left):
        leave_for([], tmp_path / "handing-on")(held=True, for_good=True)

    assert (started, stood) == ([], [])
    assert not (tmp_path / "handing-on").exists()


@pytest.mark.usefixtures("started")
def test_where_no_mark_can_be_made_no_window_stays_for_nobody_would_end_it(tmp_path, stood):
    (tmp_path / "file").touch()

    with pytest.raises(Left):
        leave_for([], tmp_path / "file" / "handing-on")()

    assert stood == []


@pytest.mark.usefixtures("started")
def test_a_mark_that_cannot_be_made_keeps_nobody_from_locking(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(leaving, "LONGEST_GAP_MS", 60)

    with pytest.raises(Left):
        leave_for([], Path(tmp_path / "file" / "handing-on"))(held=True)


def test_a_mark_that_is_gone_already_is_no_trouble(tmp_path):
    stand_before(tmp_path / "handing-on")

    assert list(tmp_path.iterdir()) == []
