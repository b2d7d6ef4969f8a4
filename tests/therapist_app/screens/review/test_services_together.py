"""Many packages on the review screen: opened beside the window, added up, compared, printed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from exports.package.sealing import fingerprint
from tests.support.exports.many_packages import changed_lines, key_of, package
from tests.support.exports.workbooks import sheets_in
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.outline import outline
from tests.support.windows.printers import PaperPrinter, file_printer
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace, open_workplace
from therapist_app.record.service import releases, settings
from therapist_app.screens.review.combining import MOST_LINES, SumLine
from therapist_app.screens.review.sums_view import sums_table
from therapist_app.screens.review.view import Asking, ReviewView
from therapist_app.screens.review.viewmodel import ReviewViewModel
from therapist_app.workflows.exporting.known_services import KNOWN_SIGNERS, trusted_services

pytestmark = pytest.mark.usefixtures("wear")
SERVICES = 24
NAMES = {number: f"Clinic {number:02}" for number in range(SERVICES)}


def site(service: int) -> str:
    return fingerprint(key_of(service).public_key().public_bytes_raw())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return packages of 24 services; one alone stands apart, and four sent an earlier quarter."""
    place = tmp_path_factory.mktemp("packages")
    for service in range(SERVICES):
        told = {"n": "60", "value": "1.0"} if service == 5 else {"value": "40.0"}
        lines = [
            line | told if line["measure"] == "phq-9.all.percent" and line["n"] else line
            for line in changed_lines(service)
        ]
        data = package(service, lines=lines, caseloads_open=2, caseloads_all=2)
        (place / f"{service:02}.outcomes").write_bytes(data)
    for service in range(4):
        (place / f"{service:02}-before.outcomes").write_bytes(package(service, "2026-Q3"))
    return place


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("list") / "services.txt"
    path.write_text("\n".join(f"{site(each)} = {name}" for each, name in NAMES.items()))
    return path


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path / "here") as workplace:
        yield workplace


class Screen:
    """The screen of somebody who reads for many services."""

    def __init__(self, qtbot: QtBot, work: Workplace) -> None:
        self.qtbot, self.work = qtbot, work
        self.picked: Path | None = None
        self.printer: QPrinter | None = None
        self.viewmodel = ReviewViewModel(work.workspace)
        asking = Asking(*[lambda _parent: self.picked] * 5, printer=lambda _parent: self.printer)
        self.view = ReviewView(self.viewmodel, asking=asking)
        self.packages, self.sums = self.view.packages, self.view.sums
        qtbot.addWidget(self.view)
        self.view.resize(1302, 768)
        self.view.show()
        settle()

    def press(self, button: QPushButton, picked: Path | None = None) -> None:
        self.picked = picked
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.wait()

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.viewmodel.state.is_busy)
        settle()

    def open_all(self, folder: Path, listed: Path) -> None:
        settings.save(self.work.workspace.service, KNOWN_SIGNERS, [])
        self.open_list(listed)
        self.press(self.packages.add_folder, folder)

    def open_list(self, listed: Path) -> None:
        """Open a list of services, and say that each of its numbers was compared."""
        self.press(self.packages.add_services, listed)
        self.qtbot.keyClick(self.view.comparing.compared, Qt.Key.Key_Space)
        self.press(self.view.comparing.confirm)

    def pick(self, box, choice: str) -> None:
        box.chosen.emit(choice)
        self.wait()

    def words(self) -> str:
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    def sum_of(self, what: str):
        return next(each for each in self.viewmodel.state.sums if each.what.startswith(what))

    def copies(self):
        return releases.readable_copies(self.work.workspace.service)


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace, folder: Path, listed: Path) -> Screen:
    """Return the screen with every package opened."""
    screen = Screen(qtbot, work)
    screen.open_all(folder, listed)
    return screen


