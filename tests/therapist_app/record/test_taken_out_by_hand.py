"""What a colleague takes out of the service file, or writes there, so that nobody is told."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.record.stating import by_hand, write_entry
from tests.support.record.team import Team, lay_out_team, made_once
from tests.support.workflows.workspaces import workspace_for
from therapist_app.destination import Back
from therapist_app.record.backups.drill import is_drill_due, last_drill
from therapist_app.record.backups.giving_up import is_giving_up_unfinished
from therapist_app.record.database.audit import SALVAGED, mark_of, note
from therapist_app.record.database.database import Change, ServiceFile
from therapist_app.record.keyring.second_approval import AskedApproval, ask
from therapist_app.record.repair.check_schedule import look_before_work
from therapist_app.record.service import (
    own_age_keys,
    quarters,
    question_answers,
    releases,
    settings,
)
from therapist_app.record.service.keys_in_rows import identity_name, wrapped_text
from therapist_app.record.service.quarters import ClosedQuarter, QuarterFigures
from therapist_app.record.service.question_answers import QuestionAnswer
from therapist_app.record.service.refused_statements import has_refused, tell_refused
from therapist_app.record.service_model import Release
from therapist_app.record.sign_in.unlocking import was_here
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.entering.begun_words import BegunWordsOfVault, keep_begun_words
from therapist_app.workflows.exporting.settling_releases import settle_releases
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

RELEASE = "e" * 32
QUARTER = "2025-Q4"


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana keeps it, Lea leads, Bo and Cy see clients."""
    team = lay_out_team(tmp_path, Bo=("therapist",), Cy=("therapist",), Lea=("lead",))
    team.visit("Bo", "Cy", "Lea")
    return team


def told(team: Team, name: str) -> list[str]:
    with team.open(name) as vault:
        look_before_work(vault)
        return [act_in_words(each) for each in loud_acts(vault)]


def by_bo(team: Team, *statements: str) -> None:
    with by_hand(team, "Bo") as service:
        for each in statements:
            service.run(each).fetchall()


def a_release(service: ServiceFile, **fields: object) -> Release:
    release = Release(
        RELEASE, "outcomes", "lead", "quality", service.now(), "Lea Example", "{}", "[]"
    )
    return replace(release, **fields)


def enter_all(vault: Vault) -> None:
    """Have Lea enter one row of each kind that stays."""
    service, me, now = vault.service, vault.person.uid, vault.service.now()
    releases.add(service, a_release(service))
    releases.enter_readable(service, RELEASE, vault.person.name, "reason")
    releases.note_correction(service, RELEASE, "core-10", vault.person.name, key="f" * 32)
    quarters.close(service, ClosedQuarter(QUARTER, me, now))
    quarters.give(service, QuarterFigures(QUARTER, me, me, now, "{}"))
    answer = QuestionAnswer(QUARTER, "figure", "done", "what", "who", None, me, now)
    question_answers.answer(service, answer)
    ask(vault, AskedApproval("d" * 32, "lead", "quality", b"{}", "told"))


TABLES = {
    "releases": "an export in the list of releases",
    "readable_copies": "a readable copy in the list of releases",
    "release_corrections": "a correction after an export",
    "quarters": "a closed quarter",
    "quarter_figures": "a therapist's figures for a report",
    "question_answers": "an answer to a question of a report",
    "waiting_releases": "an export that waits for a second person",
}


@pytest.mark.parametrize("table", TABLES)
def test_whoever_takes_a_row_out_of_the_service_file_hides_nothing(team: Team, table: str) -> None:
    with team.open("Lea") as vault:
        enter_all(vault)
    before = told(team, "Cy")
    by_bo(team, f"DELETE FROM {table}")

    fresh = [each for each in told(team, "Cy") if each not in before]

    assert [each for each in fresh if f"{TABLES[table]} was gone from the service file" in each]
    assert len(fresh) == 1


def test_what_is_there_or_was_taken_out_by_who_entered_it_is_told_of_nobody(team: Team) -> None:
    with team.open("Lea") as vault:
        service = vault.service
        enter_all(vault)
        begun = a_release(service, id="c" * 32, standing="begun", place="/nowhere")
        releases.add(service, begun)
        releases.take_back(service, begun)
        copy = releases.enter_readable(service, RELEASE, vault.person.name, "again")
        releases.take_back_readable(service, copy)

    assert not [each for each in told(team, "Cy") if "gone" in each or "not as anybody" in each]


