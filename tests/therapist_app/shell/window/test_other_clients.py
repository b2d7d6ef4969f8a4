"""The window over several caseloads, and over none."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QLabel, QPushButton

from tests.support.record.records import lay_out
from tests.support.record.team import Team, lay_out_team
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import workspace_for
from therapist_app import bootstrap, commands
from therapist_app.record.keyring import covering
from therapist_app.record.keyring.new_sheets import confirm_continuity, new_continuity
from therapist_app.screens.today.view import TodayView
from therapist_app.shell.navigation.places import SUPERVISED_WHERE, place_of, ways_of
from therapist_app.shell.window.guide_dialog import GuideDialog
from therapist_app.shell.window.trouble import TroublePage
from therapist_app.workflows.entering.access_scope import access_scope, remember_place
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.rights.data_rights import erase_client

LATER = date(2026, 12, 3)
A_YEAR = 366 * 24 * 3600
WITH_CLIENTS = ("places.today", "places.calendar", "places.clients", "places.outcomes", "work.find")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Team, str]:
    """Ben covers Ana's one client; Lea and Kim keep none."""
    folder = tmp_path_factory.mktemp("made")
    team = lay_out_team(folder, Ben=("therapist",), Lea=("lead",), Kim=("keeper",))
    with team.open("Ana") as vault:
        client = add_client(
            workspace_for(vault), NewClient(anonymity="code_only", age_band="25-34")
        )
        covering.grant_cover(vault, team.uid("Ana"), team.uid("Ben"), LATER)
    team.visit("Ben")
    return team, client.code


@pytest.fixture
def team(made, tmp_path) -> Team:
    return made[0].copied(tmp_path)


@pytest.fixture
def code(made) -> str:
    return made[1]


@pytest.fixture(scope="module")
def content():
    return bootstrap.load_content()


@pytest.fixture
def show(qtbot, team, content):
    shown = []

    def show_it(who: str, start=None):
        vault = team.open(who)
        window = bootstrap.open_workplace(
            vault, leave=lambda: shown.append("left"), content=content, start=start
        )
        shown.append(vault)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        settle()
        return window

    yield show_it
    for each in shown:
        if each != "left":
            each.close()


