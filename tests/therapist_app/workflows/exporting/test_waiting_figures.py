"""A colleague closes a quarter for the service; one's own figures wait for what is unfinished."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from exports.quarters import Quarter
from tests.support.record.records import a_filled_form
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.record.clients import appointments, clients, filled_forms
from therapist_app.record.database import audit
from therapist_app.record.keyring import covering
from therapist_app.record.service import quarters as kept
from therapist_app.record.service.quarters import GIVEN
from therapist_app.workflows.course.consenting import PaperConsent, write_down
from therapist_app.workflows.exporting import quarters, under_way, waiting_figures
from therapist_app.workflows.exporting.before_closing import UnfinishedInQuarter
from therapist_app.workflows.exporting.course_files import agreed_clients
from therapist_app.workflows.exporting.quarter_words import waiting_words
from therapist_app.workflows.exporting.under_way import ReadingProgress, Stopped
from therapist_app.workflows.exporting.waiting_figures import (
    figures_ahead,
    give_figures_quietly,
    give_own_figures,
)
from therapist_app.workflows.safekeeping.loud_acts import figures_given
from therapist_app.workflows.sessions.closing_a_session import close_page_data, sign_note
from therapist_app.workflows.sessions.holding_a_session import end_session

Q1, Q2 = Quarter(2026, 1), Quarter(2026, 2)
COURSE = "pps-core"
CLOSED = datetime(2026, 4, 1, 9, tzinfo=UTC)
UNTIL = date(2026, 4, 15)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Ana and Ben, each with their own clients; nobody was met yet."""
    return lay_out_team(tmp_path, Ben=("therapist",))


def meet(team: Team, name: str, *, agreed: bool = False, all_done: bool = False) -> str:
    """Let somebody hold a session whose note is not signed, and cannot be before all is done."""
    with team.open(name) as vault:
        vault.practice = True  # nobody signed the programme off here
        work = Workplace(workspace_for(vault), team.service.clock)
        client = work.add_client()
        appointment = work.start(client, "S01")
        if agreed:
            answers = {"signed": True, "pseudonymised_use": "agreed"}
            work.fill(client, "agreement", answers, appointment)
        if all_done:
            work.do_every_step(appointment)
        end_session(work.workspace, appointment, "finished")
    return appointment


def sign(team: Team, name: str, appointment: str) -> None:
    with team.open(name) as vault:
        workspace = workspace_for(vault)
        note = close_page_data(workspace, appointment).note
        sign_note(workspace, appointment, note, note.state)


def close(team: Team, name: str, quarter: Quarter = Q1) -> None:
    with team.open(name) as vault:
        quarters.close_quarter(workspace_for(vault), quarter)


def sign_in(team: Team, name: str) -> None:
    """Do what a sign-in does beside other work."""
    with team.open(name) as vault:
        give_figures_quietly(workspace_for(vault))


def gave(team: Team, quarter: Quarter = Q1) -> set[str]:
    """Return who gave their figures, by first name."""
    with team.open("Ana") as vault:
        found = kept.who_gave(vault.service, quarter.name).values()
    return {name for name in team.members if team.uid(name) in found}


def given_as(team: Team, *, by: str) -> list[str]:
    with team.open("Ana") as vault:
        told = audit.entries(vault.service)
    ways = {action: way for way, action in GIVEN.items()}
    return [ways[each.action] for each in told if each.action in ways and each.by == team.uid(by)]


def test_who_closes_gives_at_once_and_a_colleague_waits_while_a_note_is_not_signed(
    team: Team,
) -> None:
    for name in ("Ana", "Ben"):
        meet(team, name)
    team.service.clock.move_to(CLOSED)
    close(team, "Ben")
    sign_in(team, "Ana")

    assert gave(team) == {"Ben"}
    with team.open("Ana") as vault:
        [ahead] = figures_ahead(workspace_for(vault))
    assert (ahead.quarter, ahead.closed_by, ahead.closed_on) == (Q1, "Ben Example", CLOSED.date())
    assert (ahead.until, ahead.unfinished.notes, ahead.giving) == (UNTIL, 1, None)


def test_once_nothing_of_it_is_unfinished_a_sign_in_gives_the_figures(team: Team) -> None:
    appointment = meet(team, "Ana", agreed=True, all_done=True)
    team.service.clock.move_to(CLOSED)
    close(team, "Ben")
    sign(team, "Ana", appointment)

    with team.open("Ana") as vault:
        [ahead] = figures_ahead(workspace_for(vault))
        assert (ahead.unfinished, ahead.giving) == (UnfinishedInQuarter(), "complete")
    sign_in(team, "Ana")

    assert gave(team) == {"Ana", "Ben"}
    assert given_as(team, by="Ana") == ["complete"]
    with team.open("Ana") as vault:
        found = quarters.given(workspace_for(vault), Q1, COURSE)
        assert [each.people for each in found.caseloads] == [1]
        assert figures_ahead(workspace_for(vault)) == ()


