"""The people of a service, kept as a keeper would: each step is said, and what comes next."""

import dataclasses
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from exports.package.sealing import new_age_key
from tests.support.record.safekeeping import back_up_quietly
from tests.support.record.sheets import replace_continuity
from tests.support.record.team import Team, lay_out_team
from tests.support.sampling import sampled
from tests.support.windows.acting import turn
from tests.support.windows.clipping import clipped, outside
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import workspace_for
from therapist_app import commands
from therapist_app.key_widgets.sheet_view import SheetView
from therapist_app.record.backups.backup_list import choose_second_place
from therapist_app.record.crypto.slots import KdfCost
from therapist_app.record.errors import DiskFull
from therapist_app.record.header.header import CONTINUITY, Header, KeyBox
from therapist_app.record.keyring import covering
from therapist_app.record.keyring import people as keeping
from therapist_app.record.keyring.key_care import lacks_agreement
from therapist_app.record.keyring.new_sheets import new_continuity, unconfirmed_sheets
from therapist_app.record.service.refused_statements import tell_refused
from therapist_app.record.vault.told_notices import note_told
from therapist_app.screens.people import viewmodel as people
from therapist_app.screens.people.agreeing_view import AgreeingView
from therapist_app.screens.people.list_view import ListView
from therapist_app.screens.people.newcomer_view import NewcomerView
from therapist_app.screens.people.person_view import PersonView
from therapist_app.screens.people.view import PeopleView
from therapist_app.screens.people.viewmodel import PeopleViewModel
from therapist_app.widgets.layout.arriving import arrival_words
from therapist_app.workflows.exporting.keeping_recipients import enter_recipient, note_compared
from therapist_app.workflows.exporting.known_services import remember_services
from therapist_app.workflows.overviews.service_needs import service_needs
from therapist_app.workflows.people import keeping_people
from therapist_app.workflows.people.agreeing_to_sheets import decline_sheet, sheets_to_answer
from therapist_app.workflows.people.making_guessing_harder import CostProposal

pytestmark = pytest.mark.usefixtures("wear")
SECRET = "plain lantern walks along slowly"


class Screen:
    """The people, to whoever is signed in."""

    def __init__(self, qtbot, team: Team, who: str = "Ana", step: str = "") -> None:
        self.qtbot, self.team = qtbot, team
        self.vault = team.open(who)
        self.viewmodel = PeopleViewModel(workspace_for(self.vault), step)
        self.view = PeopleView(self.viewmodel)
        self.released: list[bool] = []
        self.view.record_released.connect(self._note_release)
        qtbot.addWidget(self.view)
        self.view.resize(1170, 768)
        with qtbot.waitActive(self.view):
            self.view.show()
            self.view.activateWindow()
        self.view.focus_first()

    @property
    def words(self) -> str:
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    @property
    def page(self):
        return self.view.page

    def _note_release(self) -> None:
        self.released.append(True)

    def press(self, button: QAbstractButton) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.wait()

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.viewmodel.state.is_busy)
        QApplication.processEvents()

    def write(self, field, words: str) -> None:
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, words)

    def open(self, name: str) -> None:
        self.press(next(e for e in self.page.opens if e.choice == self.team.uid(name)))

    def fill_in_newcomer(self, name: str = "Dee Example", again: str = SECRET) -> None:
        self.write(self.page.name, name)
        self.write(self.page.secret.first.line, SECRET)
        self.write(self.page.secret.again.line, again)
        self.press(self.page.roles.ticks["therapist"])

    def type_back(self, sheet: str) -> None:
        self.press(self.page.on_paper)
        self.write(self.page.typed, sheet)
        self.press(self.page.confirm)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Team:
    folder = tmp_path_factory.mktemp("made")
    team = lay_out_team(folder, Ben=("therapist",), Cy=("therapist", "lead"))
    team.visit("Ben", "Cy")
    return team


@pytest.fixture
def team(made, tmp_path) -> Team:
    return made.copied(tmp_path)


@pytest.fixture
def show(qtbot, team):
    shown: list[Screen] = []

    def show_it(who: str = "Ana") -> Screen:
        shown.append(Screen(qtbot, team, who))
        return shown[-1]

    yield show_it
    for screen in shown:
        screen.wait()
        screen.vault.close()


@pytest.fixture
def screen(show):
    return show()


