"""What a colleague with the service's key writes in another's name: nobody is named for it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exports.quarters import quarter_named
from tests.support.record.others_rows import close_unsigned
from tests.support.record.stating import by_hand, lay_out_two_keepers
from tests.support.record.team import Team
from tests.support.workflows.local_texts import bring_into_force
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.database.audit import AFTER_ALL, note
from therapist_app.record.database.audit_actions import numbers_of
from therapist_app.record.database.audit_chain import SIGNED_ROWS
from therapist_app.record.database.columns import moment_text
from therapist_app.record.database.database import Change, ServiceFile
from therapist_app.record.keyring.people import change_roles
from therapist_app.record.repair.check_schedule import look_before_work
from therapist_app.record.service import (
    caseload_figures,
    local_texts,
    quarters,
    question_answers,
    releases,
    settings,
)
from therapist_app.record.service_model import Release
from therapist_app.record.vault.told_notices import note_told
from therapist_app.record.vault.unnoted_changes import OTHER_SETTING, UNSIGNED, roles_at
from therapist_app.workflows.content.writing_local_texts import writing_of
from therapist_app.workflows.exporting import quarters as giving
from therapist_app.workflows.exporting import report_questions
from therapist_app.workflows.exporting.waiting_figures import figures_ahead
from therapist_app.workflows.people.signed_names import unsigned, who_approved, who_saved
from therapist_app.workflows.permissions import TABLE
from therapist_app.workflows.rights.left_of_client import left_of_client
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts
from therapist_app.workflows.safekeeping.setting_words import SETTINGS
from therapist_app.workflows.supervision.oversight import oversight

QUARTER = "2025-Q4"


@pytest.fixture(scope="module")
def laid_out_once(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Ana keeps and leads it, Dee keeps it and sees clients; Ben and Cy see clients."""
    team = lay_out_two_keepers(tmp_path_factory.mktemp("team"))
    with team.open("Ana") as vault:
        change_roles(vault, team.uid("Ana"), ("keeper", "lead", "therapist"))
    team.visit("Ben", "Cy", "Dee", "Ana")
    return team


@pytest.fixture
def team(laid_out_once: Team, tmp_path: Path) -> Team:
    return laid_out_once.apart(tmp_path)


@pytest.mark.parametrize("how", ["other-words", "no-signatures", "neither"])
def test_nobody_makes_an_entry_that_counts_as_of_a_version_that_signed_none(
    team: Team, how: str
) -> None:
    with team.open("Cy") as vault:
        counts = caseload_figures.count(vault.caseload)
        now, cy = vault.service.now(), team.uid("Cy")
        row = caseload_figures.CaseloadFigures(cy, now, cy, "signed_in", counts)
        caseload_figures.write(vault.service, [row])
    closed = quarters.ClosedQuarter(QUARTER, team.uid("Ana"), now)
    with by_hand(team, "Ben") as service:
        made_up = b'{"action":"quarter_closed","at":"%s","by":"%s","fields":[],"subject":"%s"}' % (
            moment_text(now).encode(),
            closed.confirmed_by.encode(),
            f"quarter:{QUARTER}".encode(),
        )
        if how == "other-words":
            unsigned_one = "(SELECT min(n) FROM audit WHERE signature IS NULL)"
            service.run(f"UPDATE audit SET entry = ? WHERE n = {unsigned_one}", (made_up,))
            quarters._QUARTERS.replace(Change(service), closed)
        else:
            close_unsigned(service, closed)
            of_rows = f"WHERE n IN ({', '.join(map(str, numbers_of(service, SIGNED_ROWS)))})"
            service.run(f"UPDATE audit SET signature = NULL {of_rows}")
        if how == "neither":
            as_others = "CAST(replace(CAST(entry AS TEXT), 'figures_written', 'opened') AS BLOB)"
            service.run(f"UPDATE audit SET entry = {as_others}")

    of_a_quarter = [each for each in told(team) if "a closed quarter" in each]
    assert of_a_quarter == [each for each in told(team, "Cy") if "a closed quarter" in each]
    assert len(of_a_quarter) == 1
    with team.open("Dee") as vault:
        assert quarters.closed(vault.service) == ()


def told(team: Team, name: str = "Dee") -> list[str]:
    with team.open(name) as vault:
        look_before_work(vault)
        acts = [each for each in loud_acts(vault) if each.action in {OTHER_SETTING, UNSIGNED}]
        return [act_in_words(each) for each in acts]


