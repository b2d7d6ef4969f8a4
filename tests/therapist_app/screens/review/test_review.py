"""The review screen, driven as a person would drive it."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from exports.package import parquet
from exports.package.sealing import new_age_key, seal
from session_forms.words.day_words import month_of_year
from tests.support.record.team import lay_out_team
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.own_identity import newest_own_identity
from tests.support.workflows.workspaces import Workplace, open_workplace, workspace_for
from therapist_app.accessibility.in_short import all_of
from therapist_app.commands import Recipients
from therapist_app.record.database.columns import moment_text
from therapist_app.record.service import releases, settings
from therapist_app.record.service.export_keys import renew_export_key
from therapist_app.record.service.former_people import remember
from therapist_app.screens.recipients.viewmodel import RecipientsViewModel
from therapist_app.screens.review.view import Asking, ReviewView
from therapist_app.screens.review.viewmodel import ReviewViewModel
from therapist_app.widgets.read_by_lines import ReadByLines
from therapist_app.workflows.exporting import readable_copies
from therapist_app.workflows.exporting.exporting import Prepared, ReleaseRequest, approve, prepare
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.exporting.known_services import (
    COMPARERS_KEY,
    last_months,
    later_numbers,
)
from therapist_app.workflows.exporting.readable_copies import save_readable_copy
from therapist_app.workflows.sessions.holding_a_session import end_session

pytestmark = pytest.mark.usefixtures("wear")


class Screen:
    """The screen of the lead, with the path that is picked next."""

    def __init__(self, qtbot: QtBot, work: Workplace) -> None:
        self.qtbot, self.work = qtbot, work
        self.picked: Path | None = None
        self.printer: QPrinter | None = None
        self.come_back()

    def come_back(self) -> None:
        """Build the screen afresh, as the window does on each return."""
        self.viewmodel = ReviewViewModel(self.work.workspace)
        asking = Asking(*[self.pick] * 6, printer=lambda _parent: self.printer)
        self.view = ReviewView(self.viewmodel, asking=asking)
        self.qtbot.addWidget(self.view)
        self.view.resize(1302, 768)
        self.view.show()
        self.view.focus_first()
        settle()

    def pick(self, _parent: object) -> Path | None:
        return self.picked

    def open(self, path: Path | None) -> None:
        self.picked = path
        self.press(self.view.packages.add_folder)

    def press(self, button: QPushButton) -> None:
        """Press a button, and wait until what it began is done."""
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.wait()

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.viewmodel.state.is_busy)
        settle()

    def press_named(self, name: str) -> None:
        buttons = [each for each in self.view.findChildren(QPushButton) if each.isVisible()]
        wanted = next(each for each in buttons if each.accessibleName() == name)
        self.press(wanted)

    def confirm(self, name: str = "North") -> None:
        """Press the button of the first number to compare, and say that it was compared."""
        self.press_named("Confirm: the number is right")
        self.say_compared(name)

    def say_compared(self, name: str = "North") -> None:
        comparing = self.view.comparing
        if comparing.name_field.isVisible():
            self.qtbot.keyClicks(comparing.name, name)
        self.qtbot.keyClick(comparing.compared, Qt.Key.Key_Space)
        self.press(comparing.confirm)

    def words(self) -> str:
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    @property
    def standings(self) -> list[str]:
        return [each.standing for each in self.viewmodel.state.lines]


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path / "here") as workplace:
        yield workplace


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace) -> Screen:
    return Screen(qtbot, work)


def prepared(work: Workplace) -> Prepared:
    """Return a client summary of an invented client, for the lead of the service."""
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "phq-9", {f"q{number}": 1 for number in range(1, 9)}, appointment)
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, appointment)
    end_session(work.workspace, appointment, "finished")
    request = ReleaseRequest("client_summary", OWN_LEAD, "clinical_lead", client.id)
    return prepare(work.workspace, request)


def release(work: Workplace, folder: Path) -> Path:
    """Write a release, sealed, and return its folder."""
    folder.mkdir(exist_ok=True)
    return approve(work.workspace, prepared(work), folder).place


def readable(work: Workplace, folder: Path) -> Path:
    """Write a copy that anybody can read, and return its folder."""
    folder.mkdir(exist_ok=True)
    return save_readable_copy(work.workspace, prepared(work), folder, "Asked for on paper")


def test_a_whole_package_of_this_service_is_read(screen: Screen, tmp_path: Path) -> None:
    path = release(screen.work, tmp_path / "out")

    screen.open(path)

    assert screen.standings == ["verified"]
    assert "verified and opened" in screen.words()
    assert "holds no figures to add up: it is one client's summary" in screen.words()
    assert screen.view.sums.sums is None


def test_a_summary_for_the_lead_opens_for_no_colleague_and_for_a_lead(
    qtbot: QtBot, tmp_path: Path
) -> None:
    team = lay_out_team(tmp_path / "team", practice=True, Lea=("lead",), Ben=("therapist",))
    with team.open("Ana") as vault:
        work = Workplace(workspace_for(vault), team.service.clock)
        place = release(work, tmp_path / "out")
        sealed = place / f"{place.name}.outcomes.age"
        mine = Screen(qtbot, work)
        mine.open(sealed)
        assert mine.standings == ["verified"]

    with team.open("Ben") as vault:
        colleague = Screen(qtbot, Workplace(workspace_for(vault), team.service.clock))
        colleague.open(sealed)
        assert colleague.standings == ["for_others"]
        assert "has the role of a lead, and for who approved it" in colleague.words()
        assert not colleague.viewmodel.state.has_whole
        colleague.viewmodel.read(sealed)
        colleague.wait()
        colleague.viewmodel.save_report(sealed, tmp_path / "report.pdf", "To look at")
        assert colleague.viewmodel.state.reading is None
        assert "has the role of a lead" in colleague.viewmodel.state.not_done
        assert not (tmp_path / "report.pdf").exists()
        assert releases.readable_copies(vault.service) == ()

    with team.open("Lea") as vault:
        lead = Screen(qtbot, Workplace(workspace_for(vault), team.service.clock))
        lead.open(sealed)
        assert lead.standings == ["verified"]


def test_a_changed_byte_is_said_and_nothing_is_read(screen: Screen, tmp_path: Path) -> None:
    path = readable(screen.work, tmp_path / "out")
    (path / "README.txt").write_text("other words")

    screen.open(path)

    assert screen.standings == ["changed"]
    assert "changed after signing: not opened" in screen.words()
    assert "README.txt" in screen.words()
    assert screen.view.sums.sums is None


def test_an_unknown_signer_is_read_only_after_the_number_was_compared(
    screen: Screen, tmp_path: Path
) -> None:
    with open_workplace(tmp_path / "there", seed=2) as elsewhere:
        path = readable(elsewhere, tmp_path / "out")
    screen.open(path)
    [line] = screen.viewmodel.state.lines
    assert line.standing == "unknown"
    assert line.signer in screen.words()

    [row] = screen.view.packages.rows
    heard = all_of(row.trust)  # figure by figure
    assert heard == " ".join(line.signer.replace(" ", ""))
    screen.confirm()

    assert screen.standings == ["verified"]
    assert screen.view.focusWidget() is screen.view.packages.rows[0].read
    screen.come_back()
    screen.open(path)
    assert screen.standings == ["verified"]


def test_one_press_trusts_nobody(screen: Screen, tmp_path: Path) -> None:
    with open_workplace(tmp_path / "there", seed=2) as elsewhere:
        path = readable(elsewhere, tmp_path / "out")
    screen.open(path)
    comparing = screen.view.comparing
    assert not comparing.isVisible()

    screen.press_named("Confirm: the number is right")

    assert screen.standings == ["unknown"]
    assert screen.view.focusWidget() is comparing.name
    assert not comparing.confirm.isEnabled()
    assert clipped(screen.view) == []
    screen.press(comparing.leave)
    assert screen.standings == ["unknown"]
    assert screen.view.focusWidget() is screen.view.packages.rows[0].trust

    screen.confirm("North")

    assert screen.standings == ["verified"]
    [known] = screen.viewmodel.state.known
    assert known.name == "North"
    assert not comparing.isVisible()


def test_the_number_that_is_compared_is_heard_group_by_group(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_workplace(tmp_path / "there", seed=2) as elsewhere:
        path = readable(elsewhere, tmp_path / "out")
    screen.open(path)
    [line] = screen.viewmodel.state.lines
    screen.press_named("Confirm: the number is right")
    [read] = screen.view.comparing.findChildren(ReadByLines)
    hearing = Hearing(monkeypatch)

    read.setFocus()
    for _group in line.signer.split():
        screen.qtbot.keyClick(read, Qt.Key.Key_Down)

    assert [each.words for each in hearing.said] == [" ".join(g) for g in line.signer.split()]


def test_who_compared_a_number_stands_there_and_when_they_left_it_is_compared_again(
    screen: Screen, tmp_path: Path
) -> None:
    service = screen.work.workspace.service
    with open_workplace(tmp_path / "there", seed=2) as elsewhere:
        path = readable(elsewhere, tmp_path / "out")
    screen.open(path)
    screen.confirm()
    [known] = screen.view.known.rows
    assert "Number compared by Ana Example on" in screen.words()
    assert not known.again.isVisible()
    number = known.forget.choice
    settings.save(service, COMPARERS_KEY, {number: ["lea", moment_text(service.now())]})
    vault = screen.work.workspace.vault
    ana = vault.header.person(vault.person.uid)
    assert ana is not None
    remember(service, replace(ana, uid="lea", name="Lea Example"))

    screen.come_back()
    screen.open(path)

    assert screen.standings == ["unknown"]
    said = f"Lea Example, who compared the number {number}, left the service. Compare it again."
    assert said in screen.words()
    assert "Lea Example, who compared this number on" in screen.words()
    assert clipped(screen.view) == []
    screen.press(screen.view.known.rows[0].again)
    screen.say_compared()
    assert screen.standings == ["verified"]
    assert "Number compared by Ana Example on" in screen.words()


def test_a_service_that_signs_under_a_new_number_is_known_once_it_was_compared_by_telephone(
    screen: Screen, tmp_path: Path
) -> None:
    with open_workplace(tmp_path / "there", seed=2) as elsewhere:
        elsewhere.add_client()
        release(elsewhere, tmp_path / "sent")
        old = readable(elsewhere, tmp_path / "old")
        vault = elsewhere.workspace.vault
        signing, day = vault.credentials.keys.signing, vault.today()
        renew_export_key(vault.service, vault.header.people, signing, day)
        new = readable(elsewhere, tmp_path / "new")
        elsewhere.clock.advance(60 * 86_400)
    screen.open(old)
    screen.confirm()
    [known] = screen.viewmodel.state.known
    screen.open(new)
    assert screen.standings == ["unknown", "verified"]
    assert f"made a new key to sign with in {month_of_year(day)}" in screen.words()
    assert "left there" not in screen.words(), "nobody left, and a reader is not to know who does"
    assert screen.viewmodel.state.lines[0].signer in screen.words()
    assert known.number in screen.words()
    assert clipped(screen.view) == []

    screen.confirm()

    assert screen.standings == ["verified", "verified"]
    ended = {each.ended_on for each in screen.viewmodel.state.known}
    assert {month_of_year(each) for each in ended if each} == {month_of_year(day)}
    assert "this service signs under a new number since" in screen.words()
    assert last_months(screen.work.workspace) == {known.number: f"{day:%Y-%m}"}
    [later] = later_numbers(screen.work.workspace).values()
    assert {each.site for each in screen.viewmodel.whole.values()} == {later}


def test_a_service_that_is_trusted_no_longer_is_closed_at_once(
    screen: Screen, tmp_path: Path
) -> None:
    with open_workplace(tmp_path / "there", seed=2) as elsewhere:
        path = readable(elsewhere, tmp_path / "out")
    screen.open(path)
    screen.confirm()
    settings.save(screen.work.workspace.service, COMPARERS_KEY, {})
    screen.come_back()
    screen.open(path)
    assert screen.standings == ["verified"]
    assert "An earlier version did not save who compared this number." in screen.words()

    screen.press(screen.view.known.rows[0].forget)

    assert screen.standings == ["unknown"]
    assert not screen.view.known.isVisible()


def test_a_sealed_package_asks_for_its_identity(screen: Screen, tmp_path: Path) -> None:
    with open_workplace(tmp_path / "there", seed=2) as elsewhere:
        path = release(elsewhere, tmp_path / "out")
        identity = newest_own_identity(elsewhere.workspace)
    screen.open(path / f"{path.name}.outcomes.age")
    assert screen.standings == ["no_key"]
    assert "This service has no key of its own yet." in screen.words()
    screen.qtbot.keyClicks(screen.view.packages.identity, "AGE-SECRET-KEY-1")
    screen.qtbot.keyClick(screen.view.packages.identity, Qt.Key.Key_Return)
    assert "This is no whole private key" in screen.words()

    screen.qtbot.keyClicks(screen.view.packages.identity, identity)
    screen.qtbot.keyClick(screen.view.packages.identity, Qt.Key.Key_Return)
    screen.wait()

    assert screen.standings == ["unknown"]
    assert screen.view.packages.identity.text() == ""


def test_a_package_for_another_key_and_a_damaged_one_are_told_apart_with_what_to_do(
    screen: Screen, tmp_path: Path
) -> None:
    path = release(screen.work, tmp_path / "out")
    whole = (path / f"{path.name}.outcomes.age").read_bytes()
    public, _identity = new_age_key()
    several = tmp_path / "several"
    several.mkdir()
    (several / "a.outcomes.age").write_bytes(seal(b"whatever", public))
    (several / "b.outcomes.age").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    (several / "c.outcomes.age").write_bytes(whole[:-100])

    screen.open(several)

    assert screen.standings == ["other_key", "damaged", "damaged"]
    assert "encrypted for another key: not opened" in screen.words()
    assert "Ask the sender to make it for the key under “Show our own key”" in screen.words()
    assert "damaged, cut or changed: not opened" in screen.words()
    assert "was changed or is not whole: ask the sender for it again" in screen.words()
    assert not any(each.whole for each in screen.viewmodel.state.lines)


def test_a_report_is_read_here_page_by_page_and_nothing_is_saved(
    screen: Screen, tmp_path: Path
) -> None:
    path = release(screen.work, tmp_path / "out")
    screen.open(path)
    before = sorted(tmp_path.rglob("*"))
    shown = screen.view.report
    assert not shown.isVisible()

    screen.press(screen.view.packages.rows[0].read)

    assert shown.isVisible()
    assert shown.title.text().startswith(path.name)
    assert shown.page is not None
    assert "Outcome summary" in " ".join(shown.page.lines)
    assert shown.page.height() > shown.page.width()
    state = screen.viewmodel.state
    assert screen.view.focusWidget() is shown.close_report  # of one page there is no other
    several = replace(state.reading, pages=state.reading.pages * 3)
    screen.viewmodel._change(replace(state, reading=several))
    of = 3
    shown.following.setFocus()
    for _page in range(of):
        screen.press(shown.following)
    assert shown.title.text().endswith(f"page {of} of {of}")
    assert screen.view.focusWidget() is shown.previous
    screen.press(shown.previous)
    assert shown.title.text().endswith(f"page {of - 1} of {of}")
    assert releases.readable_copies(screen.work.workspace.service) == ()
    assert sorted(tmp_path.rglob("*")) == before
    assert clipped(screen.view) == []

    screen.press(shown.close_report)
    assert not shown.isVisible()
    assert screen.view.focusWidget() is screen.view.packages.rows[0].read


def test_what_was_changed_since_it_was_opened_is_not_read(screen: Screen, tmp_path: Path) -> None:
    path = release(screen.work, tmp_path / "out")
    screen.open(path)
    sealed = next(path.glob("*.age"))
    sealed.write_bytes(sealed.read_bytes()[:-1])
    for each in path.iterdir():
        if each.is_dir():
            shutil.rmtree(each)

    screen.press(screen.view.packages.rows[0].read)

    assert screen.viewmodel.state.reading is None
    assert "is not whole" in screen.words()


def test_the_lead_finds_our_own_key_here_without_a_page_of_outcomes(screen: Screen) -> None:
    screen.work.have_roles("lead")
    screen.come_back()

    with screen.qtbot.waitSignal(screen.view.leave_requested) as asked:
        screen.press(screen.view.own_key)

    assert asked.args == [Recipients("own")]
    shown = RecipientsViewModel(screen.work.workspace, "own")
    assert shown.state.step == "own"
    screen.work.have_roles("keeper")
    screen.come_back()
    assert not screen.view.own_key.isVisible()


def test_the_lead_reads_a_sealed_report_here_and_saves_it_with_a_reason(
    screen: Screen, tmp_path: Path
) -> None:
    path = release(screen.work, tmp_path / "out")
    screen.open(path)
    assert screen.standings == ["verified"]
    [save] = [
        each
        for each in screen.view.findChildren(QPushButton)
        if each.isVisible() and each.text().startswith("Save the report")
    ]
    screen.picked = tmp_path / "mine.pdf"
    screen.qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    settle()
    assert not screen.picked.exists()
    assert "Write down why" in screen.words()

    screen.qtbot.keyClicks(screen.view.packages.reason, "For the board meeting")
    screen.qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    settle()

    assert screen.picked.read_bytes().startswith(b"%PDF")
    assert "Saved: mine.pdf." in screen.words()
    [copy] = releases.readable_copies(screen.work.workspace.service)
    assert (copy.release_id, copy.reason) == (path.name, "For the board meeting")


def test_where_parquet_can_be_made_the_tables_are_saved_with_a_reason(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "is_installed", lambda: True)
    monkeypatch.setattr(
        readable_copies, "parquet_files", lambda _package: {"cells.parquet": b"PAR1"}
    )
    path = release(screen.work, tmp_path / "out")
    screen.open(path)
    assert "pyarrow" not in screen.words()
    screen.picked = tmp_path

    screen.press_named("Save the tables as Parquet …")
    assert "Write down why" in screen.words()
    screen.qtbot.keyClicks(screen.view.packages.reason, "For the national team")
    screen.press_named("Save the tables as Parquet …")

    assert (tmp_path / f"{path.name}-parquet/cells.parquet").read_bytes() == b"PAR1"
    [copy] = releases.readable_copies(screen.work.workspace.service)
    assert (copy.release_id, copy.reason) == (path.name, "For the national team")
    screen.press_named("Save the tables as Parquet …")
    assert "already there" in screen.words()
    assert len(releases.readable_copies(screen.work.workspace.service)) == 1


def test_of_one_clients_summary_nothing_is_said_of_parquet(screen: Screen, tmp_path: Path) -> None:
    screen.open(release(screen.work, tmp_path / "out"))

    assert "pyarrow" not in screen.words()
    assert "Save the tables as Parquet" not in str(
        [each.text() for each in screen.view.findChildren(QPushButton) if each.isVisible()]
    )


def test_of_figures_that_cannot_be_saved_so_the_page_says_what_is_missing(screen: Screen) -> None:
    view = screen.view.packages
    assert not view.no_parquet.isVisible()

    view.show_state(replace(screen.viewmodel.state, counted=1, services=1))
    assert view.no_parquet.isVisible()
    assert "once pyarrow is installed" in view.no_parquet.text()
    view.show_state(replace(screen.viewmodel.state, not_counted=1))
    assert view.no_parquet.isVisible()


def test_what_is_no_package_is_said(screen: Screen, tmp_path: Path) -> None:
    stray = tmp_path / "letter.outcomes"
    stray.write_text("no package")

    screen.open(stray)

    assert screen.standings == ["refused"]


def test_nothing_happens_when_nothing_is_picked(screen: Screen) -> None:
    screen.open(None)

    assert screen.standings == []
    assert "No package is open." in screen.words()


def test_the_same_release_opened_twice_stands_there_once(screen: Screen, tmp_path: Path) -> None:
    path = release(screen.work, tmp_path / "out")

    screen.open(path)
    screen.open(path / f"{path.name}.outcomes.age")

    assert screen.standings == ["verified"]


def test_the_keyboard_starts_on_the_way_to_open_a_package(screen: Screen) -> None:
    assert screen.view.focusWidget() is screen.view.packages.add_file


def test_the_outline_reads_as_agreed(screen: Screen, golden) -> None:
    golden("screens/review.txt", outline(screen.view))


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(
    screen: Screen, wear, tmp_path: Path, scale: float
) -> None:
    path = release(screen.work, tmp_path / "out")
    wear("light", scale)
    screen.come_back()

    screen.open(path)

    assert clipped(screen.view) == []