def test_who_does_not_keep_the_list_reads_it_and_nothing_else(show):
    screen = show("Ben")

    assert "Ana Example" in screen.words
    assert "administrator, therapist" in screen.words
    assert "Caseloads" not in screen.words
    assert "Who else can open your clients" in screen.words
    assert (
        "Nobody else can open them, except with the continuity sheet in an emergency."
    ) in screen.words
    assert "The clients of Cy Example" not in screen.words
    shown = [each for each in screen.view.findChildren(QAbstractButton) if each.isVisible()]
    assert shown == [screen.page.back]
    assert QApplication.focusWidget() is screen.page.back
    with screen.qtbot.waitSignal(screen.view.leave_requested) as left:
        screen.press(screen.page.back)
    assert left.args == [commands.Back()]


def say_no_to_a_new_sheet(team: Team, who: str) -> None:
    with team.open("Ana") as vault:
        replace_continuity(vault)
    with team.open(who) as vault:
        [asked] = sheets_to_answer(vault)
        decline_sheet(vault, asked)


@pytest.mark.parametrize("who", ["Ben", "Cy"])
def test_who_said_no_to_the_continuity_sheet_can_still_agree_to_it(show, team, who):
    say_no_to_a_new_sheet(team, who)
    screen = show(who)
    assert "You answered no on " in screen.words  # the clock is that of all the tests here
    assert "when you were asked about the continuity sheet." in screen.words

    screen.press(screen.page.answer)
    assert isinstance(screen.page, AgreeingView)
    assert "Ana Example made a new continuity sheet on " in screen.words
    assert QApplication.focusWidget() is screen.page.go_back
    screen.press(screen.page.agree)

    assert isinstance(screen.page, ListView)
    assert "The continuity sheet can open your clients now" in screen.words
    assert not screen.page.answer.isVisible()
    assert lacks_agreement(screen.vault) == ()
    assert screen.released


def test_administrators_read_who_said_no_to_the_continuity_sheet(show, team):
    say_no_to_a_new_sheet(team, "Ben")
    screen = show("Ana")
    assert (
        "2026, and can still agree here. Until then it does not open these clients."
    ) in screen.words
    assert "Ben Example said no to the continuity sheet on " in screen.words
    assert "Cy Example said no" not in screen.words


def test_a_sheet_that_cannot_be_agreed_to_says_why_and_may_be_left(show, team, monkeypatch):
    def full(*_given):
        raise DiskFull

    say_no_to_a_new_sheet(team, "Ben")
    screen = show("Ben")
    screen.press(screen.page.answer)
    monkeypatch.setattr(people, "agree_to", full)
    screen.press(screen.page.agree)
    assert isinstance(screen.page, AgreeingView)
    assert "disk is full" in screen.words

    screen.qtbot.keyClick(screen.page, Qt.Key.Key_Escape)

    assert isinstance(screen.page, ListView)
    assert screen.page.answer.isVisible()


def test_where_the_sheet_opens_ones_clients_nothing_is_asked(show):
    bens = show("Ben")
    assert not bens.page.answer.isVisible()


def test_where_a_keeper_begins_nothing_lies_behind(team, show):
    team.add("Kim", "keeper")

    kims = show("Kim")
    assert not kims.page.back.isVisible()


def test_the_list_is_built_once(show, monkeypatch):
    built = []
    monkeypatch.setattr(ListView, "_columns", lambda *_given: built.append(1) or QLabel())

    show()

    assert built == [1]


def test_escape_turns_back_to_everybody_but_not_away_from_a_sheet(screen):
    for step in (lambda: screen.press(screen.page.add), lambda: screen.open("Ben")):
        step()
        screen.qtbot.keyClick(screen.page, Qt.Key.Key_Escape)
        assert isinstance(screen.page, ListView)
    screen.write(screen.page.sheet_of_now, screen.team.continuity)
    screen.press(screen.page.renew)

    screen.qtbot.keyClick(screen.page, Qt.Key.Key_Escape)

    assert screen.viewmodel.state.step == "sheet"
    assert screen.view.guards
    assert screen.view.hold_back()
    assert "This sheet was not typed back yet" in screen.words


def test_what_was_refused_leaves_the_keyboard_where_it_was(screen):
    screen.open("Ana")
    [clients] = screen.page.clients
    screen.press(clients.who[screen.team.uid("Ben")])
    screen.write(clients.day, "1 1 2020")
    clients.sign.setFocus()

    screen.press(clients.cover)
    screen.press(clients.sign)

    assert "This day is in the past" in screen.words
    assert QApplication.focusWidget() is clients.sign


@pytest.mark.parametrize("way", ["cover", "for_good"])
def test_the_key_that_signed_cannot_end_what_it_signed_and_the_keyboard_is_in_sight(screen, way):
    screen.open("Ben")
    [clients] = screen.page.clients
    screen.press(clients.who[screen.team.uid("Cy")])
    screen.press(getattr(clients, way))

    screen.press(clients.sign)
    if way == "for_good":
        screen.press(clients.sign)  # it was asked whether they mean it

    [clients] = screen.page.clients
    assert clients.ends
    assert QApplication.focusWidget() is screen.page.go_back