def release_of(team: Team, *, second: str = "") -> Release:
    facts = {"quarter": QUARTER, "caseloads": [], "questions": [["attended", 74]]}
    return Release(
        "R-1",
        "internal-review",
        "Lead",
        "supervision",
        team.service.clock(),
        "Ana Example",
        "{}",
        json.dumps(facts),
        second_by=second,
    )


def answer_of(team: Team, what: str = "We call") -> question_answers.QuestionAnswer:
    return question_answers.QuestionAnswer(
        QUARTER,
        "attended",
        "under_way",
        what,
        "Cy Example",
        date(2027, 1, 1),
        team.uid("Ana"),
        team.service.clock(),
    )


@pytest.mark.parametrize("how", ["made up", "claimed", "changed", "put back"])
def test_an_answer_counts_where_whoever_it_names_signed_it_as_it_stands(
    team: Team, how: str
) -> None:
    with team.open("Ana") as vault:
        releases.add(vault.service, release_of(team))
        if how != "made up":
            question_answers.answer(vault.service, answer_of(team))
            assert report_questions.open_questions(workspace_for(vault)) == 0
        if how == "put back":
            question_answers.answer(vault.service, answer_of(team, "We write"))
    with by_hand(team, "Ben", "Ana" if how == "claimed" else "") as service:
        forged = answer_of(team, "We call" if how == "put back" else "We stop")
        if how in {"made up", "claimed"}:
            question_answers.answer(service, forged)
        else:
            service.run("UPDATE question_answers SET what = ?", (forged.what,))

    assert [each for each in told(team) if "an answer to a question of a report" in each]
    with team.open("Ana") as vault:
        [line] = report_questions.question_lines(workspace_for(vault))
    assert (line.standing, line.answer) == ("open", None)
    with team.open("Cy") as vault:
        assert report_questions.own_tasks(workspace_for(vault)) == ()


AS_ANOTHER_ACT = "CAST(replace(CAST(entry AS TEXT), 'question_answered', 'opened') AS BLOB)"
NEWEST_ANSWER = "(SELECT max(n) FROM audit WHERE instr(entry, CAST('question_answered' AS BLOB)))"


@pytest.mark.parametrize(
    "spoil",
    [
        f"UPDATE audit SET signature = NULL WHERE n = {NEWEST_ANSWER}",
        f"UPDATE audit SET signature = zeroblob(64) WHERE n = {NEWEST_ANSWER}",
        f"UPDATE audit SET entry = CAST('{{}}' AS BLOB) WHERE n = {NEWEST_ANSWER}",
        f"UPDATE audit SET entry = {AS_ANOTHER_ACT} WHERE n = {NEWEST_ANSWER}",
        f"DELETE FROM audit WHERE n = {NEWEST_ANSWER}",
    ],
)
def test_who_puts_an_older_answer_back_and_spoils_the_newest_is_told_of(
    team: Team, spoil: str
) -> None:
    with team.open("Ana") as vault:
        releases.add(vault.service, release_of(team))
        for what in ("We call", "We write"):
            question_answers.answer(vault.service, answer_of(team, what))
    assert told(team) == []
    with by_hand(team, "Ben") as service:
        service.run("UPDATE question_answers SET what = 'We call'")
        service.run(spoil)

    [words] = told(team)
    assert "an entry of the audit trail in the service file was not as anybody" in words
    assert told(team, "Cy") == [words]


def test_a_quarter_is_closed_by_whoever_signed_it(team: Team) -> None:
    with by_hand(team, "Ben") as service:
        closed = quarters.ClosedQuarter(QUARTER, team.uid("Cy"), service.now())
        quarters.close(service, closed)

    for name in ("Dee", "Cy"):
        with team.open(name) as vault:
            assert figures_ahead(workspace_for(vault)) == ()
    assert [each for each in told(team) if "a closed quarter" in each]
    with team.open("Cy") as vault:
        quarters.close(vault.service, closed)
        [own] = figures_ahead(workspace_for(vault))
    with team.open("Dee") as vault:
        [ahead] = figures_ahead(workspace_for(vault))
    assert (own.closed_by, ahead.closed_by) == ("", "Cy Example")


