"""The page of the audit trail, driven as a person would drive it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from tests.support.record.colleagues import Colleague
from tests.support.record.effort import Effort, effort
from tests.support.record.records import laid_out
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app import commands
from therapist_app.record.database import audit
from therapist_app.record.errors import NotAllowed
from therapist_app.record.service import settings
from therapist_app.screens.audit_trail import viewmodel
from therapist_app.screens.audit_trail.view import AuditTrailView
from therapist_app.screens.audit_trail.viewmodel import AuditTrailViewModel
from therapist_app.workflows.safekeeping.audit_trail import AT_A_TIME
from therapist_app.workflows.workspace import Workspace

pytestmark = pytest.mark.usefixtures("wear")

A_GLANCE = 5  # instructions for each entry that is not shown, to see whether it tells of a loss


class Screen:
    """The page, and a person's verbs."""

    def __init__(self, qtbot: QtBot, workspace: Workspace) -> None:
        self.qtbot = qtbot
        self.viewmodel = AuditTrailViewModel(workspace)
        self.view = AuditTrailView(self.viewmodel)
        qtbot.addWidget(self.view)
        self.view.resize(1170, 768)
        self.view.show()
        self.view.focus_first()

    def wait_for_the_check(self) -> "Screen":
        while self.viewmodel.state.is_checking:
            QApplication.processEvents()
        settle()
        return self

    @property
    def lines(self):
        return self.view.table.table_model.rows

    @property
    def verdict(self) -> str:
        return self.view.checked.verdict.title

    def choose(self, box, value: str) -> None:
        index = box.findData(value)
        assert index >= 0, value
        box.setCurrentIndex(index)
        box.activated.emit(index)

    def press(self, button) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace) -> Screen:
    return Screen(qtbot, work.workspace)


def test_a_whole_trail_is_said_to_be_whole_since_when_and_who_signed(
    qtbot: QtBot, work: Workplace
) -> None:
    settings.save(work.workspace.service, "idle_seconds", 120.0)
    screen = Screen(qtbot, work.workspace)
    screen.choose(screen.view.file, "service")

    screen.wait_for_the_check()

    assert screen.verdict.startswith("No entry is missing or changed")
    detail = screen.view.checked.detail.text()
    assert "entries since 2 March 2026." in detail
    assert "Important entries carry their person's signature: Ana Example (" in detail


def test_a_long_name_does_not_make_the_page_wider_than_a_small_window(
    qtbot: QtBot, tmp_path: Path
) -> None:
    on_disk = laid_out(tmp_path, practice=False)
    Colleague(on_disk, name="Maximiliane-Charlotte Freifrau von Droste zu Hohenzollern " * 3)
    with on_disk.open() as vault:
        screen = Screen(qtbot, workspace_for(vault))
        screen.view.resize(640, 480)
        screen.wait_for_the_check()

        assert screen.view.minimumSizeHint().width() <= 640
        area = screen.view.findChild(QScrollArea)
        assert area.horizontalScrollBar().maximum() == 0


def test_the_page_stays_where_it_is_when_the_check_is_over(qtbot: QtBot, work: Workplace) -> None:
    screen = Screen(qtbot, work.workspace)
    screen.view.resize(640, 300)
    settle()
    bar = screen.view.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())

    screen.wait_for_the_check()

    assert bar.value() > 0


def test_until_then_it_is_said_how_far_the_check_is(qtbot: QtBot, work: Workplace) -> None:
    view = AuditTrailView(AuditTrailViewModel(work.workspace))
    qtbot.addWidget(view)

    assert view.checked.verdict.title == ""
    assert view.checked.detail.text().startswith("0 of ")


# Acceptance B34
def test_a_trail_that_somebody_changed_names_the_entry(qtbot: QtBot, work: Workplace) -> None:
    for _each in range(9):
        audit.note(work.workspace.caseload, "opened", "list")
    work.workspace.caseload.run("UPDATE audit SET entry = x'7b7d' WHERE n = 4")
    work.workspace.caseload.run("UPDATE audit SET entry = x'7b7d' WHERE n = 1")

    screen = Screen(qtbot, work.workspace).wait_for_the_check()

    assert screen.verdict == "Somebody changed this audit trail"
    said = outline(screen.view)
    assert "From entry 1 on, an entry was changed, left out, put in or moved." in said
    assert "not readable: 1, 4." in said
    assert "since" not in screen.view.checked.detail.text()


def test_many_bad_entries_are_named_as_far_as_anybody_reads(qtbot: QtBot, work: Workplace) -> None:
    for _each in range(9):
        audit.note(work.workspace.caseload, "opened", "list")
    work.workspace.caseload.run("UPDATE audit SET signature = zeroblob(64)")

    screen = Screen(qtbot, work.workspace).wait_for_the_check()

    assert "1, 2, 3, 4, 5 …" in outline(screen.view)
    assert "From entry" not in outline(screen.view)


