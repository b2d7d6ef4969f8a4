"""How old the last verified backup is, on the first screen."""

import pytest
from PySide6.QtWidgets import QFrame, QLabel

from tests.support.record.safekeeping import back_up_quietly, silent
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import open_workplace
from therapist_app import commands
from therapist_app.record.backups import backup_list
from therapist_app.record.backups.awaiting import note_awaited
from therapist_app.record.backups.backing_up import back_up
from therapist_app.record.sign_in.devices import NEW_DEVICE
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.safekeeping import looking_at_places, safekeeping

pytestmark = pytest.mark.usefixtures("wear")


@pytest.fixture
def work(tmp_path):
    with open_workplace(tmp_path, practice=False) as workplace:
        back_up_quietly(workplace.workspace.vault)
        yield workplace


def show(qtbot, work) -> TodayView:
    view = TodayView(TodayViewModel(work.workspace))
    qtbot.addWidget(view)
    view.resize(1170, 768)
    view.show()
    settle()
    return view


def words_of(view: TodayView) -> str:
    return "\n".join(each.text() for each in view.findChildren(QLabel) if each.isVisible())


# Acceptance G97
@pytest.mark.parametrize(
    ("days", "tone"), [(0, ""), (6, ""), (8, "attention"), (13, "attention"), (15, "urgent")]
)
def test_it_is_told_in_a_line_then_nags_then_is_red(qtbot, work, days, tone):
    work.clock.advance(days * 86400)

    view = show(qtbot, work)

    told = [
        each.property("tone")
        for each in view.backup.findChildren(QFrame)
        if each.property("kind") == "banner"
    ]
    assert told == ([tone] if tone else [])
    assert "Last verified backup" in words_of(view)


def test_before_the_first_backup_all_is_at_stake_and_nothing_is_counted_from(qtbot, tmp_path):
    (tmp_path / "new").mkdir()
    with open_workplace(tmp_path / "new", practice=False) as new:
        words = words_of(show(qtbot, new))

    assert "There is no verified backup of all your files yet" in words
    assert "the record is gone" in words
    assert "since then" not in words


def test_it_is_told_whether_any_lies_on_another_disk(qtbot, work, tmp_path, monkeypatch):
    assert "only on the same disk as the record" in words_of(show(qtbot, work))

    (tmp_path / "stick").mkdir()
    safekeeping.choose_second_place(work.workspace.vault, str(tmp_path / "stick"))
    monkeypatch.setattr(backup_list, "are_on_one_disk", lambda _one, _other: False)
    back_up_quietly(work.workspace.vault)
    looking_at_places.look_now(work.workspace.vault)

    assert "less than an hour ago, on another disk less than an hour ago" in words_of(
        show(qtbot, work)
    )


def tones_of(view: TodayView) -> list[str]:
    found = (each for each in view.backup.findChildren(QFrame) if each.isVisible())
    return [each.property("tone") for each in found if each.property("kind") == "banner"]


@pytest.mark.parametrize(("failed", "tones"), [(False, ["good"]), (True, ["urgent"])])
def test_while_the_first_is_made_nothing_is_red_and_then_what_came_of_it_is_said(
    qtbot, tmp_path, failed, tones
):
    (tmp_path / "new").mkdir()
    with open_workplace(tmp_path / "new", practice=False) as new:
        vault = new.workspace.vault
        vault.backup_under_way = True
        view = show(qtbot, new)
        assert tones_of(view) == ["info"]
        assert "A backup is being made and verified now" in words_of(view)
        view._on_looked()
        assert tones_of(view) == ["info"]

        tall = view.backup.height()
        if not failed:
            back_up_quietly(vault)
        vault.backup_under_way = False
        view._on_looked()
        settle()

        assert tones_of(view) == tones
        assert view.backup.height() == tall, "nothing below it moves under the pointer"
        assert tones_of(show(qtbot, new)) == (tones if failed else []), "the next time it is gone"
        assert not view._looks.isActive()


def test_that_the_backup_lies_on_this_laptop_alone_is_said_once_it_is_made(qtbot, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "stick").mkdir()
    with open_workplace(tmp_path / "new", practice=False) as new:
        vault = new.workspace.vault
        safekeeping.choose_second_place(vault, str(tmp_path / "stick"))
        vault.backup_under_way = True
        view = show(qtbot, new)
        tall = view.backup.height()

        (tmp_path / "stick").rmdir()
        vault.warnings += safekeeping.warnings_of(back_up(vault, silent))
        vault.backup_under_way = False
        view._on_looked()
        settle()

        assert tones_of(view) == ["attention"]
        assert "The backup is made, on this laptop only" in words_of(view)
        assert "You can go on working." not in words_of(view)
        assert view.backup.height() == tall, "nothing below it moves under the pointer"


def test_after_a_move_the_day_is_said_and_it_is_no_alarm_for_a_day(qtbot, work):
    vault = work.workspace.vault
    work.clock.advance(36 * 86400)
    note_awaited(vault.service, ())

    view = show(qtbot, work)
    assert tones_of(view) == ["attention"]
    words = words_of(view)
    assert "Moved to this laptop from backups on" in words
    assert "Make one on this laptop now." in words
    assert view.backup.open.isVisible()
    vault.backup_under_way = True
    assert "The first backup on this laptop is being made" in words_of(show(qtbot, work))
    vault.backup_under_way = False

    vault.warnings = (NEW_DEVICE,)
    assert "If nobody moved or copied it here" not in words_of(show(qtbot, work))
    vault.warnings = (safekeeping.BACKUP_FAILED, NEW_DEVICE)
    view = show(qtbot, work)
    assert tones_of(view) == ["urgent"]
    assert "If nobody moved or copied it here" in words_of(view)
    vault.warnings = ()
    work.clock.advance(86400)
    assert tones_of(show(qtbot, work)) == ["urgent"]


def test_after_a_move_without_any_backup_one_is_asked_for(qtbot, tmp_path):
    (tmp_path / "new").mkdir()
    with open_workplace(tmp_path / "new", practice=False) as new:
        note_awaited(new.workspace.vault.service, ())

        assert "No backup of all your files was made here yet." in words_of(show(qtbot, new))


def test_it_leads_to_the_backups(qtbot, work):
    work.clock.advance(9 * 86400)
    view = show(qtbot, work)

    with qtbot.waitSignal(view.leave_requested) as left:
        view.backup.open.click()

    assert left.args == [commands.Safekeeping()]


def test_a_backup_that_failed_stands_over_the_day_and_leads_to_the_backups(qtbot, work):
    work.workspace.vault.warnings = (safekeeping.BACKUP_FAILED,)
    view = show(qtbot, work)

    assert "The backup failed" in words_of(view)
    with qtbot.waitSignal(view.leave_requested) as left:
        view.to_backups.click()

    assert left.args == [commands.Safekeeping()]


def test_practice_says_nothing_of_backups(qtbot, tmp_path):
    (tmp_path / "practice").mkdir()
    with open_workplace(tmp_path / "practice") as practice:
        view = show(qtbot, practice)

        assert not view.backup.isVisible()
        assert "backup" not in words_of(view)