@pytest.mark.parametrize("how", ["in-her-name", "in-his-own", "of-nobody"])
def test_figures_that_a_caseload_did_not_give_are_told_and_whose_it_is_puts_it_right(
    team: Team, how: str
) -> None:
    cy = team.uid("Cy")
    with team.open("Ana") as vault:
        quarters.close(
            vault.service, quarters.ClosedQuarter(QUARTER, team.uid("Ana"), vault.service.now())
        )
        [caseload] = [each.id for each in vault.header.caseloads if each.owner == cy][:1]
    assert told(team) == []
    of, by = (
        ("f" * 32 if how == "of-nobody" else cy),
        cy if how == "in-her-name" else team.uid("Ben"),
    )
    with by_hand(team, "Ben") as service:
        quarters.give(service, quarters.QuarterFigures(QUARTER, of, by, service.now(), "{}"))

    assert [each for each in told(team) if "a therapist's figures for a report" in each]
    assert "Cy Example" in named_as_missing(team)
    with team.open("Cy") as vault:
        workspace = workspace_for(vault)
        asked = giving.given(workspace, quarter_named(QUARTER), workspace.programme.id)
        assert asked.shown == ()
        giving.give_figures(workspace)
        now = giving.given(workspace, quarter_named(QUARTER), workspace.programme.id)
    assert now.shown == (caseload,)
    assert "Cy Example" not in named_as_missing(team)


def named_as_missing(team: Team) -> tuple[str, ...]:
    """Return whose figures a colleague is told that the quarter lacks."""
    with team.open("Dee") as vault:
        [choice] = giving.closed_quarters(workspace_for(vault))
    return choice.missing


def test_figures_that_were_given_are_not_given_anew_where_somebody_changed_them(
    team: Team,
) -> None:
    with team.open("Cy") as vault:
        workspace = workspace_for(vault)
        closed = quarters.ClosedQuarter(QUARTER, team.uid("Cy"), vault.service.now())
        quarters.close(vault.service, closed)
        giving.give_figures(workspace)
    with by_hand(team, "Ben") as service:
        service.run("UPDATE quarter_figures SET figures = '{}'")
        given = "CAST('quarter_figures_given' AS BLOB)"
        service.run(f"UPDATE audit SET signature = NULL WHERE instr(entry, {given})")
    with team.open("Cy") as vault:
        workspace = workspace_for(vault)
        assert figures_ahead(workspace) == ()
    assert "Cy Example" in named_as_missing(team)


@pytest.mark.parametrize("is_signed", [True, False])
def test_the_ledger_names_who_signed_that_they_approved(team: Team, *, is_signed: bool) -> None:
    second = release_of(team, second="Dee Example")
    if is_signed:
        with team.open("Ana") as vault:
            asked = ("release_asked", "release:R-1")
            with vault.service.change(*asked):
                pass
        with team.open("Dee") as vault:
            releases.add(vault.service, second)
            releases.settle(vault.service, second, "interrupted")
    else:
        with by_hand(team, "Ben") as service:
            releases.add(service, second)

    with team.open("Ana") as vault:
        page = oversight(workspace_for(vault))
    names = "Ana Example and Dee Example" if is_signed else f"{unsigned()} and {unsigned()}"
    assert page.approved == {"R-1": names}


def test_a_readable_copy_names_who_signed_that_they_saved_it(team: Team) -> None:
    with team.open("Ana") as vault:
        releases.add(vault.service, release_of(team))
        own = releases.enter_readable(vault.service, "R-1", "Ana Example", "asked for")
    with by_hand(team, "Ben") as service:
        forged = releases.enter_readable(service, "R-1", "Ana Example", "asked for")

    with team.open("Dee") as vault:
        assert who_saved(vault, own) == "Ana Example"
        assert who_saved(vault, forged) == unsigned()
        assert who_approved(vault, release_of(team)) == "Ana Example"