def test_a_keeper_sees_what_waits(team, show):
    with team.open("Ana") as vault:
        covering.hand_over(vault, team.uid("Ben"), team.uid("Cy"))

    words = show().words

    assert "Will be handed over to Cy Example" in words
    assert "This takes effect when Ben Example next signs in and agrees." in words
    with_sheet = "Nobody else can open them, except with the continuity sheet in an emergency."
    assert with_sheet in words
    assert "The continuity sheet opens them too, in an emergency." in words
    assert "Nobody else can open them." not in words, "the sheet opens each caseload here"


def test_who_never_signed_in_has_an_empty_caseload_and_no_riddle_beside_it(qtbot, tmp_path):
    team = lay_out_team(tmp_path, Ben=("therapist",))

    screen = Screen(qtbot, team)
    words = screen.words
    screen.wait()
    screen.vault.close()

    assert "Ben Example has not signed in yet, so this caseload is empty." in words
    assert "The key is changed" not in words


@pytest.mark.parametrize("for_good", [False, True])
def test_another_administrator_reads_for_how_long_before_they_agree(team, show, for_good):
    team.add("Kim", "keeper")
    with team.open("Ana") as vault:
        if for_good:
            covering.hand_over(vault, team.uid("Ben"), team.uid("Ana"))
        else:
            covering.grant_cover(vault, team.uid("Ben"), team.uid("Ana"), date(2026, 3, 20))
    screen = show("Kim")
    asked = "take these clients over for good" if for_good else "cover until Friday 20 March 2026"
    assert f"Ana Example asked to {asked}. Another administrator must agree" in screen.words
    screen.open("Ben")
    [clients] = screen.page.clients

    screen.press(clients.agrees[0])

    assert "once Ben Example has signed in and agreed" in screen.words
    [clients] = screen.page.clients
    assert clients.agrees == []


def test_somebody_is_taken_in_and_their_sheet_typed_back(screen):
    assert QApplication.focusWidget() is screen.page.add
    screen.press(screen.page.add)
    assert QApplication.focusWidget() is screen.page.name
    screen.press(screen.page.roles.ticks["lead"])
    screen.fill_in_newcomer()
    screen.press(screen.page.make)
    sheet = screen.viewmodel.sheet
    assert sheet is not None
    assert (sheet.state.kind, sheet.state.owner) == ("recovery", "Dee Example")
    assert screen.released == [True]

    screen.type_back("-".join(sheet.state.groups))

    assert isinstance(screen.page, ListView)
    assert "Dee Example was added" in screen.words
    assert "and has no clients yet" in screen.words
    assert "therapist, clinical lead" in screen.words


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda it: it.page.name.clear(), "Please write a name, or initials."),
        (lambda it: it.page.secret.again.clear(), "The two passphrases differ"),
        (lambda it: it.press(it.page.roles.ticks["therapist"]), "No role yet"),
    ],
)
def test_what_is_missing_about_a_newcomer_is_said_and_what_was_typed_stays(screen, spoil, said):
    screen.press(screen.page.add)
    screen.fill_in_newcomer()
    spoil(screen)

    screen.press(screen.page.make)

    assert said in screen.words
    assert screen.page.secret.first.line.text() == SECRET
    assert len(screen.viewmodel.state.page.people) == 3


def test_a_passphrase_that_will_not_do_is_said_and_the_name_stays(screen):
    screen.press(screen.page.add)
    screen.write(screen.page.name, "Dee")
    screen.press(screen.page.roles.ticks["therapist"])
    for field in (screen.page.secret.first, screen.page.secret.again):
        screen.write(field.line, "too short")

    screen.press(screen.page.make)

    assert "This passphrase is too short" in screen.words
    assert isinstance(screen.page, NewcomerView)
    assert screen.page.name.text() == "Dee"
    assert QApplication.focusWidget() is screen.page.secret.first.line


def test_somebody_is_taken_in_with_the_enter_key(screen):
    screen.press(screen.page.add)
    screen.fill_in_newcomer()

    screen.qtbot.keyClick(screen.page.secret.again.line, Qt.Key.Key_Return)
    screen.wait()

    assert screen.viewmodel.state.step == "sheet"


def test_one_can_go_back_from_taking_somebody_in(screen):
    screen.press(screen.page.add)

    screen.press(screen.page.go_back)

    assert isinstance(screen.page, ListView)


