"""A second rater: without the first ratings, by name, one session in ten."""

from datetime import timedelta

import pytest

from programme.fidelity.agreement import Agreement
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.keyring.confirmations import Confirmation
from therapist_app.record.keyring.second_raters import SecondRater, raters_key
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.errors import SecondRatingRefused
from therapist_app.workflows.overviews.seeing_today import today_page_data
from therapist_app.workflows.sessions import second_rating
from therapist_app.workflows.sessions.closing_a_session import close_page_data, sign_note
from therapist_app.workflows.sessions.fidelity_so_far import (
    agreement_so_far,
    double_rating,
    sessions_rated,
)
from therapist_app.workflows.sessions.holding_a_session import end_session, finish_step
from therapist_app.workflows.sessions.second_rating import (
    comparison,
    rate_second,
    second_rating_page_data,
)

RATER = "B. Second"


def second(work: Workplace, appointment_id: str, ratings: str, rater: str = RATER) -> None:
    """Give the second ratings in the order of the items."""
    for line, rating in zip(
        second_rating_page_data(work.workspace, appointment_id).items, ratings, strict=False
    ):
        given = "na" if rating == "n" else rating
        rate_second(work.workspace, appointment_id, line.item.id, given, rater)


def test_the_second_rater_is_shown_the_items_and_no_first_rating(work: Workplace) -> None:
    appointment = work.hold(work.add_client(), "S01", "22210")

    page = second_rating_page_data(work.workspace, appointment)

    assert [each.rating for each in page.items] == [None] * 5
    assert page.rater == ""


def test_a_session_that_still_runs_is_not_rated_a_second_time(work: Workplace) -> None:
    appointment = work.start(work.add_client(), "S01")

    with pytest.raises(SecondRatingRefused):
        second_rating_page_data(work.workspace, appointment)
    with pytest.raises(SecondRatingRefused):
        rate_second(work.workspace, appointment, "S01-1", "2", RATER)


@pytest.mark.parametrize("name", ["", "  ", "Ana Example", " ana  example "])
def test_the_second_rater_has_a_name_and_is_not_the_therapist(work: Workplace, name: str) -> None:
    appointment = work.hold(work.add_client(), "S01", "22222")

    with pytest.raises(SecondRatingRefused):
        second(work, appointment, "2", name)

    assert second_rating_page_data(work.workspace, appointment).rater == ""


def test_both_ratings_stand_side_by_side_once_all_is_rated_and_signed(work: Workplace) -> None:
    appointment = work.hold(work.add_client(), "S01", "2210n", sign=False)
    second(work, appointment, "222")
    with pytest.raises(SecondRatingRefused):
        comparison(work.workspace, appointment)
    second(work, appointment, "22202")
    with pytest.raises(SecondRatingRefused):
        comparison(work.workspace, appointment)
    work.do_every_step(appointment)
    note = close_page_data(work.workspace, appointment).note
    sign_note(work.workspace, appointment, note, note.state)

    found = comparison(work.workspace, appointment)

    assert [(each.first, each.second) for each in found.lines] == [
        ("2", "2"),
        ("2", "2"),
        ("1", "2"),
        ("0", "0"),
        ("na", "2"),
    ]
    assert (found.here.items, found.here.same, found.here.applicability) == (4, 3, 1)
    assert found.rater == RATER


def test_an_item_the_therapist_left_open_is_no_pair(work: Workplace) -> None:
    appointment = work.hold(work.add_client(), "S01", "22")
    second(work, appointment, "22222")

    found = comparison(work.workspace, appointment)

    assert [each.first for each in found.lines] == ["2", "2", None, None, None]
    assert found.here.items == 2


def test_the_agreement_so_far_is_over_every_session_with_two_ratings(work: Workplace) -> None:
    assert agreement_so_far(work.workspace) == Agreement(0, 0, None, 0)
    for ratings in ("22222", "21222"):
        second(work, work.hold(work.add_client(), "S01", "22222"), ratings)
    work.hold(work.add_client(), "S01", "00000")

    found = agreement_so_far(work.workspace)

    assert (found.items, found.same) == (10, 9)


def split(work: Workplace) -> tuple[str, str, str]:
    """Hold one session in two meetings and return the client and both."""
    client = work.add_client()
    first = work.start(client, "S01")
    finish_step(work.workspace, first, "welcome")
    end_session(work.workspace, first, "to_be_continued")
    work.clock.advance(timedelta(days=7).total_seconds())
    rest = work.start(client, "S01")
    end_session(work.workspace, rest, "finished")
    return client.id, first, rest