def test_figures_for_the_lead_name_whose_session_signed_them(team: Team) -> None:
    with team.open("Ana") as vault:
        before = {each.caseload: each.written_by for each in oversight(workspace_for(vault)).lines}
        [one] = [
            each
            for each in caseload_figures.all_figures(vault.service).values()
            if each.written_by == team.uid("Cy")
        ] or [None]
    if one is None:
        with team.open("Cy") as vault:
            one = caseload_figures.CaseloadFigures(
                str(vault.caseload_id),
                vault.service.now(),
                team.uid("Cy"),
                "locked",
                caseload_figures.count(vault.caseload),
            )
            caseload_figures.write(vault.service, [one])
    assert one.figures is not None
    with team.open("Ana") as vault:
        lines = {each.caseload: each.written_by for each in oversight(workspace_for(vault)).lines}
    assert lines[one.caseload] == "Cy Example"
    with by_hand(team, "Ben") as service:
        forged = replace(one, figures=replace(one.figures, overrides=9))
        caseload_figures.write(service, [forged])

    with team.open("Ana") as vault:
        lines = {each.caseload: each.written_by for each in oversight(workspace_for(vault)).lines}
    assert lines[one.caseload] == ""
    assert before.keys() == lines.keys()


def test_a_text_that_a_colleague_approves_in_a_leads_name_is_read_to_nobody(team: Team) -> None:
    with team.open("Ben") as vault:
        bring_into_force(workspace_for(vault), "de")
        [kept] = local_texts.all_texts(vault.service)
    with by_hand(team, "Ben") as service:
        service.run("DELETE FROM local_texts")
        local_texts.save(service, replace(kept, approved_by="Ana Example, clinical lead"))

    with team.open("Ana") as vault:
        workspace = workspace_for(vault)
        versions = {each.version for each in workspace.local_texts if each.id == "de"}
        writing = writing_of(workspace, "de")
    assert kept.version not in versions
    assert writing is not None
    assert (writing.is_approved, writing.kept.approved_by) == (False, "")
    assert [each for each in told(team) if "a text on confidentiality" in each]


def test_a_text_that_somebody_approves_without_leading_is_read_to_nobody(team: Team) -> None:
    for name, counts in (("Ben", False), ("Ana", True)):
        with team.open(name) as vault:
            bring_into_force(workspace_for(vault), "de")
            [kept] = local_texts.all_texts(vault.service)
        with team.open("Dee") as vault:
            workspace = workspace_for(vault)
            versions = {each.version for each in workspace.local_texts if each.id == "de"}
            vault.service.run("DELETE FROM local_texts")
        assert (kept.version in versions) is counts


@pytest.mark.parametrize("what", ["read_by", "objected_by"])
def test_nobody_reads_a_text_again_or_objects_in_a_colleagues_name(team: Team, what: str) -> None:
    now = team.service.clock()
    with team.open("Ben") as vault:
        bring_into_force(workspace_for(vault), "de")
        [kept] = local_texts.all_texts(vault.service)
        vault.service.run("DELETE FROM local_texts")
        draft = replace(kept, approved_by="", approved_at=None, read_by="", read_on=None)
        local_texts.save(vault.service, draft)
    on = {"read_by": {"read_on": now.date()}}.get(
        what, {"objected_on": now.date(), "objection": "No"}
    )
    with by_hand(team, "Ben") as service:
        forged = replace(draft, **{what: "Cy Example"}, **on)
        local_texts.save(service, forged, is_objection=what == "objected_by")

    with team.open("Ana") as vault:
        found = writing_of(workspace_for(vault), "de")
    assert found is not None
    assert (found.kept.read_by, found.kept.objected_by, found.objection) == ("", "", "")
    assert found.needs_reading


def spoil_numbers(service: ServiceFile) -> None:
    service.run(
        "UPDATE settings SET value = ? WHERE key = 'take_home_numbers'", ('{"crisis": "0900"}',)
    )


def settle_without_a_role(service: ServiceFile) -> None:
    settings.save(service, "take_home_numbers", {"crisis": "0900"})
    service.run(
        "UPDATE settings SET value = ? WHERE key = 'kept:take_home_numbers'",
        ('{"crisis": "0800"}',),
    )


def take_away(service: ServiceFile) -> None:
    service.run("DELETE FROM settings WHERE key = 'take_home_numbers'")


@pytest.mark.parametrize("how", [spoil_numbers, settle_without_a_role, take_away])
def test_what_was_settled_by_whoever_may_is_put_back(
    team: Team, how: Callable[[ServiceFile], None]
) -> None:
    with team.open("Ana") as vault:
        settings.save(vault.service, "take_home_numbers", {"crisis": "0800"})
    with by_hand(team, "Ben") as service:
        how(service)

    with team.open("Dee") as vault:
        acts = [act_in_words(each) for each in loud_acts(vault)]
        now = settings.load(vault.service, "take_home_numbers", dict[str, str])
    assert now == {"crisis": "0800"}
    assert len([each for each in acts if "telephone numbers on pages for clients" in each]) == 1
    with team.open("Cy") as vault:
        again = [act_in_words(each) for each in loud_acts(vault)]
    assert len([each for each in again if "telephone numbers on pages" in each]) == 1