def test_nobody_accounts_for_an_export_of_somebody_else_that_is_gone(team: Team) -> None:
    with team.open("Lea") as vault:
        releases.add(vault.service, a_release(vault.service))
    with by_hand(team, "Bo") as service:
        releases.take_back(service, releases.load(service, RELEASE))

    assert [each for each in told(team, "Cy") if "an export in the list of releases" in each]


@pytest.mark.parametrize("standing", ["interrupted", "begun"])
def test_what_became_of_an_export_is_what_was_signed(team: Team, standing: str) -> None:
    with team.open("Lea") as vault:
        releases.add(vault.service, a_release(vault.service))
    by_bo(team, f"UPDATE releases SET standing = '{standing}'")
    write_entry(team, "Bo", "release_interrupted", f"release:{RELEASE}", "outcomes")

    assert [each for each in told(team, "Cy") if "an export in the list of releases" in each]


def test_an_export_that_was_begun_and_settled_is_told_of_nobody(team: Team) -> None:
    with team.open("Lea") as vault:
        begun = a_release(vault.service, standing="begun", place="/nowhere")
        releases.add(vault.service, begun)
        releases.settle(vault.service, begun, "interrupted")

    assert not [each for each in told(team, "Cy") if "an export" in each]


@pytest.mark.parametrize("how", ["the fact", "their own entry"])
def test_nobody_but_a_keeper_has_it_believed_that_a_drill_was_held(team: Team, how: str) -> None:
    team.service.clock.advance(200 * 24 * 60 * 60)
    with team.open("Ana") as vault:
        assert is_drill_due(vault)
    now = team.service.clock().isoformat(timespec="microseconds")
    if how == "the fact":
        by_bo(team, f"INSERT INTO about VALUES ('last_drill', '{now}')")
    else:
        write_entry(team, "Bo", "drill_held", "service", "second:nobody")

    with team.open("Ana") as vault:
        assert last_drill(vault) is None
        assert is_drill_due(vault)


def enter_others(service: ServiceFile) -> None:
    """Put other rows in the place of Lea's, each with an entry of one's own, as it was entered."""
    [release], [copy] = releases.all_releases(service), releases.readable_copies(service)
    [own] = own_age_keys.own_keys(service)
    other = replace(release, recipient="somebody else")
    with service.change("released", f"release:{RELEASE}", (releases._TABLE.told(other),)) as act:
        releases._TABLE.replace(act, other)
    saved = replace(copy, reason="another")
    told = (releases._COPIES.told(saved),)
    with service.change("readable_copy_saved", f"release:{RELEASE}", told) as act:
        releases._COPIES.replace(act, saved)
    half = wrapped_text(service, identity_name(own.public_key), "AGE-SECRET-KEY-OTHER")
    stands = replace(own, identity=half)
    told = (own_age_keys._OWN.told(own), mark_of("AGE-SECRET-KEY-OTHER"))
    with service.change("own_age_key_made", "recipient", told) as act:
        own_age_keys._OWN.replace(act, stands)


def test_another_row_that_somebody_signs_in_the_place_of_what_was_entered_is_told(
    team: Team,
) -> None:
    with team.open("Lea") as vault:
        releases.add(vault.service, a_release(vault.service))
        releases.enter_readable(vault.service, RELEASE, "Lea Example", "asked")
        own_age_keys.keep_own_key(vault.service, "age1own", "AGE-SECRET-KEY-1")
    assert told(team, "Cy") == []
    with by_hand(team, "Bo") as service:
        enter_others(service)

    found = told(team, "Cy")

    for what in ("an export in the list", "a readable copy in the list", "a key of this service"):
        assert [each for each in found if what in each], what


def test_no_first_entry_that_somebody_spoils_puts_the_first_drill_off(team: Team) -> None:
    by_bo(team, "UPDATE audit SET entry = x'78' WHERE n = 1")
    team.service.clock.advance(31 * 24 * 60 * 60)

    with team.open("Ana") as vault:
        assert is_drill_due(vault)


def test_who_closed_their_clients_was_here_whatever_is_said_of_their_sign_in(team: Team) -> None:
    since = team.service.clock() - timedelta(days=14)
    by_bo(team, "DELETE FROM about WHERE key LIKE 'signed_in:%'")

    with team.open("Ana") as vault:
        assert was_here(vault.service, vault.person.uid, since)
        assert was_here(vault.service, team.uid("Cy"), since)
        assert not was_here(vault.service, team.uid("Lea"), since)


def test_who_takes_out_how_often_the_header_was_written_keeps_nobody_out(team: Team) -> None:
    by_bo(team, "DELETE FROM about WHERE key = 'header_generation'")

    assert told(team, "Cy") == []