def test_neither_a_role_nor_what_is_signed_is_chosen_beforehand(screen):
    screen.press(screen.page.add)
    roles = screen.page.roles.roles
    screen.press(screen.page.go_back)
    screen.open("Ben")
    [clients] = screen.page.clients
    screen.press(clients.who[screen.team.uid("Cy")])

    screen.press(clients.sign)

    assert roles == ()
    assert QApplication.focusWidget() is clients.cover
    assert screen.vault.header.covers == ()


def test_what_leads_to_a_person_is_told_with_their_roles_and_a_day_with_how_to_write_it(screen):
    told = {each.accessibleName(): each.accessibleDescription() for each in screen.page.opens}
    assert told["Open: Cy Example"] == "therapist, clinical lead"
    screen.open("Ben")
    [clients] = screen.page.clients

    example = clients.day.example

    assert clients.day.accessibleDescription() == f"Written like {example}"


def test_cover_for_somebody_else_is_signed_and_says_when_it_begins(screen):
    screen.open("Ben")
    [clients] = screen.page.clients
    screen.press(clients.who[screen.team.uid("Cy")])
    screen.write(clients.day, "03 12 2026")

    screen.press(clients.cover)
    screen.press(clients.sign)

    assert "The cover is arranged" in screen.words
    assert (
        "once Ben Example has signed in and agreed, or now with Ben Example's recovery sheet"
        in screen.words
    )
    assert "The cover ends at the end of Thursday 3 December 2026." in screen.words


def test_a_sheet_makes_it_begin_and_that_is_said_loudly(screen):
    screen.open("Ben")
    [clients] = screen.page.clients
    screen.press(clients.who[screen.team.uid("Cy")])
    screen.press(clients.cover)
    screen.press(clients.sign)
    [clients] = screen.page.clients
    assert "The audit trail keeps each use under your name" in screen.words
    screen.press(clients.sheet.use)
    assert QApplication.focusWidget() is clients.sheet.owners
    screen.press(clients.sheet.owners)
    screen.press(clients.sheet.use)
    assert QApplication.focusWidget() is clients.sheet.typed
    screen.write(clients.sheet.typed, screen.team.members["Cy"].sheet)
    screen.press(clients.sheet.use)
    assert "This sheet does not open it" in screen.words
    assert clients.sheet.typed.text() == screen.team.members["Cy"].sheet  # to be put right
    screen.press(clients.sheet.continuity)
    screen.write(clients.sheet.typed, screen.team.continuity)

    screen.press(clients.sheet.use)

    assert "The continuity sheet was used" in screen.words
    assert "Make a new one now: the envelope has been opened." in screen.words
    assert "Cy Example covers until" in screen.words
    screen.press(screen.page.go_back)
    assert "It was used. Whoever saw it can use it again" in screen.words


@pytest.mark.parametrize(
    ("day", "said"),
    [("soon", "Write the day as 28 "), ("1 1 2020", ("This day is in the past"))],
)
def test_a_day_that_is_none_or_over_signs_nothing(screen, day, said):
    screen.open("Ana")
    [clients] = screen.page.clients
    screen.press(clients.cover)
    screen.press(clients.sign)
    assert QApplication.focusWidget() is clients.who[screen.team.uid("Ben")]
    screen.press(clients.who[screen.team.uid("Ben")])
    screen.write(clients.day, day)

    screen.press(clients.cover)
    screen.press(clients.sign)

    assert said in screen.words
    assert screen.vault.header.covers == ()


def test_cover_of_ones_own_clients_begins_and_is_ended(screen):
    screen.open("Ana")
    [clients] = screen.page.clients
    screen.press(clients.who[screen.team.uid("Ben")])
    screen.press(clients.cover)
    screen.press(clients.sign)
    assert "Ben Example can open Ana Example's clients now" in screen.words
    [clients] = screen.page.clients

    screen.press(clients.ends[0])

    assert "Their key was changed just now" in screen.words
    assert screen.vault.header.covers == ()


def test_whose_clients_somebody_covers_is_said_where_they_are_covered_themselves(screen):
    screen.open("Ana")
    [clients] = screen.page.clients
    screen.press(clients.who[screen.team.uid("Ben")])
    screen.press(clients.cover)
    screen.press(clients.sign)
    warned = "If Ben Example is away before that, arrange another cover for Ana Example too."
    assert warned not in screen.words

    screen.press(screen.page.go_back)
    screen.open("Ben")

    assert "Ben Example covers for Ana Example until" in screen.words
    assert warned in screen.words


def test_a_cover_that_is_over_is_not_ended_once_more_but_removed(team, show):
    with team.open("Ana") as vault:
        covering.grant_cover(vault, team.uid("Ben"), team.uid("Cy"), vault.today())
    team.service.clock.advance(2 * 86_400)
    screen = show()
    screen.open("Ben")
    [clients] = screen.page.clients
    assert "The cover of Cy Example ended on" in screen.words
    assert clients.ends[0].accessibleName() == "Remove: Cy Example"

    screen.press(clients.ends[0])

    assert "The cover of Cy Example" not in screen.words


