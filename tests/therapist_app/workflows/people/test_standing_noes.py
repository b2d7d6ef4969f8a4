"""A no to a cover is seen, told, and not gone over by a sheet while its owner is at work."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from tests.support.record.agreeing import agree
from tests.support.record.stating import by_hand
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.errors import NotPossibleYet
from therapist_app.record.keyring.key_care import covers_waiting
from therapist_app.workflows.people.declined_covers import decline
from therapist_app.workflows.people.keeping_people import (
    LetCover,
    Request,
    SheetKind,
    UseSheet,
    carry_out,
)
from therapist_app.workflows.people.seeing_people import CaseloadLine, people_page_data
from therapist_app.workflows.people.standing_noes import IS_AWAY
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

LATER = date(2026, 12, 30)


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana keeps the service, and so does Di; Ben said no to Cy, whom Ana let cover."""
    team = lay_out_team(tmp_path, Ben=("therapist",), Cy=("therapist",), Di=("keeper", "lead"))
    team.visit("Ben", "Cy", "Di")
    ask(team, "Ana", LetCover(team.uid("Ben"), team.uid("Cy"), LATER))
    with team.open("Ben") as vault:
        [waits] = covers_waiting(vault)
        decline(vault, waits)
    return team


def ask(team: Team, who: str, *requests: Request) -> None:
    with team.open(who) as vault:
        for request in requests:
            carry_out(vault, request)


def bens(team: Team, who: str = "Ana") -> CaseloadLine:
    with team.open(who) as vault:
        return next(
            each for each in people_page_data(vault).caseloads if each.id == team.uid("Ben")
        )


def sheet(team: Team, kind: SheetKind = "continuity") -> UseSheet:
    typed = team.continuity if kind == "continuity" else team.members["Ben"].sheet
    return UseSheet(team.uid("Ben"), kind, typed)


def again(team: Team) -> LetCover:
    return LetCover(team.uid("Ben"), team.uid("Cy"), LATER)


@pytest.mark.parametrize("kind", ["continuity", "owner"])
@pytest.mark.parametrize("is_arranged_anew", [False, True])
def test_no_sheet_goes_over_a_no_of_somebody_at_work(
    team: Team, kind: SheetKind, *, is_arranged_anew: bool
) -> None:
    if is_arranged_anew:
        ask(team, "Ana", again(team))
    with pytest.raises(NotPossibleYet, match="said-no"):
        ask(team, "Ana", sheet(team, kind))

    [leave] = bens(team).leaves
    assert leave.standing == ("waits" if is_arranged_anew else "declined")
    assert bens(team).is_barred


def test_another_administrator_may_arrange_it_and_the_no_is_still_seen(team: Team) -> None:
    ask(team, "Di", again(team))
    assert bens(team, "Di").is_barred, "who arranged it does not use the sheet as well"
    assert not bens(team).is_barred

    ask(team, "Ana", sheet(team))

    [leave] = bens(team).leaves
    assert leave.standing == "begun"
    assert leave.said_no_on is not None


def test_a_sheet_does_once_whoever_said_no_is_away(team: Team) -> None:
    team.service.clock.advance(IS_AWAY.total_seconds() + 3600)

    ask(team, "Ana", sheet(team))

    [leave] = bens(team).leaves
    assert (leave.standing, leave.said_no_on is None) == ("begun", False)


def test_no_fact_that_somebody_writes_has_whoever_said_no_counted_as_away(team: Team) -> None:
    with by_hand(team, "Cy") as service:
        long_ago = "2020-01-01T09:00:00.000000+00:00"
        mine = f"signed_in:{team.uid('Ben')}"
        service.run("UPDATE about SET value = ? WHERE key = ?", (long_ago, mine)).fetchall()

    with pytest.raises(NotPossibleYet, match="said-no"):
        ask(team, "Ana", sheet(team))


@pytest.mark.parametrize("until", [LATER, LATER.replace(day=31)])
def test_nobody_makes_a_no_one_to_leave_that_was_arranged_since(team: Team, until: date) -> None:
    ask(team, "Ana", LetCover(team.uid("Ben"), team.uid("Cy"), until))
    with team.open("Ben") as vault:
        [cover] = covers_waiting(vault)
    of = f"{cover.caseload} {cover.to}"
    declined = json.dumps({of: hashlib.sha256(cover.signature).hexdigest()})
    with by_hand(team, "Cy") as service:
        kept = "INSERT OR REPLACE INTO settings VALUES ('declined_covers', ?)"
        service.run(kept, (declined,)).fetchall()

    [leave] = bens(team).leaves
    assert leave.standing == "waits"


def test_a_no_ends_where_they_agree_after_all(team: Team) -> None:
    ask(team, "Ana", again(team))
    with team.open("Ben") as vault:
        agree(vault)

    [leave] = bens(team).leaves
    assert (leave.standing, leave.said_no_on) == ("begun", None)


def test_nobody_is_asked_by_what_was_declined(team: Team) -> None:
    assert not bens(team).is_asked
    ask(team, "Ana", again(team))
    assert bens(team).is_asked


@pytest.mark.parametrize("who", ["Ana", "Cy", "Di"])
def test_a_no_is_told_to_everybody_else(team: Team, who: str) -> None:
    with team.open(who) as vault:
        [told] = [
            act_in_words(each) for each in loud_acts(vault) if "said no" in act_in_words(each)
        ]

    assert told.startswith("Ben Example said no on ")
    assert told.endswith(": Cy Example is not to open Ben Example's clients.")