def test_a_folder_is_opened_as_a_whole_and_added_up_for_its_newest_quarter(screen: Screen) -> None:
    state = screen.viewmodel.state

    assert state.quarters == (
        ("2026-Q4", "October to December 2026"),
        ("2026-Q3", "July to September 2026"),
    )
    assert state.quarter == "2026-Q4"
    assert "28 releases are counted, of 24 services." in screen.words()
    assert "Invented people" not in screen.words()
    assert "No package is open" not in screen.words()
    assert screen.sum_of("In the caseloads covered").services == "24 of 24"
    assert screen.sums.sums is not None
    assert "48 caseloads are added up here." in screen.words()


def test_invented_people_are_added_up_in_practice_alone(
    qtbot: QtBot, tmp_path: Path, folder: Path, listed: Path
) -> None:
    with open_workplace(tmp_path / "real", practice=False) as real:
        screen = Screen(qtbot, real)
        screen.open_all(folder, listed)

        assert screen.viewmodel.state.counted == 0
        assert screen.viewmodel.state.sums == ()
        assert "Invented people" in screen.words()
        assert "Nothing to add up yet" in screen.words()


def test_nothing_is_opened_of_services_that_nobody_compared(
    qtbot: QtBot, work: Workplace, folder: Path
) -> None:
    screen = Screen(qtbot, work)
    screen.press(screen.packages.add_folder, folder)
    assert "28 packages were not opened." in screen.words()
    assert {each.standing for each in screen.viewmodel.state.lines} == {"unknown"}
    assert screen.viewmodel.state.sums == ()

    screen.viewmodel.trust(site(3))
    screen.viewmodel.confirm_compared("Harbour")
    screen.wait()

    assert screen.viewmodel.state.services == 1
    assert screen.viewmodel.state.sums != ()


def test_a_list_of_services_gives_them_their_names(screen: Screen) -> None:
    names = {each.name for each in screen.viewmodel.state.compared}

    assert names == set(NAMES.values())


def test_a_list_that_is_none_is_said(screen: Screen, tmp_path: Path) -> None:
    other = tmp_path / "shopping.txt"
    other.write_text("milk")

    screen.press(screen.packages.add_services, other)

    assert "write eight groups of five digits" in screen.words()
    screen.press(screen.packages.add_services, None)
    assert "write eight groups of five digits" in screen.words()


def test_another_quarter_is_added_up_beside_the_window(screen: Screen) -> None:
    screen.pick(screen.sums.quarter, "2026-Q3")

    assert screen.viewmodel.state.quarter == "2026-Q3"
    assert screen.sum_of("In the caseloads covered").services == "4 of 4"
    assert len(screen.viewmodel.state.compared) == 4


def test_one_service_alone_is_shown_with_its_own_bound(screen: Screen) -> None:
    whole = screen.sum_of("In the caseloads covered")

    screen.pick(screen.sums.site, site(7))

    one = screen.sum_of("In the caseloads covered")
    assert one.services == "1 of 1"
    assert int(one.clients.replace(",", "")) < int(whole.clients.replace(",", ""))
    assert "2 caseloads are added up here." in screen.words()


def test_a_table_and_a_measure_are_chosen_and_shares_go_first(screen: Screen) -> None:
    screen.pick(screen.sums.table, "classes")
    assert screen.viewmodel.state.sums[0].what.startswith("PHQ-9")
    first = screen.viewmodel.state.measures[0][1]
    assert first.endswith("%")

    choice = next(
        each for each, title in screen.viewmodel.state.measures if "all \u00b7 All better" in title
    )
    screen.pick(screen.sums.measure, choice)

    assert screen.viewmodel.state.plot is not None
    assert screen.sums.plot is not None