def test_clients_are_handed_over_for_good(screen):
    screen.open("Cy")
    [clients] = screen.page.clients
    screen.press(clients.who[screen.team.uid("Ben")])
    screen.press(clients.for_good)
    assert not clients.day_field.isVisible()

    screen.press(clients.sign)
    assert "All of these clients go to Ben Example for good" in screen.words
    assert "being handed over" not in screen.words
    screen.press(clients.sign)

    assert "clients become Ben Example's once Cy Example has signed in" in screen.words
    assert "They are being handed over to somebody else." in screen.words


def test_why_somebody_cannot_be_taken_out_yet_is_said(screen):
    screen.open("Ben")

    assert "They have a caseload, even if no client is in it yet." in screen.words
    assert not screen.page.take_out.isVisible()


def test_who_handed_over_begins_a_new_list_with_a_button_that_says_so(team, show):
    with team.open("Ana") as vault:
        covering.hand_over(vault, team.uid("Ben"), team.uid("Cy"))
    team.visit("Ben", "Cy")
    own = show("Ben")
    assert "You have no caseload. An administrator can add one." in own.words
    own.vault.close()
    screen = show()
    assert "Has no caseload." in screen.words
    screen.open("Ben")
    assert QApplication.focusWidget() is screen.page.begin
    assert screen.page.take_out.isVisible()
    screen.press(screen.page.change)
    assert "Nothing was changed." in screen.words

    assert clipped(screen.view) == []
    screen.press(screen.page.begin)

    assert "Ben Example finds the empty caseload at the next sign-in." in screen.words
    assert not screen.page.begin.isVisible()
    assert len(screen.page.clients) == 1


def test_that_somebody_leaves_is_ticked_by_a_screen_reader_too(team, show):
    team.add("Lea", "lead")
    screen = show()
    screen.open("Lea")

    turn(screen.page.sure)

    assert screen.page.take_out.isEnabled()


def test_somebody_is_taken_out_only_when_that_is_meant(team, show):
    team.add("Lea", "lead")
    screen = show()
    screen.open("Lea")
    assert not screen.page.take_out.isEnabled()
    screen.press(screen.page.sure)

    screen.press(screen.page.take_out)

    assert isinstance(screen.page, ListView)
    assert "Lea Example can no longer sign in." in screen.words
    assert "Backups of before still open with the passphrase of Lea Example" in screen.words
    assert screen.vault.header.person(team.uid("Lea")) is None


def test_who_may_have_the_continuity_sheet_is_asked_for_it_before_they_leave(team, show):
    for name, role, asked in (("Eve", "keeper", True), ("Lea", "lead", False)):
        team.add(name, role)
        screen = show()
        screen.open(name)

        words = f"Ask {name} Example for the continuity sheet first"
        assert (words in screen.words) is asked
        assert ("Without the old one you can make a new one as well" in screen.words) is asked
        assert clipped(screen.view) == []
        screen.vault.close()


def test_what_must_be_compared_anew_is_said_before_and_after_with_the_way_there(team, show):
    lea = team.add("Lea", "lead")
    with team.open("Lea") as vault:
        workspace = workspace_for(vault)
        for name in ("Board", *(f"Region {at}" for at in range(8))):
            enter_recipient(workspace, name, new_age_key()[0])
            note_compared(workspace, name)
        remember_services(workspace, {" ".join([f"{at:05}"] * 8): "" for at in range(2)})
    screen = show()
    screen.open("Lea")
    assert "Lea Example compared these; once they leave, compare them again:" in screen.words
    assert "Keys of recipients: Board" in screen.words
    assert "Region 6 and 1 more" in screen.words
    assert "Other services: 2" in screen.words
    assert clipped(screen.view) == []
    screen.press(screen.page.sure)

    screen.press(screen.page.take_out)

    assert screen.vault.header.person(lea.uid) is None
    assert "What they compared must be compared again. Keys of recipients: Board" in screen.words
    left: list[object] = []
    screen.view.leave_requested.connect(left.append)
    for line in screen.page.needs.lines:
        screen.press(line.open)
    assert left == [commands.Recipients(), commands.Review()]
    assert clipped(screen.view) == []


def test_roles_are_changed_and_the_last_one_is_not_taken(screen):
    screen.open("Ben")
    screen.press(screen.page.roles.ticks["lead"])
    screen.press(screen.page.change)
    assert "The roles were changed" in screen.words
    screen.press(screen.page.roles.ticks["lead"])
    screen.press(screen.page.roles.ticks["therapist"])

    screen.press(screen.page.change)

    assert "No role left" in screen.words
    assert screen.vault.header.person(screen.team.uid("Ben")).roles == ("therapist", "lead")


