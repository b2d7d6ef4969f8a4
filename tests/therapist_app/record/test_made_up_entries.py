"""Made-up entries of every kind, by a colleague or by who covers, keep nobody out."""

import json
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest

from tests.support.record.stating import by_hand, header_of, lay_out_two_keepers
from tests.support.record.team import Team
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.database.database import Caseload, Database
from therapist_app.record.database.opening import open_database
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.header.key_boxes import data_keys
from therapist_app.record.keyring import second_raters
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.repair.check_schedule import look_before_work
from therapist_app.record.vault.openings import Author, actor_for, opening_of
from therapist_app.workflows.exporting.quarters import closed_quarters
from therapist_app.workflows.overviews.seeing_today import today_page_data
from therapist_app.workflows.safekeeping.audit_words import ACTIONS
from therapist_app.workflows.safekeeping.loud_acts import acts_in_words, figures_given, loud_acts
from therapist_app.workflows.safekeeping.while_away import while_away

FIELDS = ([], ["x"], ["1:2", "a=b", "\N{SUPERSCRIPT TWO}"])


@pytest.fixture(scope="module")
def laid_out_once(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Ben covers for Cy, and so can write in her caseload."""
    team = lay_out_two_keepers(tmp_path_factory.mktemp("team"))
    team.visit("Ben", "Cy", "Dee")
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), vault.day_of_covers())
    team.visit("Cy", "Cy")
    return team


@pytest.fixture
def team(laid_out_once: Team, tmp_path: Path) -> Team:
    return laid_out_once.copied(tmp_path)


def write_all(database: Database, by: str, subjects: Iterable[str]) -> None:
    """Write an entry of every action about each of these, in somebody's name."""
    actions = [action for acts in ACTIONS.values() for action in acts]
    chain, rows = database.audit, list[tuple[object, ...]]()
    for action, subject, fields in product(actions, subjects, FIELDS):
        at = "2026-03-03T09:00:00.000000+00:00"
        said = {"action": action, "at": at, "by": by, "fields": fields, "subject": subject}
        spelt = json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()
        chain.mark = chain.following(chain.mark, spelt)
        rows.append((chain.mark.n, spelt, chain.mark.head, chain._actor.sign(chain.mark.head)))
    database.live.executemany("INSERT INTO audit VALUES (?, ?, ?, ?)", rows)


@pytest.mark.parametrize("name", ["Ben", "Cy"])
@pytest.mark.parametrize("where", ["service", "caseload"])
def test_no_made_up_entry_of_any_kind_keeps_anybody_out(team: Team, where: str, name: str) -> None:
    cy, by = team.uid("Cy"), team.uid(name)
    subjects = ("", "client:x", f"caseload:{cy}", f"person:{cy}")
    if where == "service":
        with by_hand(team, "Ben") as service:
            write_all(service, by, subjects)
    else:
        ben, header = team.members["Ben"], header_of(team)
        [which, *_older] = data_keys(header, cy, ben.uid, ben.keys().opening)
        author = Author(actor_for(ben.uid, ben.keys()), team.service.sources)
        opening = opening_of(team.service.place, header, cy, which.key, author)
        caseload = open_database(Caseload, opening)
        write_all(caseload, by, subjects)
        caseload.close()

    with team.open("Cy") as vault:
        workspace = workspace_for(vault)
        look_before_work(vault)
        assert acts_in_words(loud_acts(vault)) or where == "caseload"
        figures_given(vault)
        while_away(vault)
        closed_quarters(workspace)
        today_page_data(workspace)
        second_raters.not_signed(vault)


@pytest.mark.parametrize("number", [-(2**63), 0, 2**53 - 2, 2**53, 2**63 - 1])
def test_an_entry_of_whatever_number_keeps_nobody_out_but_in_a_sentence(
    team: Team, number: int
) -> None:
    with by_hand(team, "Ben") as service:
        row = (number, b"{}", bytes(32))
        service.run("INSERT INTO audit VALUES (?, ?, ?, NULL)", row).fetchall()

    if number >= 2**53:
        with pytest.raises(RecordDamaged, match="structure"):
            team.open("Cy")
        return
    with team.open("Cy") as vault:
        look_before_work(vault)
        assert "row_unsigned" in {each.action for each in loud_acts(vault)}


@pytest.mark.parametrize("first", [-(2**63), -(10**6)])
def test_entries_below_the_first_count_for_nothing_and_keep_nobody_out(
    team: Team, first: int
) -> None:
    """Each is signed, and follows from the one before."""
    with by_hand(team, "Ben") as service:
        write_all(service, team.uid("Ben"), ("", f"person:{team.uid('Cy')}"))
        before = service.audit.found
        moved = "UPDATE audit SET n = ? + (n - ?) WHERE n > ?"
        service.run(moved, (first, before + 1, before)).fetchall()

    with team.open("Cy") as vault:
        look_before_work(vault)
        told = {each.action for each in loud_acts(vault)}
        today_page_data(workspace_for(vault))
    assert told == {"row_unsigned"}