def test_a_service_beyond_the_limits_is_marked_and_none_is_ranked(screen: Screen) -> None:
    screen.pick(screen.sums.table, "classes")
    choice = next(
        each for each, _title in screen.viewmodel.state.measures if "phq-9.all.percent" in each
    )
    screen.pick(screen.sums.measure, choice)

    compared = screen.viewmodel.state.compared
    assert [each.name for each in compared if each.beyond] == ["Clinic 05"]
    by_fingerprint = [NAMES[each] for each in sorted(range(SERVICES), key=site)]
    assert [each.name for each in compared] == by_fingerprint


def test_counts_are_compared_without_a_plot(screen: Screen) -> None:
    screen.pick(screen.sums.table, "funnel")

    assert screen.viewmodel.state.plot is None
    assert screen.sums.plot is None
    assert screen.sums.services is not None


def test_of_many_packages_only_those_that_ask_for_something_are_listed(
    screen: Screen, tmp_path: Path
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    for service in range(6):
        (more / f"{service}.outcomes").write_bytes(package(service, release_id=f"R-{service}-B"))
    (more / "torn.outcomes").write_bytes(b"no package")

    screen.press(screen.packages.add_folder, more)

    state = screen.viewmodel.state
    assert [each.standing for each in state.lines] == ["refused", *["not_counted"] * 6]
    assert (state.more, state.not_counted, state.refused) == (28, 6, 1)
    assert "more/torn.outcomes" in screen.words(), "which of many files of one name is told"
    assert "refused: not opened" in screen.words()
    assert "changed after signing" not in screen.words(), "nobody knows that anybody signed it"
    assert all("Clinic 0" in each.facts for each in state.lines[1:])
    assert "28 more packages are not listed here." in screen.words()
    assert "Another release of the same service and quarter was taken." in screen.words()


def test_a_place_that_cannot_be_read_is_said_and_the_rest_stays(
    screen: Screen, tmp_path: Path
) -> None:
    screen.press(screen.packages.add_folder, tmp_path / "nowhere")

    assert "nowhere cannot be read: check its place." in screen.words()
    assert screen.viewmodel.state.counted == 28


def test_two_folders_one_after_the_other_are_both_opened(
    qtbot: QtBot, work: Workplace, folder: Path, listed: Path
) -> None:
    screen = Screen(qtbot, work)
    screen.open_list(listed)

    for number in (0, 1, 2):
        screen.viewmodel.add(folder / f"{number:02}.outcomes")
    screen.wait()
    qtbot.waitUntil(lambda: screen.viewmodel.state.counted == 3)


def test_it_can_be_stopped_and_what_was_looked_at_stays(
    qtbot: QtBot, work: Workplace, folder: Path, listed: Path
) -> None:
    screen = Screen(qtbot, work)
    screen.open_list(listed)
    told: list[tuple[int, int]] = []

    def stop(state) -> None:
        told.append((state.done, state.of))
        if state.done:
            screen.viewmodel.stop()

    screen.viewmodel.state_changed.connect(stop)
    screen.press(screen.packages.add_folder, folder)

    assert (10, 28) in told
    assert 0 < screen.viewmodel.state.counted <= 28


def test_leaving_the_screen_stops_what_is_under_way(
    qtbot: QtBot, work: Workplace, folder: Path
) -> None:
    owner = QObject()
    viewmodel = ReviewViewModel(work.workspace, owner)
    stop = viewmodel._stop
    viewmodel.add(folder)

    owner.deleteLater()

    qtbot.waitUntil(stop.is_set)


def test_without_a_reason_nothing_is_saved_or_printed(screen: Screen, tmp_path: Path) -> None:
    to = tmp_path / "out.pdf"
    for button in (screen.sums.save_pdf, screen.sums.save_workbook, screen.sums.print_button):
        screen.press(button, to)

        assert "Write down why" in screen.words()
    assert not to.exists()
    assert screen.copies() == ()


def test_a_report_and_a_workbook_are_saved_with_a_reason_that_is_noted(
    screen: Screen, tmp_path: Path
) -> None:
    screen.qtbot.keyClicks(screen.packages.reason, "For the board")

    screen.press(screen.sums.save_pdf, tmp_path / "all.pdf")
    assert "Saved: all.pdf." in screen.words()
    screen.press(screen.sums.save_workbook, tmp_path / "all.xlsx")

    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF")
    counted = sheets_in((tmp_path / "all.xlsx").read_bytes())["counted"]
    assert {row[0] for row in counted[1:]} == set(NAMES.values())
    assert [(each.release_id, each.reason) for each in screen.copies()] == [
        ("combined-2026-Q4", "For the board")
    ] * 2


def test_what_cannot_be_written_is_said_and_not_noted(screen: Screen, tmp_path: Path) -> None:
    screen.qtbot.keyClicks(screen.packages.reason, "For the board")

    screen.press(screen.sums.save_pdf, tmp_path / "nowhere" / "all.pdf")

    assert "all.pdf cannot be written" in screen.words()
    assert screen.copies() == ()


def test_whoever_picks_no_place_saves_nothing(screen: Screen) -> None:
    screen.qtbot.keyClicks(screen.packages.reason, "For the board")

    for button in (screen.sums.save_pdf, screen.sums.save_workbook):
        screen.press(button, None)

    assert screen.copies() == ()


def test_it_is_printed_and_said_where(screen: Screen, tmp_path: Path) -> None:
    screen.qtbot.keyClicks(screen.packages.reason, "For the board")
    screen.printer = PaperPrinter(tmp_path / "paper.pdf", "Office")

    screen.press(screen.sums.print_button)

    assert "Sent to the printer Office" in screen.words()
    assert (tmp_path / "paper.pdf").exists()
    assert len(screen.copies()) == 1


def test_a_printer_that_writes_a_file_is_given_one(screen: Screen, tmp_path: Path) -> None:
    screen.qtbot.keyClicks(screen.packages.reason, "For the board")
    screen.printer = file_printer(tmp_path / "printed.pdf")

    screen.press(screen.sums.print_button)

    assert "Saved: printed.pdf." in screen.words()
    assert len(screen.copies()) == 1


def test_whoever_picks_no_printer_printed_nothing_and_nothing_is_noted(screen: Screen) -> None:
    screen.qtbot.keyClicks(screen.packages.reason, "For the board")

    screen.press(screen.sums.print_button)

    assert screen.copies() == ()
    assert not screen.viewmodel.state.is_busy


def test_a_failure_while_it_is_made_takes_the_note_back(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exports.errors import ExportError

    def fail(*_given: object) -> bytes:
        raise ExportError("It broke: try again.")

    monkeypatch.setattr("therapist_app.screens.review.viewmodel.combined_pdf", fail)
    screen.qtbot.keyClicks(screen.packages.reason, "For the board")

    screen.press(screen.sums.save_pdf, tmp_path / "all.pdf")

    assert "It broke: try again." in screen.words()
    assert screen.copies() == ()


def test_nothing_is_made_of_nothing(qtbot: QtBot, work: Workplace, tmp_path: Path) -> None:
    screen = Screen(qtbot, work)

    screen.viewmodel.save_pdf(tmp_path / "a.pdf", "why")
    screen.viewmodel.save_workbook(tmp_path / "a.xlsx", "why")
    screen.viewmodel.choose_quarter("2026-Q4")
    screen.viewmodel.choose_table("funnel")
    screen.wait()

    assert list(tmp_path.glob("a.*")) == []
    assert screen.viewmodel.state.sums == ()


def test_the_outline_reads_as_agreed(screen: Screen, golden) -> None:
    screen.pick(screen.sums.table, "recovery")

    golden("screens/review-services.txt", outline(screen.view))


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(
    request: pytest.FixtureRequest, wear, scale: float
) -> None:
    wear("light", scale)
    screen: Screen = request.getfixturevalue("screen")

    screen.pick(screen.sums.table, "recovery")
    settle()

    assert clipped(screen.view) == []


def test_a_column_in_which_nothing_is_said_leaves_its_room_to_the_names(qtbot: QtBot) -> None:
    counted = SumLine("Began", "17", "5", "", "1 of 1")
    rated = SumLine("Adherence", "17", "5", "86 %", "1 of 1")

    heads = []
    for lines in ((counted,), (counted, rated)):
        table = sums_table(lines)
        qtbot.addWidget(table)
        heads.append([each.title for each in table.table_model.columns])

    assert heads[0] == ["What", "Clients", "95 of 100 within", "Services"]
    assert heads[1] == ["What", "Clients", "Value (95 % interval)", "Services"]


def test_a_list_of_numbers_is_believed_only_once_somebody_says_that_each_was_compared(
    qtbot: QtBot, work: Workplace, listed: Path
) -> None:
    screen = Screen(qtbot, work)
    settings.save(work.workspace.service, KNOWN_SIGNERS, [])

    screen.press(screen.packages.add_services, listed)

    assert trusted_services(work.workspace) == frozenset(), "a file says so, and nobody else"
    assert screen.view.comparing.isVisible()
    for each in range(MOST_LINES):
        assert site(each) in screen.words()
    assert f"{SERVICES - MOST_LINES} more numbers are in the list." in screen.words()
    assert not screen.view.comparing.confirm.isEnabled()
    assert clipped(screen.view) == []
    screen.press(screen.view.comparing.leave)
    assert trusted_services(work.workspace) == frozenset()
    assert not screen.view.comparing.isVisible()
    assert screen.view.focusWidget() is screen.packages.add_services

    screen.open_list(listed)

    assert trusted_services(work.workspace) == {site(each) for each in NAMES}
    screen.press(screen.packages.add_services, listed)
    assert not screen.view.comparing.isVisible()
    assert "Every number of this list is known already." in screen.words()


def test_what_is_to_be_ticked_is_seen_in_large_text(
    qtbot: QtBot, work: Workplace, listed: Path, wear
) -> None:
    wear("light", 2.0)
    screen = Screen(qtbot, work)
    screen.view.resize(828, 640)
    settle()

    screen.press(screen.packages.add_services, listed)
    for _round in range(4):
        settle()

    compared = screen.view.comparing.compared
    assert screen.view.focusWidget() is compared
    assert not compared.visibleRegion().isEmpty()
    assert compared.visibleRegion().boundingRect() == compared.rect()
    assert clipped(screen.view) == []


def test_the_button_stays_under_the_pointer_as_the_box_is_ticked(
    qtbot: QtBot, work: Workplace, listed: Path
) -> None:
    screen = Screen(qtbot, work)
    screen.press(screen.packages.add_services, listed)
    comparing = screen.view.comparing
    before = comparing.confirm.mapTo(comparing, comparing.confirm.rect().topLeft())

    qtbot.mouseClick(comparing.compared, Qt.MouseButton.LeftButton)
    settle()

    assert comparing.confirm.isEnabled()
    assert comparing.confirm.mapTo(comparing, comparing.confirm.rect().topLeft()) == before


def test_what_came_of_what_was_opened_is_heard_and_nothing_untrue_of_the_card(
    qtbot: QtBot, work: Workplace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen(qtbot, work)
    card = screen.packages.add_file.parentWidget()
    while card is not None and not card.accessibleName():
        card = card.parentWidget()
    told = QAccessible.queryAccessibleInterface(card).text(QAccessible.Text.Description)
    hearing = Hearing(monkeypatch)

    screen.press(screen.packages.add_folder, folder)

    assert "No package is open" not in told
    assert hearing.words[-1] == "28 packages were looked at. 28 packages were not opened."


def test_each_time_it_is_heard_why_nothing_is_printed_or_saved(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing = Hearing(monkeypatch)

    screen.press(screen.sums.print_button)
    screen.press(screen.sums.print_button)
    [first, second] = hearing.words

    assert first == second == screen.viewmodel.state.not_done != ""
