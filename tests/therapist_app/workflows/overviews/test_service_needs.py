"""What a service still needs: for each person what is theirs, and what waits for whom."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.programme.local_texts import whole_answers
from tests.support.record.records import lay_out
from tests.support.record.safekeeping import back_up_quietly
from tests.support.record.sheets import replace_continuity
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.desks import alone_at_desk, at_desk
from tests.support.workflows.workspaces import open_workplace, workspace_for
from therapist_app.form_widgets.needs_card import title_of
from therapist_app.record.backups import backup_list
from therapist_app.record.keyring.covering import grant_cover, seal_with_continuity
from therapist_app.record.service import releases
from therapist_app.record.service_model import Release
from therapist_app.workflows.content.signing_off import sign_off
from therapist_app.workflows.content.writing_local_texts import approve, begin, read_again, write
from therapist_app.workflows.exporting.report_questions import Answer, answer_question
from therapist_app.workflows.overviews.service_needs import ServiceNeeds, service_needs
from therapist_app.workflows.packs_in_use import PackProblem, PacksInUse
from therapist_app.workflows.people.agreeing_to_sheets import (
    agree_to,
    decline_sheet,
    sheets_to_answer,
)
from therapist_app.workflows.policies import retaining
from therapist_app.workflows.policies.page_numbers import PageNumbers, settle_numbers
from therapist_app.workflows.safekeeping import looking_at_places, safekeeping
from therapist_app.workflows.workspace import Workspace

DAY = timedelta(days=1)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Ana keeps the service and treats, Ben treats, Lea leads, Kim keeps."""
    return lay_out_team(tmp_path, Ben=("therapist",), Lea=("lead",), Kim=("keeper",))