@pytest.mark.parametrize("how", ["the fact", "in their name"])
def test_nobody_else_ends_that_a_list_of_people_was_refused(team: Team, how: str) -> None:
    cy = team.uid("Cy")
    with team.open("Cy") as vault:
        tell_refused(vault.service, cy)
    if how == "the fact":
        by_bo(team, "DELETE FROM about WHERE key GLOB 'statement_refused:*'")
    else:
        write_entry(team, "Bo", "statement_accepted", f"person:{cy}")

    with team.open("Lea") as vault:
        assert "statement-refused" in vault.warnings
        assert has_refused(vault.service)
    team.visit("Cy")
    with team.open("Lea") as vault:
        assert not has_refused(vault.service)


def test_nobody_has_it_believed_that_a_recipient_was_told_of_another_number(team: Team) -> None:
    by_bo(team, """INSERT INTO settings VALUES ('told_signatures', '{"lead": "ab"}')""")

    said = told(team, "Cy")

    with team.open("Lea") as vault:
        assert settings.load(vault.service, "told_signatures", dict[str, str]) is None
    assert [each for each in said if "under another number" in each]


def in_other_words(service: ServiceFile, said: str) -> None:
    found = "UPDATE settings SET value = replace(value, 'as Lea wrote it', ?)"
    service.run(f"{found} WHERE key GLOB 'begun_words:*'", (said,)).fetchall()


@pytest.mark.parametrize("is_changed", [False, True])
def test_nothing_that_a_colleague_puts_into_what_a_lead_was_writing_comes_back_as_theirs(
    team: Team, *, is_changed: bool
) -> None:
    page = Back()
    with team.open("Lea") as vault:
        keep_begun_words(vault, page, (("", "words", 0, "as Lea wrote it"),))
    if is_changed:
        with by_hand(team, "Bo") as service:
            in_other_words(service, "as Bo wants it")

    with team.open("Lea") as vault:
        waiting = BegunWordsOfVault(vault).waiting(page)

    assert waiting == (() if is_changed else (("", "words", 0, "as Lea wrote it"),))


@pytest.mark.parametrize("keep", ["true", "false"])
def test_nobody_else_plans_what_becomes_of_somebodys_backups(team: Team, keep: str) -> None:
    """Bo writes that Cy gave up their keys, and wants no backup of before."""
    plan = f'{{"pair": 1, "keep": {keep}}}'
    by_bo(team, f"INSERT INTO about VALUES ('backups_to_give_up:{team.uid('Cy')}', '{plan}')")
    write_entry(team, "Bo", "backups_to_give_up", f"person:{team.uid('Cy')}")

    with team.open("Cy") as vault:
        assert not is_giving_up_unfinished(vault)


def test_an_entry_about_another_row_of_the_same_quarter_vouches_for_no_answer(team: Team) -> None:
    """Lea answered one question of a report, and Bo writes an answer of hers to another."""
    with team.open("Lea") as vault:
        me, now = vault.person.uid, vault.service.now()
        answer = QuestionAnswer(QUARTER, "figure", "done", "what", "who", None, me, now)
        question_answers.answer(vault.service, answer)
    by_bo(
        team,
        "INSERT INTO question_answers SELECT quarter, 'other', standing, what, who, by_when,"
        " answered_by, answered_at, course FROM question_answers",
    )

    with team.open("Cy") as vault:
        found = {
            each.figure: question_answers.is_signed(vault.service, each)
            for each in question_answers.answers(vault.service)
        }
    assert found == {"figure": True, "other": False}


def test_nobody_has_somebody_elses_session_sign_for_an_export_that_they_made_up(
    team: Team, tmp_path: Path
) -> None:
    """Lea's session would settle it, and her name would stand for it in the list."""
    (tmp_path / RELEASE).mkdir()
    with by_hand(team, "Bo") as service:
        made_up = a_release(service, standing="begun", place=str(tmp_path))
        releases._TABLE.insert(Change(service), made_up)

    with team.open("Lea") as vault:
        settle_releases(workspace_for(vault))
        [found] = releases.all_releases(vault.service)

        assert releases.approvers(vault.service, found) == frozenset()


def test_what_is_gone_after_a_salvage_is_said_to_be_lost_then_or_taken_out(team: Team) -> None:
    with team.open("Lea") as vault:
        releases.add(vault.service, a_release(vault.service))
        note(vault.service, SALVAGED, "service", ("3 after 12",))
    by_bo(team, "DELETE FROM releases")

    words, saved = told(team, "Cy")
    assert saved.startswith("Lea Example saved what could be read of a damaged service file")
    assert "it may have been lost then. If not, somebody changed the file" in words