def test_a_role_that_cannot_be_given_up_is_refused_in_words(screen):
    screen.open("Ana")
    screen.press(screen.page.roles.ticks["keeper"])

    screen.press(screen.page.change)

    assert "You cannot do this to yourself" in screen.words
    assert isinstance(screen.page, PersonView)


def test_the_continuity_sheet_is_renewed_and_typed_back(screen):
    screen.write(screen.page.sheet_of_now, screen.team.continuity)
    screen.press(screen.page.renew)
    sheet = screen.viewmodel.sheet
    assert sheet is not None
    assert sheet.state.kind == "continuity"

    screen.type_back("-".join(sheet.state.groups))

    assert "The new continuity sheet is in use" in screen.words
    assert "every caseload and every backup that the old one opened" in screen.words


def test_a_second_location_that_is_away_keeps_the_old_sheet_good_and_is_named(show, team, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    with team.open("Ana") as vault:
        choose_second_place(vault.service, str(stick))
        back_up_quietly(vault)
    team.service.clock.advance(60)
    stick.rename(tmp_path / "away")
    screen = show()
    screen.write(screen.page.sheet_of_now, team.continuity)
    screen.press(screen.page.renew)

    screen.type_back("-".join(screen.viewmodel.sheet.state.groups))

    assert f"only it opens the backups in the second location, {stick}" in screen.words
    assert "destroy the old one" not in screen.words
    needs = {each.kind: each for each in service_needs(workspace_for(screen.vault)).mine}
    assert needs["old_sheet_place"].what == str(stick)


def test_where_no_backup_can_be_made_the_old_sheet_is_kept_for_those_on_this_laptop(
    show, team, monkeypatch
):
    with team.open("Ana") as vault:
        back_up_quietly(vault)
    team.service.clock.advance(60)
    monkeypatch.setattr(keeping_people, "back_up_for_new_sheet", lambda _vault, _tell: None)
    screen = show()
    screen.write(screen.page.sheet_of_now, team.continuity)
    screen.press(screen.page.renew)

    screen.type_back("-".join(screen.viewmodel.sheet.state.groups))

    assert "no backup could be made on this laptop" in screen.words
    needs = {each.kind: each for each in service_needs(workspace_for(screen.vault)).mine}
    assert needs["old_sheet_place"].what == "this laptop"


def without_continuity(header: Header) -> Header:
    def kept(boxes: tuple[KeyBox, ...]) -> tuple[KeyBox, ...]:
        return tuple(each for each in boxes if each.to != CONTINUITY)

    grants = tuple(dataclasses.replace(e, boxes=kept(e.boxes)) for e in header.caseloads)
    bare = dataclasses.replace(header, continuity=None, continuity_verify=None, caseloads=grants)
    return dataclasses.replace(bare, service_boxes=kept(header.service_boxes))


def test_a_service_without_a_continuity_sheet_makes_its_first(qtbot, tmp_path):
    team = lay_out_team(tmp_path)
    with team.open("Ana") as vault:
        vault.write_statement(without_continuity(vault.header))
    ana = Screen(qtbot, team, "Ana")
    assert "This service has none" in ana.words

    ana.press(ana.page.renew)
    ana.type_back("-".join(ana.viewmodel.sheet.state.groups))

    assert "once that therapist has agreed to it" in ana.words
    assert "old sheet" not in ana.words
    assert ana.vault.header.continuity is not None
    ana.vault.close()


def test_a_lost_continuity_sheet_is_renewed_at_the_second_wish_and_the_rest_is_named(screen):
    screen.press(screen.page.renew)
    assert "The present sheet was not typed" in screen.words
    assert screen.viewmodel.sheet is None
    screen.press(screen.page.renew)

    screen.type_back("-".join(screen.viewmodel.sheet.state.groups))

    assert "only the old sheet opens the clients of Ben Example and Cy Example" in screen.words
    assert (
        "The new continuity sheet works for these clients once Ben Example has agreed to it"
        in screen.words
    )
    needs = {each.kind: each for each in service_needs(workspace_for(screen.vault)).mine}
    assert needs["old_sheet_people"].what == "Ben Example and Cy Example"


def test_a_sheet_that_is_not_the_one_of_now_renews_nothing(screen):
    screen.write(screen.page.sheet_of_now, screen.team.members["Ben"].sheet)

    screen.press(screen.page.renew)

    assert screen.viewmodel.sheet is None
    assert screen.viewmodel.state.problem is not None


def test_a_continuity_sheet_that_was_not_typed_back_is_said_until_it_is_settled(show, team):
    with team.open("Ana") as vault:
        new_continuity(vault, "")
    screen = show()
    assert "does not work. Keep the old sheet, which still works" in screen.words

    screen.press(screen.page.keep)

    assert "Keep the old sheet, which" not in screen.words
    assert unconfirmed_sheets(screen.vault) == ()


def test_what_cannot_be_put_in_force_is_said_on_the_sheet_that_stays(screen, monkeypatch):
    def refused(_vault, _new):
        raise DiskFull

    monkeypatch.setattr(people, "confirm_continuity", refused)
    screen.write(screen.page.sheet_of_now, screen.team.continuity)
    screen.press(screen.page.renew)

    screen.type_back("-".join(screen.viewmodel.sheet.state.groups))

    assert isinstance(screen.page, SheetView)
    assert screen.page.typed_field.problem.text()
    assert [each.is_only_one for each in unconfirmed_sheets(screen.vault)] == [False]


def test_guessing_is_made_harder_after_it_was_measured(screen, monkeypatch):
    now = screen.vault.header.cost
    dearer = KdfCost(now.memory * 2, now.passes, now.lanes)
    monkeypatch.setattr(people, "proposal", lambda _cost: CostProposal(0.25, dearer, 0.6))
    screen.press(screen.page.harder)
    assert not screen.page.harder.isEnabled()
    screen.press(screen.page.measure)
    assert "one try takes 0.2 seconds now" in screen.words
    assert "Proposed: 0.6 seconds" in screen.words

    screen.press(screen.page.harder)

    assert "Protection is stronger now" in screen.words
    assert screen.vault.header.cost == dearer
    screen.press(screen.page.go_back)
    assert f"{dearer.memory // 1024} MB" in screen.words


def test_a_laptop_that_bears_no_more_is_offered_nothing(screen, monkeypatch):
    monkeypatch.setattr(people, "proposal", lambda _cost: CostProposal(0.8))
    screen.press(screen.page.harder)

    screen.press(screen.page.measure)

    assert "nothing is proposed" in screen.words
    assert not screen.page.harder.isEnabled()


def test_while_a_job_has_the_record_the_page_can_do_nothing_else(screen):
    screen.press(screen.page.add)
    screen.fill_in_newcomer()

    screen.page.make.click()

    assert screen.view.is_holding
    assert not screen.page.isEnabled()
    screen.viewmodel.renew_continuity("")
    screen.wait()
    assert not screen.view.is_holding
    assert screen.viewmodel.sheet.state.kind == "recovery"


def test_a_mistake_of_ours_gives_the_record_back_and_is_not_hidden(screen, monkeypatch):
    def broken(_vault, _typed):
        raise ValueError("ours")

    monkeypatch.setattr(people, "renew_continuity", broken)
    screen.write(screen.page.sheet_of_now, screen.team.continuity)

    with screen.qtbot.captureExceptions() as caught:
        screen.press(screen.page.renew)
        screen.qtbot.waitUntil(lambda: bool(caught))

    assert caught[0][0] is ValueError
    assert screen.released == [True]


PAGES = (
    ("list", ""),
    ("newcomer", ""),
    ("guessing", ""),
    ("person", "Ana"),
    ("person", "Ben"),
    ("person", "Lea"),
)


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_unnamed_or_a_window_of_its_own(team, show, wear, scale):
    team.add("Lea", "lead")
    with team.open("Ana") as vault:
        covering.hand_over(vault, team.uid("Ben"), team.uid("Cy"))
    wear("contrast-high", scale)
    screen = show()
    windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]

    for step, name in PAGES:
        screen.viewmodel.turn_to(step, team.uid(name) if name else "")
        settle()

        assert clipped(screen.view) == []
        assert outside(screen.view) == []
        now = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        assert len(now) == len(windows), step