def test_one_leafs_to_older_entries_and_back(qtbot: QtBot, work: Workplace) -> None:
    for _each in range(2 * AT_A_TIME):
        audit.note(work.workspace.caseload, "opened", "list")
    screen = Screen(qtbot, work.workspace)
    first = screen.lines
    told: list[str] = []
    screen.view.act_done.connect(told.append)

    screen.press(screen.view.older)
    second = screen.lines
    back = f"from {second[0].n} back to {second[-1].n}"
    assert told == [f"{AT_A_TIME} entries are shown, {back}."]
    screen.press(screen.view.older)
    last = screen.lines
    assert not screen.view.older.isEnabled()
    screen.press(screen.view.newer)

    assert screen.lines == second
    assert first[-1].n == second[0].n + 1
    assert second[-1].n == last[0].n + 1
    screen.press(screen.view.newer)
    assert (screen.lines, screen.view.newer.isEnabled()) == (first, False)


def test_what_is_chosen_after_leafing_begins_at_its_newest(qtbot: QtBot, work: Workplace) -> None:
    for _each in range(2 * AT_A_TIME):
        audit.note(work.workspace.caseload, "opened", "list")
    screen = Screen(qtbot, work.workspace)
    screen.press(screen.view.older)

    screen.choose(screen.view.person, screen.viewmodel.state.wanted.by)

    assert not screen.view.newer.isEnabled()


def test_a_kind_and_a_person_are_chosen(screen: Screen) -> None:
    screen.choose(screen.view.kind, "people")
    assert [each.what for each in screen.lines] == ["Set up the caseload"]

    screen.choose(screen.view.kind, "safety")
    assert screen.view.empty.isVisible()
    assert not screen.view.table.isVisible()

    screen.choose(screen.view.kind, "")
    screen.choose(screen.view.person, screen.viewmodel.state.wanted.by)
    assert screen.view.table.isVisible()


def test_a_therapist_reads_their_caseload_and_a_lead_the_service(
    qtbot: QtBot, tmp_path: Path
) -> None:
    disk = laid_out(tmp_path)
    seen = {}
    for role in ("therapist", "lead"):
        with Colleague(disk, (role,), role.title()).open() as vault:
            seen[role] = Screen(qtbot, workspace_for(vault)).viewmodel.state.files

    assert seen == {"therapist": ("caseload",), "lead": ("service",)}


def test_somebody_with_no_trail_to_read_is_refused(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewmodel, "files_readable", lambda _workspace: ())

    with pytest.raises(NotAllowed):
        AuditTrailViewModel(work.workspace)


def test_there_is_a_way_back(screen: Screen) -> None:
    with screen.qtbot.waitSignal(screen.view.leave_requested) as left:
        screen.press(screen.view.back)

    assert left.args == [commands.Back()]


def test_the_keyboard_begins_at_the_entries_and_goes_on_in_reading_order(screen: Screen) -> None:
    view = screen.wait_for_the_check().view
    order = [view.file, view.person, view.kind, view.table, view.back]
    at, seen = view.file, []
    for _each in range(60):
        if at in order:
            seen.append(at)
        at = at.nextInFocusChain()

    assert view.focusWidget() is view.table
    assert seen[: len(order)] == order


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(qtbot: QtBot, work: Workplace, wear, scale: float) -> None:
    wear("light", scale)

    assert clipped(Screen(qtbot, work.workspace).wait_for_the_check().view) == []


def test_the_outline_reads_as_agreed(qtbot: QtBot, work: Workplace, golden) -> None:
    golden(
        "screens/audit_trail.txt", outline(Screen(qtbot, work.workspace).wait_for_the_check().view)
    )


def test_of_ten_thousand_entries_one_page_is_read_and_the_check_goes_on_piece_by_piece(
    qtbot: QtBot, work: Workplace
) -> None:
    def opened_after(entries: int) -> tuple[Effort, Screen]:
        with work.workspace.caseload.together() as change:
            for number in range(entries):
                change.audit("form_changed", f"form:{number:032x}", ("phq-9", "answers"))
        with effort(work.workspace.caseload) as spent:
            screen = Screen(qtbot, work.workspace)
        return spent, screen

    few, _screen = opened_after(2 * AT_A_TIME)
    many, screen = opened_after(10_000)

    assert many.queries == few.queries
    assert many.instructions - few.instructions < A_GLANCE * 10_000
    assert len(screen.lines) == AT_A_TIME
    assert screen.viewmodel.state.report.entries == 0
    assert screen.wait_for_the_check().viewmodel.state.report.entries > 10_000


def test_the_check_stops_when_the_record_is_closed_under_it(qtbot: QtBot, tmp_path: Path) -> None:
    vault = laid_out(tmp_path, practice=False).open()
    screen = Screen(qtbot, workspace_for(vault))
    assert screen.viewmodel.state.is_checking

    vault.close()
    QApplication.processEvents()
    screen.viewmodel.check_on()

    assert not screen.viewmodel._timer.isActive()