def words_of(widget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def rail_of(window) -> list[str]:
    return [each.command.id for each in window.frame.rail.places]


def test_somebody_with_their_own_clients_alone_is_told_nothing(show):
    assert show("Ana").frame.caseload_bar is None


def test_a_sign_in_with_something_new_to_be_told_begins_where_it_stands(show, team):
    with team.open("Ben") as vault:
        remember_place(vault, commands.Library())
    with team.open("Ana") as vault:
        confirm_continuity(vault, new_continuity(vault, team.continuity))
    window = show("Ben")
    assert window.here == commands.Today()
    assert "made a new continuity sheet" in words_of(window)
    window.page._viewmodel._workspace.vault.close()

    with team.open("Ben") as vault:
        remember_place(vault, commands.Library())
    assert show("Ben").here == commands.Library(), "it was in sight"


def test_whose_clients_these_are_is_said_over_every_screen(show, code):
    window = show("Ben", commands.Clients())
    assert window.frame.caseload_bar.words.text() == "Your own clients"
    assert code not in words_of(window)
    window.frame.caseload_bar.change.click()
    assert window.here == commands.Caseloads()

    window.page.buttons[0].click()

    assert window.here == commands.Today()
    assert isinstance(window.page, TodayView)
    said = "Covering for Ana Example until Thursday 3 December 2026"
    for place in (commands.Clients(), commands.Library(), commands.Settings()):
        window.go_to(place)
        assert window.frame.caseload_bar.words.text() == said


def test_going_over_to_other_clients_says_whose_they_are_on_arriving(show, monkeypatch):
    window = show("Ben", commands.Caseloads())
    hearing = Hearing(monkeypatch)

    window.page.buttons[0].click()
    [covered] = hearing.take()
    window.go_to(commands.Caseloads())
    hearing.take()
    window.page.buttons[0].click()
    [own] = hearing.take()

    said = "Covering for Ana Example until Thursday 3 December 2026."
    assert covered.words.startswith(f"{said} Today.")
    assert own.words.startswith("Your own clients. Today.")


def test_where_one_was_is_not_carried_over(show):
    window = show("Ben", commands.Clients())
    window.go_to(commands.Library())

    window.go_to(commands.UseCaseload(window.frame.access.clients.owner))

    window.go_to(commands.Back())
    assert window.here == commands.Today()


def test_the_client_does_not_read_whose_they_are(show):
    window = show("Ben")

    window.frame.show_page(QPushButton(), place_of(commands.HandOver("c", ("phq-9",))))

    assert not window.frame.caseload_bar.isVisible()


def test_cover_that_ends_gives_way_to_their_own_clients_at_the_next_step(show, team):
    window = show("Ben")
    window.go_to(commands.UseCaseload(team.uid("Ana")))
    team.service.clock.advance(A_YEAR)

    window.go_to(commands.Clients())

    assert window.frame.caseload_bar is None
    assert not isinstance(window.page, TroublePage)
    team.service.clock.advance(-A_YEAR)


def test_one_comes_back_to_the_same_clients_after_locking(show, team):
    window = show("Ben")
    window.go_to(commands.UseCaseload(team.uid("Ana")))
    window.go_to(commands.Clients())
    window.lock()

    window = show("Ben")

    assert window.here == commands.Clients()
    assert "Covering for Ana Example" in window.frame.caseload_bar.words.text()


@pytest.mark.parametrize(
    ("who", "home"), [("Lea", commands.Oversight()), ("Kim", commands.People())]
)
def test_somebody_without_clients_has_the_places_that_need_none(show, who, home):
    window = show(who)

    assert window.here == home
    leads = who == "Lea"
    of_leads = {"places.outcomes", "places.oversight"}
    known = ("library", "outcomes", "review", "oversight", "settings")
    places = [f"places.{each}" for each in known]
    assert rail_of(window) == [each for each in places if leads or each not in of_leads]
    closed = {*WITH_CLIENTS, *of_leads} - (of_leads if leads else set())
    for each in window.findChildren(QShortcut):
        assert each.isEnabled() == (each.objectName() not in closed)
    window.go_to(commands.Back())
    assert window.here == home


@pytest.mark.parametrize("who", ["Lea", "Kim"])
def test_somebody_without_clients_searches_pages_and_the_programme(show, who, qtbot):
    window = show(who)

    window.go_to(commands.Search())
    qtbot.keyClicks(window.found.line, "audit")

    groups = [each.name for each in window.found._viewmodel.state.groups]
    assert groups[0] == "ways"
    assert not {"clients", "words", "today"} & set(groups)


def test_a_lead_without_clients_finds_the_report_and_nobody_finds_what_is_not_theirs(team):
    found = {}
    for who in ("Ana", "Lea", "Kim"):
        with team.open(who) as vault:
            ways = ways_of(vault, access_scope(vault))
            found[who] = {each.id for each in ways if each.destination == commands.Outcomes()}

    assert found["Ana"] == {"places.outcomes", "ways.quarter", "ways.report"}
    assert found["Lea"] == {"places.outcomes", "ways.report"}
    assert found["Kim"] == set()


@pytest.mark.parametrize("typed", ["supervision", "second rating"])
def test_a_lead_finds_where_they_write_about_a_colleagues_client(show, qtbot, typed):
    window = show("Lea")
    window.go_to(commands.Search())
    qtbot.keyClicks(window.found.line, typed)
    ways = next(each for each in window.found._viewmodel.state.groups if each.name == "ways")
    assert [each.title for each in ways.hits] == [SUPERVISED_WHERE]

    qtbot.keyClick(window.found.line, Qt.Key.Key_Return)
    settle()

    [guide] = window.findChildren(GuideDialog)
    assert "you meet at the therapist's window, under their sign-in" in guide.words.toPlainText()
    guide.close()


EVERYWHERE = (
    commands.Library(),
    commands.Library("versions"),
    commands.Training(),
    commands.Review(),
    commands.Settings(),
    commands.About(),
    commands.Safekeeping(),
    commands.AuditTrail(),
    commands.People(),
    commands.OwnKeys(),
    commands.Retention(),
    commands.LocalTextPage(),
)
CLOSED = (
    commands.Today(),
    commands.SupervisionPack(),
    commands.Clients(),
    commands.Outcomes("c"),
    commands.Caseloads(),
    commands.ClientPage("c"),
    commands.SessionPage("a"),
    commands.ClosePage("a"),
    commands.SecondRatingPage("a"),
    commands.FormPage("c", "phq-9"),
    commands.FilledFormPage("f"),
    commands.ShownScore("f"),
    commands.BesideClient("a"),
    commands.BesideForm("c", "phq-9"),
    commands.HandOver("c", ("phq-9",)),
    commands.DataRights("c"),
    commands.AlertPage("a"),
)


# Acceptance G100
@pytest.mark.parametrize("who", ["Lea", "Kim"])
def test_every_screen_that_needs_no_clients_works_without_them_and_the_others_say_why(show, who):
    window = show(who)

    reports = (commands.Outcomes(),)
    for place in (*EVERYWHERE, *(reports if who == "Lea" else ())):
        window.go_to(place)
        settle()
        assert not isinstance(window.page, TroublePage), place
    for place in (*CLOSED, *(reports if who == "Kim" else ())):
        window.go_to(place)
        assert isinstance(window.page, TroublePage), place


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_the_line_about_whose_clients_is_never_cut(show, team, wear, scale):
    wear("dark", scale)
    window = show("Ben")
    window.go_to(commands.UseCaseload(team.uid("Ana")))
    settle()

    assert clipped(window.frame.caseload_bar) == []


def test_whoever_hands_all_clients_over_has_the_places_without_them_from_the_next_step(show, team):
    window = show("Ana")
    vault = window.page._viewmodel._workspace.vault
    covering.hand_over(vault, team.uid("Ana"), team.uid("Ben"))

    window.go_to(commands.Library())

    assert rail_of(window) == ["places.library", "places.review", "places.settings"]


def test_keys_do_nothing_where_a_place_is_closed(qtbot, show):
    window = show("Kim")

    qtbot.keyClick(window, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)

    assert window.here == commands.People()


def test_whose_clients_these_are_is_not_cut_in_a_small_window_with_large_text(show, team, wear):
    wear("light", 2.0)
    window = show("Ben")
    window.go_to(commands.UseCaseload(team.uid("Ana")))
    window.resize(640, 480)
    settle()

    assert "Covering for" in words_of(window.frame.caseload_bar)
    assert clipped(window.frame.caseload_bar) == []


def test_the_keyboard_stays_on_the_look_that_was_chosen(show, qtbot, wear):
    wear("light")
    window = show("Ana", commands.Settings())
    qtbot.waitUntil(lambda: window.focusWidget() is not None)
    window.page.enter("display")
    scale, colours = ["100 %", "125 %", "150 %"], ["As the system", "Light", "Dark"]

    for each in scale[1:]:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
        qtbot.waitUntil(lambda at=each: window.focusWidget().text() == at)
    assert window.focusWidget().isChecked()

    window.page.look.schemes[0].setFocus()
    for each in colours[1:]:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
        qtbot.waitUntil(lambda at=each: window.focusWidget().text() == at)


def test_who_goes_back_to_a_client_who_was_erased_is_told_and_goes_on(qtbot, tmp_path, content):
    with lay_out(tmp_path / "alone", practice=False).open() as vault:
        window = bootstrap.open_workplace(vault, leave=lambda: None, content=content)
        qtbot.addWidget(window)
        window.show()
        workspace = content.workspace(vault)
        client = add_client(workspace, NewClient(anonymity="code_only", age_band="25-34"))
        window.go_to(commands.Clients())
        window.go_to(commands.ClientPage(client.id))
        window.go_to(commands.About())
        erase_client(workspace, client.id, client.code, "consent_withdrawn")

        window.go_to(commands.Back())

        assert isinstance(window.page, TroublePage)
        assert "no longer in your record" in words_of(window.page)
        window.page.back.click()
        assert window.here == commands.Clients()
        assert not isinstance(window.page, TroublePage)


def test_who_goes_on_from_any_page_comes_back_to_it(show):
    window = show("Ana", commands.Clients())
    pages = (
        commands.Safekeeping(),
        commands.Settings(),
        commands.LocalTextPage(),
        commands.People(),
    )
    for place in pages:
        window.go_to(place)
        window.go_to(commands.About())
        window.go_to(commands.Back())
        assert window.here == place
        assert not isinstance(window.page, TroublePage)


@pytest.mark.parametrize("who", ["Ana", "Lea", "Kim"])
def test_the_keys_of_the_places_count_on_as_they_stand_in_the_rail_of_each_person(show, who):
    window = show(who)
    rail = window.frame.rail.places
    keys = {each.objectName(): each.key().toString() for each in window.findChildren(QShortcut)}

    assert [each.command.shortcut for each in rail] == [
        f"Ctrl+{number}" for number in range(1, len(rail) + 1)
    ]
    for each in rail:
        assert keys[each.command.id] == each.command.shortcut
        assert each.command.shortcut in each.toolTip()
    elsewhere = {"places.today", "places.oversight"} - {each.command.id for each in rail}
    assert {keys[each] for each in elsewhere} <= {""}


def test_a_lead_without_clients_goes_by_the_second_key_to_the_second_place(show, qtbot):
    window = show("Lea")
    second = window.frame.rail.places[1].command.destination

    qtbot.keyClick(
        window.focusWidget() or window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier
    )

    assert window.here == second