def test_the_keyboard_reaches_every_control_of_a_persons_page(show):
    screen = show()
    screen.open("Ben")
    settle()
    reached = set()

    for _step in range(40):
        reached.add(QApplication.focusWidget())
        screen.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)

    [clients] = screen.page.clients
    ticks = screen.page.roles.ticks.values()
    assert {clients.day, clients.sign, screen.page.change, screen.page.go_back, *ticks} <= reached
    assert reached & set(clients.who.values())


def test_an_administrator_without_clients_is_told_here_what_today_tells_the_others(qtbot, tmp_path):
    team = lay_out_team(tmp_path, Kay=("keeper",), Ben=("therapist",))
    team.visit("Kay")
    team.service.clock.advance(60)
    with team.open("Ben") as vault:
        tell_refused(vault.service, team.uid("Ben"))

    kay = Screen(qtbot, team, "Kay")

    assert "Told to everybody" in kay.words
    assert "A colleague's clients did not open" in kay.words
    kay.vault.close()


def test_an_administrator_without_clients_reads_of_notice_to_them(qtbot, tmp_path):
    team = lay_out_team(tmp_path, Kay=("keeper",))
    team.visit("Kay")
    team.service.clock.advance(60)
    with team.open("Ana") as vault:
        keeping.give_notice(vault, team.uid("Kay"))

    kay = Screen(qtbot, team, "Kay")

    assert "asked on" in kay.words
    assert "that Kay Example stop being an administrator." in kay.words
    kay.vault.close()