def test_after_fourteen_whole_days_a_sign_in_gives_them_as_they_are(team: Team) -> None:
    meet(team, "Ana")
    team.service.clock.move_to(CLOSED)
    close(team, "Ben")
    team.service.clock.move_to(datetime(2026, 4, 15, 12, tzinfo=UTC))
    sign_in(team, "Ana")
    assert gave(team) == {"Ben"}

    team.service.clock.move_to(datetime(2026, 4, 16, 12, tzinfo=UTC))
    sign_in(team, "Ana")

    assert gave(team) == {"Ana", "Ben"}
    assert given_as(team, by="Ana") == ["after_waiting"]
    assert timedelta(days=14) == quarters.WAITS_FOR


def test_they_are_given_by_an_act_of_ones_own_whatever_is_unfinished(team: Team) -> None:
    meet(team, "Ana")
    team.service.clock.move_to(CLOSED)
    close(team, "Ben")

    with team.open("Ana") as vault:
        give_own_figures(workspace_for(vault), Q1)

    assert gave(team) == {"Ana", "Ben"}
    assert given_as(team, by="Ana") == ["by_hand"]


def stop_at_once() -> ReadingProgress:
    stop = Event()
    stop.set()
    return ReadingProgress(lambda _done, _of: None, stop)


def test_who_stopped_the_counting_gives_at_their_next_sign_in_with_a_note_open(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(under_way, "TOLD_EVERY", 1)
    meet(team, "Ben", agreed=True)
    team.service.clock.move_to(CLOSED)
    with team.open("Ben") as vault:
        workspace = workspace_for(vault)
        with pytest.raises(Stopped):
            quarters.close_quarter(workspace, Q1, stop_at_once())
        [ahead] = figures_ahead(workspace)
    assert (ahead.closed_by, ahead.unfinished.notes, ahead.giving) == ("", 1, "by_hand")
    assert gave(team) == set()

    sign_in(team, "Ben")

    assert gave(team) == {"Ben"}
    assert given_as(team, by="Ben") == ["by_hand"]


def hand_anas_clients_to_ben(team: Team) -> None:
    with team.open("Ana") as vault:
        covering.hand_over(vault, team.uid("Ana"), team.uid("Ben"))
    team.visit("Ana", "Ben")


def test_of_two_caseloads_both_wait_for_what_is_unfinished_in_one(team: Team) -> None:
    meet(team, "Ana")
    hand_anas_clients_to_ben(team)
    team.service.clock.move_to(CLOSED)
    with team.open("Ana") as vault:
        service = vault.service
        kept.close(service, kept.ClosedQuarter(Q1.name, team.uid("Ana"), service.now()))

    sign_in(team, "Ben")

    with team.open("Ben") as vault:
        assert kept.who_gave(vault.service, Q1.name) == {}
        workspace = workspace_for(vault)
        [ahead] = figures_ahead(workspace)
        give_own_figures(workspace, Q1)
        assert len(kept.who_gave(vault.service, Q1.name)) == 2
    assert (ahead.unfinished.notes, ahead.giving) == (1, None)


def test_who_is_told_that_their_figures_were_given_reads_which_forms_are_not_in_them(
    team: Team,
) -> None:
    meet(team, "Ana", agreed=True)
    with team.open("Ana") as vault:
        [client] = agreed_clients(workspace_for(vault))
        then = vault.service.now()
        whose = clients.load(vault.caseload, client)
        left = a_filled_form(vault.caseload, whose, form_id="gone-form", finished_at=then)
        filled_forms.add(vault.caseload, replace(left, status="finished"))
    team.service.clock.move_to(CLOSED)
    close(team, "Ben")
    team.service.clock.move_to(CLOSED + timedelta(days=20))
    sign_in(team, "Ana")

    with team.open("Ana") as vault:
        [told] = figures_given(vault)
        assert kept.left_out(vault.caseload, Q1.name) == kept.LeftOut(1, 1, (client,))
    assert "1 filled form is not in the figures" in told
    assert "1 client has any: their page names which." in told


def leave_a_form_that_fits_nothing(team: Team, name: str) -> str:
    """Return the code of the client whose it is."""
    with team.open(name) as vault:
        [client] = agreed_clients(workspace_for(vault))
        whose = clients.load(vault.caseload, client)
        left = a_filled_form(
            vault.caseload, whose, form_id="gone-form", finished_at=vault.service.now()
        )
        filled_forms.add(vault.caseload, replace(left, status="finished"))
        return whose.code


def test_figures_wait_while_a_form_would_be_left_out_and_it_is_said_how_many_and_whose(
    team: Team,
) -> None:
    appointment = meet(team, "Ana", agreed=True, all_done=True)
    code = leave_a_form_that_fits_nothing(team, "Ana")
    team.service.clock.move_to(CLOSED)
    close(team, "Ben")
    sign(team, "Ana", appointment)
    sign_in(team, "Ana")
    sign_in(team, "Ana")

    assert gave(team) == {"Ben"}
    with team.open("Ana") as vault:
        [ahead] = waiting_figures.waiting_figures(workspace_for(vault))
        assert (ahead.unfinished, ahead.giving) == (UnfinishedInQuarter(), None)
        words = waiting_words(ahead)
        assert "1 filled form is not in the figures" in words
        assert f"Look at {code}." in words

    with team.open("Ana") as vault:  # its form is back, or it was corrected
        vault.caseload.run("DELETE FROM filled_forms WHERE form_id = 'gone-form'")
    sign_in(team, "Ana")
    assert gave(team) == {"Ana", "Ben"}
    with team.open("Ana") as vault:
        [told] = figures_given(vault)
    assert "not in the figures" not in told


def test_an_entry_that_names_no_caseload_is_told_without_more(team: Team) -> None:
    """As of an earlier version, or one that somebody made up."""
    team.service.clock.move_to(CLOSED)
    close(team, "Ben")
    with team.open("Ana") as vault:
        audit.note(vault.service, GIVEN["complete"], f"quarter:{Q1.name}")

        [told] = figures_given(vault)
    assert told.endswith("since nothing of it was unfinished with you.")


def test_a_caseload_that_came_to_who_closed_the_quarter_is_not_given_unseen(team: Team) -> None:
    meet(team, "Ana")
    team.service.clock.move_to(CLOSED)
    close(team, "Ben")
    hand_anas_clients_to_ben(team)

    with team.open("Ben") as vault:
        [ahead] = figures_ahead(workspace_for(vault))
        give_figures_quietly(workspace_for(vault))
        assert kept.who_gave(vault.service, Q1.name).keys() == {team.uid("Ben")}
    assert (ahead.closed_by, ahead.unfinished.notes, ahead.giving) == ("", 1, None)


def test_a_quarter_before_one_that_is_given_is_given_with_it_and_none_after_it(
    team: Team,
) -> None:
    meet(team, "Ana")
    team.service.clock.move_to(CLOSED)
    close(team, "Ben")
    team.service.clock.move_to(datetime(2026, 7, 1, 9, tzinfo=UTC))
    close(team, "Ben", Q2)

    sign_in(team, "Ana")  # the days of the first have passed, those of the second have not
    assert (gave(team, Q1), gave(team, Q2)) == ({"Ana", "Ben"}, {"Ben"})

    team.service.clock.move_to(datetime(2026, 10, 1, 9, tzinfo=UTC))
    with team.open("Ana") as vault:
        service = vault.service
        kept.close(service, kept.ClosedQuarter("2026-Q3", team.uid("Ana"), service.now()))
    with team.open("Ana") as vault:
        found = figures_ahead(workspace_for(vault))
    sign_in(team, "Ana")

    assert [each.giving for each in found] == ["after_waiting", "by_hand"]
    assert gave(team, Q2) == gave(team, Quarter(2026, 3)) | {"Ben"} == {"Ana", "Ben"}


def test_a_consent_taken_back_acts_on_what_waits(team: Team) -> None:
    appointment = meet(team, "Ana", agreed=True)
    team.service.clock.move_to(CLOSED)
    close(team, "Ben")
    with team.open("Ana") as vault:
        workspace = workspace_for(vault)
        client = appointments.load(workspace.caseload, appointment).client_id
        at = workspace.now() + timedelta(seconds=1)
        taken_back = PaperConsent("figures_used", "leaflet", "1", "withdrawn", "spoken", at)
        write_down(workspace, client, taken_back)
        team.service.clock.advance(60)
        give_own_figures(workspace, Q1)

        assert quarters.given(workspace, Q1, COURSE).caseloads == ()


def test_whose_figures_are_missing_is_told_once_each_with_the_last_day_and_without_ones_own(
    team: Team,
) -> None:
    team.service.clock.move_to(CLOSED)
    with team.open("Ben") as vault:
        service = vault.service
        kept.close(service, kept.ClosedQuarter(Q1.name, team.uid("Ben"), service.now()))
        [choice] = quarters.closed_quarters(workspace_for(vault))
        [ahead] = figures_ahead(workspace_for(vault))

    assert (choice.missing, choice.until) == (("Ana Example",), UNTIL)
    assert ahead.closed_by == ""


def test_whatever_fails_at_a_sign_in_work_goes_on(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.service.clock.move_to(CLOSED)
    close(team, "Ben")

    def fail(*_arguments: object, **_more: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(waiting_figures, "give_figures", fail)
        sign_in(team, "Ana")
    assert gave(team) == {"Ben"}

    sign_in(team, "Ana")
    assert gave(team) == {"Ana", "Ben"}