@pytest.mark.parametrize(
    "claim", ["roles_changed", "person_added", "people_changed", "keeper_by_continuity"]
)
def test_nobody_gives_themselves_a_role_by_an_entry_that_they_sign(team: Team, claim: str) -> None:
    ben = f"person:{team.uid('Ben')}"
    with team.open("Ana") as vault:
        settings.save(vault.service, "take_home_numbers", {"crisis": "0800"})
    with by_hand(team, "Ben") as service:
        note(service, claim, ben, () if claim == "keeper_by_continuity" else ("keeper", "lead"))
        settings.save(service, "take_home_numbers", {"crisis": "0900"})
        note(service, claim, ben)

    with team.open("Dee") as vault:
        assert settings.load(vault.service, "take_home_numbers", dict[str, str]) != {
            "crisis": "0900"
        }
        told = " ".join(act_in_words(each) for each in loud_acts(vault))
        assert roles_at(vault.service, vault.header, team.uid("Ana"), AFTER_ALL) >= {"lead"}
    assert "Ben Example changed the telephone numbers on pages for clients" in told


def test_what_nobody_settled_who_may_is_not_settled(team: Team) -> None:
    with by_hand(team, "Ben") as service:
        settings.save(service, "take_home_numbers", {"crisis": "0900"})

    with team.open("Dee") as vault:
        assert settings.load(vault.service, "take_home_numbers", dict[str, str]) is None
        [told] = [act_in_words(each) for each in loud_acts(vault)]
    assert "Ben Example changed the telephone numbers on pages for clients" in told
    assert "It does not count" in told


def test_what_nobody_ever_settled_is_taken_out_of_use_as_often_as_it_is_written(
    team: Team,
) -> None:
    for number in ("0900 1", "0900 2"):
        with by_hand(team, "Ben") as service:
            spelt = json.dumps({"crisis": number})
            service.run("INSERT INTO settings VALUES ('take_home_numbers', ?)", (spelt,))

        with team.open("Dee") as vault:
            assert settings.load(vault.service, "take_home_numbers", dict[str, str]) is None


def test_who_may_settle_what_is_the_same_for_record_and_workflows() -> None:
    may = {key: TABLE[SETTINGS[key].may].roles for key in settings.SETTLED}
    everybody = {key for key, roles in may.items() if roles == TABLE["read_packages"].roles}

    assert everybody == settings.BY_EVERYBODY
    others = {key: roles for key, roles in may.items() if key not in everybody}
    assert others == {key: settings.who_settles(key) for key in others}


def test_a_summary_of_a_client_names_nobody_who_did_not_approve_it(team: Team) -> None:
    with by_hand(team, "Ben") as service:
        releases.add(service, release_of(team))
    with team.open("Cy") as vault:
        assert left_of_client(workspace_for(vault), "00" * 16) == ()
        assert who_approved(vault, release_of(team)) == unsigned()


def test_whoever_deletes_how_far_somebody_was_told_hides_nothing(team: Team) -> None:
    with team.open("Dee") as vault:
        note_told(vault)
    with by_hand(team, "Ben") as service:
        settings.save(service, "take_home_numbers", {"crisis": "0900"})
    with by_hand(team, "Ben") as service:
        service.run("DELETE FROM about WHERE key LIKE 'told_up_to:%' OR key LIKE 'last_session:%'")

    with team.open("Dee") as vault:
        told = [act_in_words(each) for each in loud_acts(vault)]
    assert [each for each in told if "Ben Example changed the telephone numbers on pages" in each]


def test_an_entry_without_a_hash_by_somebody_without_a_role_vouches_for_nothing(
    team: Team,
) -> None:
    with by_hand(team, "Ben") as service, service.change("pack_installed", "pack:x") as change:
        change.execute("INSERT INTO settings (key, value) VALUES ('packs', '[]')")

    with team.open("Dee") as vault:
        assert settings.load(vault.service, "packs", list[str]) is None
    assert told(team, "Cy")