@pytest.mark.parametrize("who", ["Ben", "Ana"])
def test_everybody_can_read_again_what_everybody_was_told(show, team, who):
    with team.open("Ana") as vault:
        keeping.change_roles(vault, team.uid("Ben"), ("therapist", "lead"))
    with team.open(who) as vault:
        note_told(vault)

    words = show(who).words

    assert "Told to everybody in the last 8 weeks" in words
    assert "Ana Example changed the roles of Ben Example on" in words


def test_whoever_has_a_today_is_told_nothing_twice(qtbot, tmp_path):
    team = lay_out_team(tmp_path, Ben=("therapist",))
    team.visit("Ben")
    team.service.clock.advance(60)
    with team.open("Ana") as vault:
        keeping.change_roles(vault, team.uid("Ben"), ("therapist", "lead"))

    ben = Screen(qtbot, team, "Ben")

    assert "Told to everybody" not in ben.words.splitlines()
    ben.vault.close()


def test_a_continuity_sheet_of_an_earlier_version_is_told_until_it_is_made_anew(qtbot, tmp_path):
    team = lay_out_team(tmp_path)
    ana = Screen(qtbot, team, "Ana")
    assert "An earlier version made this sheet" not in ana.words
    ana.vault.close()
    with team.open("Ana") as vault:
        vault.write_statement(dataclasses.replace(vault.header, continuity_verify=None))

    ana = Screen(qtbot, team, "Ana")
    assert "An earlier version made this sheet" in ana.words
    ana.vault.close()

    with team.open("Ana") as vault:
        replace_continuity(vault, team.continuity)
    ana = Screen(qtbot, team, "Ana")
    assert "An earlier version made this sheet" not in ana.words
    ana.vault.close()


def test_somebody_for_whom_nobody_could_stand_in_is_begun_at_their_roles(qtbot, tmp_path):
    screen = Screen(qtbot, lay_out_team(tmp_path))

    screen.open("Ana")

    assert screen.page.roles.ticks["therapist"].hasFocus()


def test_a_hand_over_that_was_arranged_is_not_called_a_cover(show, team):
    with team.open("Ana") as vault:
        covering.hand_over(vault, team.uid("Ben"), team.uid("Cy"))
    screen = show()
    screen.open("Ben")

    [clients] = screen.page.clients

    assert [each.text().strip() for each in clients.ends] == ["Cancel the hand-over"]


@pytest.mark.parametrize(("has_sheet", "steps"), [(True, 4), (False, 2)])
def test_what_to_do_without_passphrase_and_sheet_stands_on_the_persons_page(
    show, monkeypatch, has_sheet, steps
):
    made = people.people_page_data
    monkeypatch.setattr(
        people, "people_page_data", lambda vault: replace(made(vault), has_continuity=has_sheet)
    )
    screen = show()
    screen.open("Ben")

    assert "Passphrase forgotten and sheet lost" in screen.words
    assert "1. Add Ben Example as a new person" in screen.words
    assert f"{steps}. " in screen.words
    assert f"{steps + 1}. " not in screen.words
    assert ("nobody can hand the clients of Ben Example over" in screen.words) != has_sheet


def test_who_looks_at_their_own_page_is_not_told_what_to_do_without_keys(show):
    screen = show()
    screen.open("Ana")

    assert "Passphrase forgotten and sheet lost" not in screen.words


def test_who_comes_for_cover_begins_at_the_people_and_hears_where_it_is_arranged(qtbot, team):
    screen = Screen(qtbot, team, step="cover")

    assert screen.page.opens[0].hasFocus()
    told = "Open whoever is away: cover is arranged on their page."
    assert arrival_words(screen.view).endswith(told)
    screen.open("Ben")
    assert told not in arrival_words(screen.view)
    screen.vault.close()


def test_who_arranges_nothing_hears_who_does(qtbot, team):
    screen = Screen(qtbot, team, "Ben", step="cover")

    told = "Ana Example can add people and arrange cover, as an administrator."
    assert arrival_words(screen.view).endswith(told)
    screen.vault.close()
