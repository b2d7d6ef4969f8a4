"""The service writes, reads again, approves and renews its own text, and it counts at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.programme.local_texts import whole_answers
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.desks import alone_at_desk, at_desk
from tests.support.workflows.workspaces import Workplace
from therapist_app.messages.errors import explain
from therapist_app.record.clock_and_random import SeededClock
from therapist_app.record.errors import NotAllowed
from therapist_app.workflows.content.writing_local_texts import (
    NewestText,
    approve,
    begin,
    expiring,
    in_force,
    places,
    read_again,
    write,
    writing_of,
    writings,
)
from therapist_app.workflows.errors import LocalTextRefused, NoLocalText
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.forms.reference import texts_to_read
from therapist_app.workflows.workspace import Workspace

DAY = timedelta(days=1)


def until(workspace: Workspace, days: int = 300) -> date:
    return workspace.today() + timedelta(days=days)


def write_whole(workspace: Workspace, text_id: str = "de") -> NewestText:
    begin(workspace, text_id)
    for key, words in whole_answers().items():
        write(workspace, text_id, key, words)
    found = writing_of(workspace, text_id)
    assert found is not None
    return found


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Ana keeps the service and treats, Ben treats, Lea leads."""
    return lay_out_team(tmp_path, Ben=("therapist",), Lea=("lead",))


@pytest.fixture
def clock(team: Team) -> SeededClock:
    return team.service.clock


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Workplace]:
    """One person who keeps, treats and leads."""
    with alone_at_desk(tmp_path) as work:
        yield work


def test_three_people_bring_a_text_into_force_and_a_first_session_can_begin(team: Team) -> None:
    with at_desk(team, "Ana") as ana:
        client = Workplace(ana, team.service.clock).add_client()
        with pytest.raises(NoLocalText):
            open_form(ana, client.id, "limits")
        write_whole(ana)
    with at_desk(team, "Ben") as ben:
        read_again(ben, "de")
    with at_desk(team, "Lea") as lea:
        made = approve(lea, "de", until(lea))
        assert made.kept.approved_by == "Lea Example, clinical lead"
    with at_desk(team, "Ana") as ana:
        opened = open_form(ana, client.id, "limits")

        assert opened.state.context.jurisdictions == ("de@2",)


def test_what_is_approved_counts_at_once_without_a_restart(alone: Workplace) -> None:
    client = alone.add_client()
    write_whole(alone.workspace)
    alone.clock.advance(DAY.total_seconds())
    read_again(alone.workspace, "de")

    approve(alone.workspace, "de", until(alone.workspace))

    assert open_form(alone.workspace, client.id, "limits").state.context.jurisdictions == ("de@2",)


def test_one_person_alone_reads_again_on_another_day_and_the_text_says_so(alone: Workplace) -> None:
    work = alone.workspace
    assert not write_whole(work).may_read
    with pytest.raises(LocalTextRefused, match="reader"):
        read_again(work, "de")

    alone.clock.advance(DAY.total_seconds())
    read_again(work, "de")
    made = approve(work, "de", until(work))

    assert made.is_alone
    assert made.kept.approved_by.endswith("clinical lead, alone in the service")
    assert in_force(work)[0].approved_by == made.kept.approved_by


def test_who_wrote_does_not_read_it_again_where_there_is_somebody_else(team: Team) -> None:
    with at_desk(team, "Ana") as ana:
        write_whole(ana)
        team.service.clock.advance(DAY.total_seconds())

        with pytest.raises(LocalTextRefused, match="reader"):
            read_again(ana, "de")


def test_who_changed_one_word_has_written_too(team: Team) -> None:
    with at_desk(team, "Ana") as ana:
        write_whole(ana)
    with at_desk(team, "Ben") as ben:
        made = write(ben, "de", "court.hears", "I would tell you.")

        assert made.kept.written_by == "Ana Example, Ben Example"
        assert not made.may_read


def test_a_change_after_the_second_reading_asks_for_another(team: Team) -> None:
    with at_desk(team, "Ana") as ana:
        write_whole(ana)
    with at_desk(team, "Ben") as ben:
        assert read_again(ben, "de").can_be_approved
    with at_desk(team, "Ana") as ana:
        same = whole_answers()["court.hears"]
        assert not write(ana, "de", "court.hears", same).needs_reading

        assert write(ana, "de", "court.hears", "Another sentence.").needs_reading
    with at_desk(team, "Lea") as lea, pytest.raises(LocalTextRefused, match="reading"):
        approve(lea, "de", until(lea))


def test_nobody_but_a_lead_approves(team: Team) -> None:
    with at_desk(team, "Ana") as ana:
        write_whole(ana)
    with at_desk(team, "Ben") as ben:
        made = read_again(ben, "de")
        assert not made.may_approve
        with pytest.raises(NotAllowed):
            approve(ben, "de", until(ben))