def kinds(team: Team, name: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return what a person may settle, and what waits for whom besides."""
    with at_desk(team, name) as workspace:
        found = service_needs(workspace)
    return [each.kind for each in found.mine], [(each.kind, each.whose) for each in found.others]


def write_whole(workspace: Workspace) -> None:
    begin(workspace, "de")
    for key, words in whole_answers().items():
        write(workspace, "de", key, words)


def test_a_new_service_is_told_all_of_it_and_a_therapist_what_waits_for_others(team: Team) -> None:
    assert kinds(team, "Lea") == (["text_begin", "programme", "backup", "retention", "numbers"], [])
    assert kinds(team, "Kim") == (["text_begin", "programme", "backup", "retention", "numbers"], [])
    assert kinds(team, "Ben") == (
        ["text_begin"],
        [
            ("programme", "keeper_or_lead"),
            ("backup", "keeper_or_lead"),
            ("retention", "keeper_or_lead"),
            ("numbers", "keeper_or_lead"),
        ],
    )


def test_the_text_goes_from_hand_to_hand(team: Team) -> None:
    def first(name: str) -> tuple[str, bool, str]:
        with at_desk(team, name) as workspace:
            need = service_needs(workspace).needs[0]
        return need.kind, need.is_mine, need.whose

    with at_desk(team, "Ana") as ana:
        begin(ana, "de")
        need = service_needs(ana).needs[0]
        assert (need.kind, need.subject, need.done, need.of) == ("text_write", "de", 0, 9)
        write_whole(ana)
    assert first("Ana") == ("text_read", False, "reader")
    assert first("Ben") == ("text_read", True, "reader")
    with at_desk(team, "Ben") as ben:
        read_again(ben, "de")
    assert first("Ben") == ("text_approve", False, "lead")
    assert first("Lea") == ("text_approve", True, "lead")
    with at_desk(team, "Lea") as lea:
        approve(lea, "de", lea.today() + 100 * DAY)
    assert first("Lea")[0] == "programme"

    team.service.clock.advance(80 * DAY.total_seconds())
    assert first("Ben") == ("text_expires", True, "lead")
    team.service.clock.advance(40 * DAY.total_seconds())
    assert first("Ben") == ("text_ended", True, "lead")
    with at_desk(team, "Ben") as ben:
        needs = service_needs(ben).needs
        begin(ben, "de")
    assert [each.kind for each in needs if each.kind.startswith("text_")] == ["text_ended"]
    assert needs[0].subject == "de"
    assert title_of(needs[0]) == "The text on confidentiality ended on 10 June 2026"
    assert first("Ben")[0] == "text_read"


def test_nothing_is_told_once_all_is_done(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_desk(team, "Ana") as ana:
        write_whole(ana)
    with at_desk(team, "Lea") as lea:
        read_again(lea, "de")
        approve(lea, "de", lea.today() + 100 * DAY)
        sign_off(lea, lea.programme, "Lead")
        retaining.approve(lea, 10, "The law of the place")
        settle_numbers(lea, PageNumbers("112", "116", "555 01", "555 02", "9 to 17"))
        (tmp_path / "stick").mkdir()
        safekeeping.choose_second_place(lea.vault, str(tmp_path / "stick"))
        back_up_quietly(lea.vault)
        looking_at_places.look_now(lea.vault)
        assert [each.kind for each in service_needs(lea).needs] == ["backup_chosen"]
        monkeypatch.setattr(backup_list, "are_on_one_disk", lambda _one, _other: False)
        back_up_quietly(lea.vault)
        looking_at_places.look_now(lea.vault)
        assert service_needs(lea) == ServiceNeeds(())

        team.service.clock.advance(15 * DAY.total_seconds())
        assert [each.kind for each in service_needs(lea).needs] == ["backup_older"]


def test_a_copy_that_is_being_made_for_the_second_place_is_not_asked_for(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    with at_desk(team, "Kim") as kim:
        kim.vault.backup_under_way = True
        assert "backup" in [each.kind for each in service_needs(kim).needs]
        safekeeping.choose_second_place(kim.vault, str(tmp_path / "stick"))
        looking_at_places.look_now(kim.vault)
        assert "backup_chosen" in [each.kind for each in service_needs(kim).needs], (
            "on the same disk"
        )
        monkeypatch.setattr(backup_list, "are_on_one_disk", lambda _one, _other: False)
        looking_at_places.look_now(kim.vault)
        assert "backup_chosen" not in [each.kind for each in service_needs(kim).needs]
        (tmp_path / "stick").rename(tmp_path / "drawer")
        looking_at_places.look_now(kim.vault)
        assert "backup_chosen" in [each.kind for each in service_needs(kim).needs], (
            "nothing gets there"
        )
        (tmp_path / "drawer").rename(tmp_path / "stick")
        looking_at_places.look_now(kim.vault)
        kim.vault.backup_under_way = False
        assert "backup_chosen" in [each.kind for each in service_needs(kim).needs]


def test_a_keeper_is_asked_for_a_drill_once_there_is_a_second_place_and_it_is_due(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    monkeypatch.setattr(backup_list, "are_on_one_disk", lambda _one, _other: False)
    team.service.clock.advance(40 * DAY.total_seconds())
    with at_desk(team, "Kim") as kim:
        assert "drill" not in [each.kind for each in service_needs(kim).needs]
        safekeeping.choose_second_place(kim.vault, str(tmp_path / "stick"))
        back_up_quietly(kim.vault)
        mine = [each.kind for each in service_needs(kim).needs]
        team.service.clock.advance(15 * DAY.total_seconds())
        kim.vault.backup_under_way = True
        assert "drill" in [each.kind for each in service_needs(kim).needs], "a copy is on its way"
    with at_desk(team, "Lea") as lea:
        assert "drill" not in [each.kind for each in service_needs(lea).needs]

    assert "drill" in mine
    assert "backup" not in mine


def test_a_continuity_sheet_of_an_earlier_version_is_told_to_keepers_and_owners_until_changed(
    team: Team,
) -> None:
    with team.open("Ana") as vault:
        vault.write_statement(replace(vault.header, continuity_verify=None))

    assert "sheet_older" in kinds(team, "Ana")[0]
    assert "sheet_older" in kinds(team, "Kim")[0]
    assert ("sheet_older", "keeper") in kinds(team, "Ben")[1]
    assert "sheet_older" not in [each[0] for each in kinds(team, "Lea")[1]], "she has no clients"

    with team.open("Ana") as vault:
        replace_continuity(vault, team.continuity)
    assert "sheet_older" not in kinds(team, "Kim")[0]
    assert "sheet_older" not in [each[0] for each in kinds(team, "Ben")[1]]


def test_a_continuity_sheet_that_was_used_is_told_until_a_new_one_is_made(team: Team) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Ben"), team.uid("Ana"), vault.day_of_covers())
        seal_with_continuity(vault, team.uid("Ben"), team.continuity)

    assert "sheet_used" in kinds(team, "Ana")[0]
    assert ("sheet_used", "keeper") in kinds(team, "Ben")[1]

    with team.open("Ana") as vault:
        replace_continuity(vault, team.continuity)
    assert "sheet_used" not in kinds(team, "Ana")[0]
    assert "sheet_used" not in [each[0] for each in kinds(team, "Ben")[1]]


def test_who_said_no_to_the_continuity_sheet_is_told_until_they_agree(team: Team) -> None:
    team.visit("Ben")
    with team.open("Ana") as vault:
        replace_continuity(vault)
    assert "sheet_declined" not in kinds(team, "Ben")[0], "they are asked at sign-in"
    with team.open("Ben") as vault:
        [asked] = sheets_to_answer(vault)
        decline_sheet(vault, asked)

    assert "sheet_declined" in kinds(team, "Ben")[0]
    assert "sheet_declined" not in kinds(team, "Kim")[0]

    with team.open("Ben") as vault:
        agree_to(vault, asked)
    assert "sheet_declined" not in kinds(team, "Ben")[0]


def test_a_service_without_a_continuity_sheet_is_told_until_it_has_one(tmp_path: Path) -> None:
    real = lay_out(tmp_path, practice=False, continuity=False)
    with real.open() as vault:
        assert "sheet_none" in [each.kind for each in service_needs(workspace_for(vault)).mine]
        replace_continuity(vault)
        assert "sheet_none" not in [each.kind for each in service_needs(workspace_for(vault)).mine]


def test_numbers_that_are_there_are_counted(team: Team) -> None:
    with at_desk(team, "Lea") as lea:
        settle_numbers(lea, PageNumbers(emergency_number="112", clinic_phone="555 01"))
        need = service_needs(lea).needs[-1]

    assert (need.kind, need.done, need.of) == ("numbers", 2, 5)


def test_a_pack_that_cannot_be_used_waits_too(team: Team) -> None:
    with at_desk(team, "Ben") as ben:
        spoilt = PacksInUse(problems=(PackProblem("forms ours 1.0", "missing"),))
        found = service_needs(replace(ben, packs=spoilt))

    assert next(each.kind for each in found.without(("programme",)).others) == "packs"


def test_a_service_without_a_lead_is_known(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path)
    with at_desk(team, "Ana") as ana:
        assert not service_needs(ana).has_lead


def test_whoever_works_alone_is_told_before_writing_that_it_takes_another_day(
    tmp_path: Path,
) -> None:
    with alone_at_desk(tmp_path) as alone:

        def first() -> tuple[str, bool]:
            need = service_needs(alone.workspace).needs[0]
            return need.kind, need.is_mine

        assert first() == ("text_begin_alone", True)
        write_whole(alone.workspace)
        assert first() == ("text_read_alone", True)

        alone.clock.advance(DAY.total_seconds())
        assert first() == ("text_read_again", True)


def test_practice_needs_nothing(tmp_path: Path) -> None:
    with open_workplace(tmp_path) as work:
        assert service_needs(work.workspace).needs == ()

        release_that_asks(work.workspace, "Ana")

        [need] = service_needs(work.workspace).needs
        assert (need.kind, need.whose, need.of) == ("questions", "lead", 1)


def release_that_asks(workspace: Workspace, by: str) -> None:
    """Let somebody have released a report that asked one question."""
    noted = {"quarter": "2026-Q1", "caseloads": [], "questions": [["attended", 74]]}
    release = Release(
        id="R-1",
        profile="internal-review",
        recipient="Clinical lead",
        purpose="supervision",
        made_at=workspace.now(),
        approved_by=by,
        manifest="{}",
        unprotected=json.dumps(noted),
    )
    releases.add(workspace.service, release)


def test_a_question_of_a_report_waits_for_a_lead_and_is_told_to_who_may_read_it(
    team: Team,
) -> None:
    with at_desk(team, "Ben") as workspace:
        release_that_asks(workspace, "Ben")

    assert "questions" in kinds(team, "Lea")[0]
    assert ("questions", "lead") in kinds(team, "Ben")[1]
    mine, others = kinds(team, "Kim")
    assert "questions" not in mine
    assert ("questions", "lead") not in others


def test_an_answer_past_its_day_waits_for_a_lead(team: Team) -> None:
    with at_desk(team, "Lea") as workspace:
        release_that_asks(workspace, "Lea")
        yesterday = workspace.today() - timedelta(days=1)
        answer = Answer("Text the day before", "Ben", yesterday)
        answer_question(workspace, "2026-Q1/attended", answer)

    mine, _others = kinds(team, "Lea")
    assert "answers_late" in mine
    assert "questions" not in mine
    assert ("answers_late", "lead") in kinds(team, "Ben")[1]
