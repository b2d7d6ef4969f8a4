"""The page of oversight, as a lead reads it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from exports.paper.pages.page_reading import DrawnPage
from exports.purposes import ONE_CLIENT
from session_forms.conditions.alert_levels import Level
from tests.support.record.colleagues import Colleague
from tests.support.record.records import (
    START,
    ServiceOnDisk,
    a_client,
    a_filled_form,
    an_alert,
    laid_out,
    lay_out,
)
from tests.support.record.team import lay_out_team
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app import commands
from therapist_app.record.clients import alerts, clients, filled_forms
from therapist_app.record.database.audit import note
from therapist_app.record.errors import NotAllowed
from therapist_app.record.keyring import covering
from therapist_app.record.service import caseload_figures, releases
from therapist_app.record.service.caseload_figures import Occasion
from therapist_app.record.service_model import Release
from therapist_app.record.sign_in.nobody_left import make_keeper
from therapist_app.record.vault.vault import Vault
from therapist_app.screens.oversight.view import OversightView
from therapist_app.screens.oversight.viewmodel import OversightViewModel
from therapist_app.screens.review.view import ReviewView
from therapist_app.screens.review.viewmodel import ReviewViewModel
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.safekeeping.loud_acts import NAMED, is_something_told
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.supervision.caseload_figures import write_figures
from therapist_app.workflows.supervision.what_left import WhatLeft
from therapist_app.workflows.workspace import Workspace

pytestmark = pytest.mark.usefixtures("wear")
DAY = 86_400
NINE = f"{START.astimezone():%H:%M}"


class Service:
    """A founder who leads and sees clients, and a colleague."""

    def __init__(self, tmp_path: Path) -> None:
        self.disk: ServiceOnDisk = laid_out(tmp_path, roles=("keeper", "therapist", "lead"))
        self.bo = Colleague(self.disk, ("therapist",), "Bo Marten")

    def bo_works(self, *levels: Level, occasion: Occasion = "locked") -> None:
        with self.bo.open() as vault:
            for level in levels:
                meet_alert(vault, level)
            write_figures(workspace_for(vault), occasion)


def meet_alert(vault: Vault, level: Level) -> None:
    caseload = vault.caseload
    client = a_client(caseload, code=f"K4-{clients.count(caseload):03}")
    clients.add(caseload, client)
    filled = a_filled_form(caseload, client)
    filled_forms.add(caseload, filled)
    alerts.open_alert(caseload, an_alert(caseload, filled, level=level))


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(tmp_path)


@pytest.fixture
def workspace(service: Service) -> Iterator[Workspace]:
    service.bo_works("urgent", "act", "act")
    service.disk.clock.advance(3 * DAY)
    with service.disk.open() as vault:
        write_figures(workspace_for(vault), "signed_in")
        yield workspace_for(vault)


def show(qtbot: QtBot, workspace: Workspace) -> OversightView:
    view = OversightView(OversightViewModel(workspace))
    qtbot.addWidget(view)
    view.resize(1170, 768)
    view.show()
    view.focus_first()
    settle()
    return view


def words(view: QWidget) -> str:
    return "\n".join(each.text() for each in view.findChildren(QLabel))


def test_an_urgent_alert_of_days_ago_stands_out_in_words(
    qtbot: QtBot, workspace: Workspace
) -> None:
    view = show(qtbot, workspace)

    said = words(view.cards[0])
    assert said.startswith("Bo Marten\n")
    assert "An urgent alert has been open for 3 days" in said
    assert "Ask Bo Marten today what was done" in said
    assert "1 urgent alert, suicide: for 3 days" in said
    assert "2 alerts to act on, suicide: the oldest for 3 days" in said


def test_each_line_says_how_old_it_is_and_whose_session_wrote_it(
    qtbot: QtBot, service: Service, workspace: Workspace
) -> None:
    assert f"As of 2 March 2026, {NINE}, when Bo Marten last locked." in words(
        show(qtbot, workspace)
    )
    assert f"As of today, {NINE}, when Ana Example last signed in." in words(show(qtbot, workspace))

    service.disk.clock.advance(DAY)
    assert f"As of yesterday, {NINE}, when Ana Example" in words(show(qtbot, workspace))

    service.disk.clock.advance(5 * DAY)
    assert "9 days old" in words(show(qtbot, workspace))


def test_where_a_lead_begins_nothing_lies_behind(qtbot: QtBot, tmp_path: Path) -> None:
    with lay_out(tmp_path, roles=("lead",)).open() as vault:
        view = show(qtbot, workspace_for(vault))

        assert not view.back.isVisible()
        assert view.focusWidget() is view.area


def test_an_urgent_alert_since_yesterday_is_said_as_such(qtbot: QtBot, service: Service) -> None:
    service.bo_works("urgent")
    service.disk.clock.advance(DAY)
    with service.disk.open() as vault:
        view = show(qtbot, workspace_for(vault))

        assert "An urgent alert has been open since yesterday" in words(view)
        assert "No figures yet. They are counted when Ana Example next signs in." in words(view)
        assert "1 of 2 caseloads are counted here." in words(view)


def test_a_service_without_figures_says_so(qtbot: QtBot, service: Service) -> None:
    with service.disk.open() as vault:
        assert "0 of 2 caseloads are counted here." in words(show(qtbot, workspace_for(vault)))


def test_figures_of_another_version_are_said_not_to_be_readable(
    qtbot: QtBot, workspace: Workspace
) -> None:
    workspace.service.run("UPDATE caseload_figures SET figures = '{}'")

    assert "by another version of this application" in words(show(qtbot, workspace))


def test_who_stands_in_is_named(qtbot: QtBot, service: Service, workspace: Workspace) -> None:
    covering.grant_cover(
        workspace.vault, workspace.vault.person.uid, service.bo.uid, date(2026, 4, 1)
    )

    assert "Covered by Bo Marten." in words(show(qtbot, workspace))


def test_whoever_stands_in_is_asked_about_an_urgent_alert_once_the_owner_agreed(
    qtbot: QtBot, service: Service, workspace: Workspace
) -> None:
    vault, until = workspace.vault, date(2026, 4, 1)
    covering.grant_cover(vault, service.bo.uid, vault.person.uid, until)
    said = words(show(qtbot, workspace))
    assert "Ask Bo Marten today what was done, or arrange cover." in said
    assert "Covered by" not in said
    vault.close()
    service.bo.visit()

    with service.disk.open() as again:
        said = words(show(qtbot, workspace_for(again)))
        assert "Ask Ana Example today what was done, in place of Bo Marten." in said
        assert "Covered by Ana Example." in said
        assert "They are covered too" not in said

        covering.grant_cover(again, again.person.uid, service.bo.uid, until)
        said = words(show(qtbot, workspace_for(again)))
    assert "They are covered too: where nobody is here, arrange another cover." in said


def test_clients_who_were_handed_over_say_by_whom(
    qtbot: QtBot, service: Service, workspace: Workspace
) -> None:
    covering.hand_over(workspace.vault, workspace.vault.person.uid, service.bo.uid)

    said = words(show(qtbot, workspace))

    assert "Bo Marten, handed over by Ana Example" in said


def test_promises_past_their_day_stand_with_the_alerts(
    qtbot: QtBot, service: Service, workspace: Workspace
) -> None:
    work = Workplace(workspace, service.disk.clock)
    for _each in range(2):
        end_session(workspace, work.start(work.add_client(), "S01"), "broken_off")
    write_figures(workspace, "locked")
    service.disk.clock.advance(3 * DAY)

    said = words(show(qtbot, workspace))

    overdue, calm = said.index("2 promises past their day: the oldest "), "No alert is open"
    assert calm not in said[:overdue]
    assert calm in said[overdue:]


def test_course_reviews_and_plans_past_their_day_stand_with_the_alerts(
    qtbot: QtBot, workspace: Workspace
) -> None:
    counted(workspace, plans=(-40, -3, 5), courses_asking=28, courses_worse=1)

    view = show(qtbot, workspace)
    said = words(view.cards[1])

    assert "2 safety or boundaries plans past their day of review: the oldest for 40 days" in said
    reviews = "28 course reviews suggested · 1 of them: a score is reliably worse than at the start"
    assert reviews in said
    assert said.index(reviews) < said.index("No alert is open")


def test_a_course_review_alone_is_no_sign_that_all_is_well(
    qtbot: QtBot, workspace: Workspace
) -> None:
    counted(workspace, plans=(5,), courses_asking=1, courses_worse=0)

    view = show(qtbot, workspace)
    said = words(view.cards[1])

    assert "1 course review suggested\n" in said
    assert "past" not in said.split("No alert is open")[0]
    assert "reliably worse" not in said


def test_a_caseload_whose_courses_nobody_counted_says_so(
    qtbot: QtBot, workspace: Workspace
) -> None:
    counted(workspace, plans=None, courses_asking=None, courses_worse=None)

    view = show(qtbot, workspace)

    assert "Suggested course reviews are not counted" in words(view.cards[1])


def counted(workspace: Workspace, **figures: object) -> None:
    """Have the caseload of the person signed in counted as a session of theirs wrote it."""
    own = caseload_figures.all_figures(workspace.service)[workspace.vault.caseload_id or ""]
    assert own.figures is not None
    new = replace(own, figures=replace(own.figures, **figures))
    caseload_figures.write(workspace.service, [new])


def test_what_left_the_service_is_listed(qtbot: QtBot, workspace: Workspace) -> None:
    assert "Nothing has been exported." in words(show(qtbot, workspace))
    for number in range(21):
        by, now = workspace.vault.person.name, workspace.now()
        made = Release(f"r{number}", "external", "The network", "review", now, by, "{}", "{}")
        releases.add(workspace.service, made)

    said = words(show(qtbot, workspace))

    assert "5 March 2026 · for outside" in said
    assert f"For The network: review. Approved by {workspace.vault.person.name}." in said
    assert "1 earlier one is in the list of releases." in said


REPORT_FACTS = '{"quarter": "2026-Q1", "course": "", "caseloads": ["c"], "tables_hash": "h"}'


def a_report(workspace: Workspace, release_id: str, **other: str) -> Release:
    made = Release(
        release_id, "external", "A funder", "funder", workspace.now(), "Ana", "{}", REPORT_FACTS
    )
    return replace(made, **other)


@pytest.mark.parametrize("is_same", [True, False])
def test_a_report_that_left_is_read_page_by_page_and_escape_closes_it(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, is_same: bool
) -> None:
    for made in (
        a_report(workspace, "R-1"),
        a_report(workspace, "R-2", profile="single-case"),
        a_report(workspace, "R-3", standing="begun"),
        a_report(workspace, "R-4", unprotected="{}"),
    ):
        releases.add(workspace.service, made)
    pages = (DrawnPage(595, 842, ()), DrawnPage(595, 842, ()))
    monkeypatch.setattr(
        "therapist_app.screens.oversight.reading.what_left",
        lambda _workspace, release_id: WhatLeft(release_id, pages, is_same),
    )
    view = show(qtbot, workspace)
    assert [each.accessibleName() for each in view.readers] == ["Show the report: R-1"]
    assert view.reading.isHidden()
    assert not view.turn_back()

    press(qtbot, view.readers[0])
    qtbot.waitUntil(view.reading.isVisible)

    assert "R-1, page 1 of 2" in words(view.reading)
    assert ("those that left, sign for sign" in words(view.reading)) is is_same
    assert ("may be arranged otherwise" in words(view.reading)) is not is_same
    assert view.focusWidget() is view.reading.report.following
    press(qtbot, view.reading.report.following)
    assert "R-1, page 2 of 2" in words(view.reading)
    assert view.focusWidget() is view.reading.report.previous
    press(qtbot, view.reading.report.previous)
    assert "R-1, page 1 of 2" in words(view.reading)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    settle()
    assert view.reading.isHidden()
    assert view.focusWidget() is view.readers[0]


def press(qtbot: QtBot, wanted: QWidget) -> None:
    wanted.setFocus()
    qtbot.keyClick(wanted, Qt.Key.Key_Space)
    settle()


def test_a_report_that_cannot_be_made_again_says_why(qtbot: QtBot, workspace: Workspace) -> None:
    releases.add(workspace.service, a_report(workspace, "R-1"))
    view = show(qtbot, workspace)

    press(qtbot, view.readers[0])
    qtbot.waitUntil(view.reading.isVisible)

    assert "The report cannot be shown" in view.reading.message.title
    assert view.reading.report.page is None


def test_a_release_that_was_cut_off_says_so(qtbot: QtBot, workspace: Workspace) -> None:
    made = Release("r", "external", "A", "b", workspace.now(), "c", "{}", "{}", standing="begun")
    releases.add(workspace.service, made)
    assert "It was started; it is not known whether it was saved." in words(show(qtbot, workspace))

    releases.settle(workspace.service, made, "interrupted")

    assert "It was interrupted while it was being saved" in words(show(qtbot, workspace))


def test_no_client_can_be_told_from_it(qtbot: QtBot, workspace: Workspace) -> None:
    said = outline(show(qtbot, workspace))

    assert "K4-" not in said
    assert "marked" not in said


def test_there_is_a_way_back_and_the_keyboard_is_on_it(qtbot: QtBot, workspace: Workspace) -> None:
    view = show(qtbot, workspace)
    assert view.focusWidget() is view.back

    with qtbot.waitSignal(view.leave_requested) as left:
        qtbot.mouseClick(view.back, Qt.MouseButton.LeftButton)

    assert left.args == [commands.Back()]


@pytest.mark.parametrize(
    ("kind", "viewmodel"), [(TodayView, TodayViewModel), (ReviewView, ReviewViewModel)]
)
def test_a_lead_comes_here_from_today_and_review(
    qtbot: QtBot, workspace: Workspace, kind: type, viewmodel: type
) -> None:
    view = kind(viewmodel(workspace))
    qtbot.addWidget(view)
    view.show()

    with qtbot.waitSignal(view.leave_requested) as left:
        qtbot.mouseClick(view.oversight, Qt.MouseButton.LeftButton)

    assert left.args == [commands.Oversight()]


# Acceptance G100
def test_nobody_else_is_shown_the_way_or_the_page(qtbot: QtBot, service: Service) -> None:
    with service.bo.open() as vault:
        workspace = workspace_for(vault)
        for view in (TodayView(TodayViewModel(workspace)), ReviewView(ReviewViewModel(workspace))):
            qtbot.addWidget(view)
            view.show()
            assert not view.oversight.isVisible()
        with pytest.raises(NotAllowed):
            OversightViewModel(workspace)


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(
    qtbot: QtBot, workspace: Workspace, wear, scale: float
) -> None:
    wear("dark", scale)

    assert clipped(show(qtbot, workspace)) == []


def test_the_outline_reads_as_agreed(qtbot: QtBot, workspace: Workspace, golden) -> None:
    golden("screens/oversight.txt", outline(show(qtbot, workspace)).replace(NINE, "09:00"))


def test_the_list_tells_of_two_people_of_corrections_and_of_readable_copies(
    qtbot: QtBot, workspace: Workspace
) -> None:
    made = Release(
        "R-2",
        "external",
        "The network",
        "research",
        workspace.now(),
        workspace.vault.person.name,
        "{}",
        "{}",
        second_by="Ben",
        reissue_of="R-1",
    )
    releases.add(workspace.service, made)
    for name in ("R-1", "R-3"):
        profile = ONE_CLIENT if name == "R-3" else "external"
        releases.add(
            workspace.service, replace(made, id=name, profile=profile, second_by="", reissue_of="")
        )
    for name in ("R-1", "R-2", "R-3"):
        releases.note_correction(workspace.service, name, "phq-9", "Ana", key=name * 8)
    releases.enter_readable(workspace.service, "R-2", "Ana", "For paper")

    said = words(show(qtbot, workspace))

    ana = workspace.vault.person.name
    assert f"Approved by {ana} and somebody whose signature is missing." in said
    assert "It takes the place of R-1." in said
    assert "R-2 took its place." in said
    assert "1 correction since then is not in R-2: a quarter that is closed later" in said
    assert "1 correction since then changes R-3: issue it again." in said
    assert "1 correction since then is not in R-1" not in said, "another took its place"
    assert "1 copy was saved that anybody can read." in said


def test_the_page_begins_with_what_is_told_and_not_below_it(qtbot, tmp_path, wear):
    wear("light", 2.0)
    team = lay_out_team(tmp_path, Lea=("lead",), Ben=("therapist",))
    team.visit("Lea", "Ben")
    team.service.clock.advance(60)
    make_keeper(team.service.folder, team.continuity, team.uid("Ben"), team.service.sources)

    with team.open("Lea") as vault:
        view = show(qtbot, workspace_for(vault))
        assert view.needs.lines
        assert view.focusWidget() is view.area
        assert view.area.verticalScrollBar().value() == 0
    with team.open("Lea") as vault:
        again = show(qtbot, workspace_for(vault))
        assert (again.focusWidget() is again.area) is is_something_told(vault)


def test_a_lead_without_clients_is_told_here_what_today_tells_the_others(qtbot, tmp_path):
    team = lay_out_team(tmp_path, Lea=("lead",), Ben=("therapist",))
    team.visit("Lea", "Ben")
    team.service.clock.advance(60)
    typed, sources = team.continuity, team.service.sources
    make_keeper(team.service.folder, typed, team.uid("Ben"), sources)

    with team.open("Lea") as vault:
        view = show(qtbot, workspace_for(vault))
        words = "\n".join(each.text() for each in view.findChildren(QLabel))
    with team.open("Lea") as vault:
        assert not is_something_told(vault), "it was in sight"

    assert "Told to everybody" in words
    assert "the continuity sheet made Ben Example an administrator" in words


def test_what_everybody_was_told_can_be_read_again_after_it_was_in_sight(qtbot, tmp_path):
    team = lay_out_team(tmp_path, Lea=("lead",), Ben=("therapist",))
    team.visit("Lea", "Ben")
    make_keeper(team.service.folder, team.continuity, team.uid("Ben"), team.service.sources)
    with team.open("Lea") as vault:
        assert "in the last 8 weeks" not in words(show(qtbot, workspace_for(vault))), "told above"

    with team.open("Lea") as vault:
        said = words(show(qtbot, workspace_for(vault)))

    assert "Told to everybody in the last 8 weeks" in said
    assert "the continuity sheet made Ben Example an administrator" in said


def test_a_lead_sees_how_often_they_were_named_as_agreeing(qtbot, tmp_path):
    team = lay_out_team(tmp_path, Lea=("lead",))
    with team.open("Ana") as vault:
        for _each in range(2):
            note(vault.service, NAMED, f"person:{team.uid('Lea')}")

    with team.open("Lea") as vault:
        said = words(show(qtbot, workspace_for(vault)))

    assert "Named as agreeing: 2 overrides of a gate in the last 90 days." in said


def test_who_has_a_today_is_told_nothing_twice_here(qtbot, tmp_path):
    team = lay_out_team(tmp_path, Lea=("lead", "therapist"), Ben=("therapist",))
    team.visit("Lea", "Ben")
    team.service.clock.advance(60)
    make_keeper(team.service.folder, team.continuity, team.uid("Ben"), team.service.sources)

    with team.open("Lea") as vault:
        view = OversightView(OversightViewModel(workspace_for(vault)))
        qtbot.addWidget(view)
        words = "\n".join(each.text() for each in view.findChildren(QLabel))

    assert "Told to everybody" not in words.splitlines()