def test_a_text_that_is_not_whole_is_neither_read_nor_approved(team: Team) -> None:
    with at_desk(team, "Lea") as lea:
        begin(lea, "de")

        with pytest.raises(LocalTextRefused, match="unfinished"):
            read_again(lea, "de")
        with pytest.raises(LocalTextRefused, match="unfinished"):
            approve(lea, "de", until(lea))


@pytest.mark.parametrize("days", [0, -1, 367])
def test_an_approval_lasts_twelve_months_at_most(alone: Workplace, days: int) -> None:
    write_whole(alone.workspace)
    alone.clock.advance(DAY.total_seconds())
    read_again(alone.workspace, "de")

    with pytest.raises(LocalTextRefused, match="until"):
        approve(alone.workspace, "de", until(alone.workspace, days))


def test_a_renewal_begins_with_all_that_was_written_and_the_earlier_one_stays(
    alone: Workplace,
) -> None:
    work = alone.workspace
    in_force_now(alone)
    client = alone.add_client()
    first = open_form(work, client.id, "limits")

    again = begin(work, "de")
    assert again.draft.text.version == 3
    assert again.before is not None
    assert again.before.version == 2
    assert again.lacks == ()
    write(work, "de", "court.hears", "A new sentence.")
    assert [each.ref for each in in_force(work)] == ["de@2"]
    alone.clock.advance(DAY.total_seconds())
    read_again(work, "de")
    approve(work, "de", until(work))

    assert [each.ref for each in in_force(work)] == ["de@3"]
    assert "A new sentence." not in texts_to_read(work)["de@2"].client_text
    assert "A new sentence." in texts_to_read(work)["de@3"].client_text
    offered = open_form(work, alone.add_client().id, "limits").state.context.jurisdictions
    assert offered == ("de@3",)
    assert first.state.context.jurisdictions == ("de@2",)


def in_force_now(work: Workplace, days: int = 300) -> None:
    write_whole(work.workspace)
    work.clock.advance(DAY.total_seconds())
    read_again(work.workspace, "de")
    approve(work.workspace, "de", until(work.workspace, days))


def test_an_approved_version_changes_no_more(alone: Workplace) -> None:
    in_force_now(alone)

    for deed in (
        lambda: write(alone.workspace, "de", "court.hears", "Other words."),
        lambda: read_again(alone.workspace, "de"),
        lambda: approve(alone.workspace, "de", until(alone.workspace)),
    ):
        with pytest.raises(LocalTextRefused, match="settled"):
            deed()


def test_it_says_for_thirty_days_before_that_it_expires(alone: Workplace) -> None:
    in_force_now(alone, days=40)
    assert expiring(alone.workspace) == ()

    alone.clock.advance(10 * DAY.total_seconds())

    assert [each.ref for each in expiring(alone.workspace)] == ["de@2"]


def test_going_on_finds_what_was_written(team: Team) -> None:
    with at_desk(team, "Ana") as ana:
        begin(ana, "de")
        write(ana, "de", "team.hears", "It stays with [us")
    with at_desk(team, "Ben") as ben:
        assert begin(ben, "de").draft.answers["team.hears"] == "It stays with [us"
        assert [each.kept.id for each in writings(ben)] == ["de"]


def test_nothing_is_begun_from_nothing_and_practice_is_no_place(alone: Workplace) -> None:
    with pytest.raises(LocalTextRefused, match="nothing"):
        begin(alone.workspace, "atlantis")
    with pytest.raises(LocalTextRefused, match="nothing"):
        write(alone.workspace, "de", "team.hears", "x")
    assert "sample" not in {each.id for each in places(alone.workspace)}


def test_what_is_no_answer_is_refused(alone: Workplace) -> None:
    begin(alone.workspace, "de")

    with pytest.raises(LocalTextRefused, match="answer"):
        write(alone.workspace, "de", "past.named", "perhaps")


def test_a_text_that_a_pack_brought_meanwhile_is_not_replaced(alone: Workplace) -> None:
    write_whole(alone.workspace)
    alone.clock.advance(DAY.total_seconds())
    read_again(alone.workspace, "de")
    work = alone.workspace
    shipped = next(each for each in work.jurisdictions if each.id == "de")
    brought = shipped.model_copy(update={"version": 2})
    crowded = replace(work, jurisdictions=(*work.jurisdictions, brought))

    with pytest.raises(LocalTextRefused, match="taken"):
        approve(crowded, "de", until(work))

    assert begin(crowded, "de").draft.text.version == 3


def test_a_text_with_brackets_of_its_own_is_not_approved(alone: Workplace) -> None:
    """What the law's answers say goes into the text as well."""
    write_whole(alone.workspace)
    made = write(alone.workspace, "de", "danger.source", "[Which article?]")

    assert [each.field.key for each in made.lacks] == ["danger.source"]


@pytest.mark.parametrize(
    "detail",
    ["nothing", "answer", "settled", "unfinished", "reader", "reading", "taken", "until", "unfit"],
)
def test_every_refusal_has_words_of_its_own(detail: str) -> None:
    said = explain(LocalTextRefused(detail))

    assert said.title
    assert said.to_do