def test_a_split_session_is_one_session_for_both_raters(work: Workplace) -> None:
    client_id, first, rest = split(work)
    work.rate(first, "20000")
    work.rate(rest, "12200")
    second(work, rest, "22100")

    [session] = sessions_rated(work.workspace, client_id)

    assert list(session.ratings.values()) == ["2", "2", "2", "0", "0"]
    assert [(pair.first, pair.second) for pair in session.pairs] == [
        ("1", "2"),
        ("2", "2"),
        ("2", "1"),
        ("0", "0"),
        ("0", "0"),
    ]
    assert double_rating(work.workspace).held == 1


def test_two_sessions_in_one_meeting_are_two_sessions(work: Workplace) -> None:
    client = work.add_client()
    plan_appointment(work.workspace, client.id, "S15", work.clock(), merged_with="S16")
    work.clock.advance(60)
    [appointment] = _planned(work, client.id)
    from therapist_app.record.clients import appointments

    appointments.save(work.workspace.caseload, _held(appointment))

    assert [each.plan_id for each in sessions_rated(work.workspace, client.id)] == ["S15", "S16"]
    assert double_rating(work.workspace).held == 2


def _planned(work: Workplace, client_id: str):
    from therapist_app.record.clients import appointments

    return appointments.for_client(work.workspace.caseload, client_id)


def _held(appointment):
    from dataclasses import replace

    return replace(appointment, state="held")


def test_today_asks_for_a_second_rating_from_the_tenth_session_on(work: Workplace) -> None:
    def asked() -> list[str]:
        lines = today_page_data(work.workspace).to_finish
        return [each.appointment_id for each in lines if each.kind == "second_rating"]

    held = [work.hold(work.add_client(), "S01") for _each in range(9)]
    before = asked()

    held.append(work.hold(work.add_client(), "S01"))
    [proposed] = asked()
    second(work, proposed, "2")

    assert (before, proposed in held, asked()) == ([], True, [])


def test_a_quarter_later_nothing_is_asked_for_any_more(work: Workplace) -> None:
    for _each in range(10):
        work.hold(work.add_client(), "S01")
    assert double_rating(work.workspace).is_due

    work.clock.advance(timedelta(weeks=14).total_seconds())

    found = double_rating(work.workspace)
    assert (found.held, found.is_due) == (0, False)


def test_the_session_to_rate_is_picked_by_chance_and_stays_the_same(work: Workplace) -> None:
    held = [work.hold(work.add_client(), "S01") for _each in range(10)]

    picked = {double_rating(work.workspace).proposed.id for _each in range(3)}

    assert picked == {min(held)}


def in_service(monkeypatch: pytest.MonkeyPatch, name: str) -> str:
    """Let somebody else be in the service; return their uid."""
    clara = PersonEntry("c" * 32, name, ("lead",), practice=False)
    monkeypatch.setattr(second_rating, "colleagues", lambda _vault: (clara,))
    return clara.uid


def rater_from(work: Workplace, uid: str) -> SecondRater:
    return SecondRater(Confirmation(uid, "", b""), raters_key(work.workspace.vault.sources))


@pytest.mark.parametrize("name", ["Clara Example", " clara  example"])
def test_nobody_rates_under_the_name_of_a_colleague_who_did_not_confirm_it(
    work: Workplace, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    appointment = work.hold(work.add_client(), "S01", "22222")
    uid = in_service(monkeypatch, "Clara Example")

    somebody_else = rater_from(work, "d" * 32)
    for confirmed in (None, somebody_else):
        with pytest.raises(SecondRatingRefused, match="unconfirmed"):
            rate_second(work.workspace, appointment, "S01-1", "2", name, confirmed=confirmed)
    assert second_rating_page_data(work.workspace, appointment).rater == ""

    rate_second(work.workspace, appointment, "S01-1", "2", name, confirmed=rater_from(work, uid))
    assert second_rating_page_data(work.workspace, appointment).rater == "Clara Example"


def test_ratings_for_somebody_from_outside_are_told_with_who_entered_them(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    appointment = work.hold(work.add_client(), "S01", "22222")
    in_service(monkeypatch, "Clara Example")
    second(work, appointment, "22222")

    found = comparison(work.workspace, appointment)
    assert (found.rater, found.entered_by, found.entered) == (RATER, ("Ana Example",), 1)
