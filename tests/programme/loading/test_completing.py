"""A course that lacks what keeps people safe is completed for who is under way in it."""

from dataclasses import replace
from pathlib import Path

import pytest

from programme.course.gates import GateFacts, closed_gates
from programme.definition.requirements import SIGN_NOTE, asks_what_was_said_back
from programme.errors import ContentError
from programme.loading.completing import OWN, completed, is_safety_check, load_completed
from programme.loading.loading import load_programme
from programme.source_files.content import ContentFolder
from session_forms.library.library import FormLibrary
from tests.support.programme.lacking import (
    COURSE,
    FIRST,
    FRAME,
    PASSED_BY,
    TELLS,
    WAITS,
    WITHOUT,
    second_in_a_phase_of_its_own,
)
from tests.support.programme.programmes import change, shelf, write_programme

EDITS = [
    edit
    for edits in WITHOUT.values()
    for edit in edits
    if edit[0] in (COURSE, FIRST, FRAME) and "brief" not in edit[2]  # no word of a file at all
]


@pytest.fixture
def whole(tmp_path: Path):
    return load_programme(write_programme(tmp_path / "whole"), shelf())


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit[0]}: {edit[2][:30]}")
def test_whatever_it_lacks_is_there_for_who_is_under_way(tmp_path, whole, edit) -> None:
    folder = write_programme(tmp_path / "lacking")
    change(folder, *edit)
    with pytest.raises(ContentError):
        load_programme(folder, shelf())

    found = load_completed(ContentFolder(folder), shelf(), whole)

    for plan in found.session_plans.values():
        checks = [each for each in plan.steps if is_safety_check(found, shelf(), each)]
        assert len(checks) == 1, plan.id
        steps = [each.id for each in plan.steps]
        assert sorted((*plan.split.part_1, *plan.split.part_2)) == sorted(steps)
        assert len(set(steps)) == len(steps)
    second = found.planned_sessions[1]
    assert any(
        "consent" in {asked.form for asked in gate.requires if hasattr(asked, "form")}
        for gate in closed_gates(found, second, GateFacts())
        if gate.kind == "hard"
    )
    signed = closed_gates(found, SIGN_NOTE, GateFacts(unacknowledged_alerts=1))
    assert any(not gate.overridable and gate.kind == "hard" for gate in signed)
    assert len({gate.id for gate in found.gates}) == len(found.gates)


def test_limits_that_a_track_goes_round_are_asked_for_in_every_track(tmp_path, whole) -> None:
    folder = second_in_a_phase_of_its_own(tmp_path / "lacking")

    found = load_completed(ContentFolder(folder), shelf(), whole)

    for track in ("", "T1"):
        closed = {gate.id: gate for gate in closed_gates(found, "S03", GateFacts(), track)}
        assert not closed[f"{OWN}-limits"].overridable


def test_a_gate_that_a_supervisor_may_open_opens_all_but_the_limits(tmp_path, whole) -> None:
    folder = write_programme(tmp_path / "lacking")
    change(folder, COURSE, PASSED_BY, PASSED_BY.replace("false", "true"))

    found = load_completed(ContentFolder(folder), shelf(), whole)

    passed = GateFacts(overridden=frozenset({"G1", f"{OWN}-G1"}))
    [limits] = closed_gates(found, "S02", passed)
    [asked] = limits.requires
    assert asks_what_was_said_back(asked)
    before = replace(passed, limits_told_before=True)
    assert closed_gates(found, "S02", before) == ()


def test_what_has_it_all_stays_as_it_is(whole) -> None:
    assert completed(whole, shelf(), whole) == whole


def test_its_own_steps_and_words_stay_and_what_was_put_in_is_named_as_that(tmp_path, whole) -> None:
    folder = write_programme(tmp_path / "lacking")
    change(folder, COURSE, 'before = "sign_note"', 'before = "S03"')

    found = load_completed(ContentFolder(folder), shelf(), whole)

    assert found.session_plans == whole.session_plans
    [put_in] = (gate for gate in found.gates if gate.id.startswith(OWN))
    assert put_in.before == SIGN_NOTE


def test_the_first_check_waits_for_the_limits(tmp_path, whole) -> None:
    folder = write_programme(tmp_path / "lacking")
    change(folder, FIRST, WAITS, 'form = "week"\nskippable = "never"\n')

    found = load_completed(ContentFolder(folder), shelf(), whole)

    assert found.session_plans == whole.session_plans


def test_a_first_session_that_tells_no_limits_stays_as_it_is(tmp_path, whole) -> None:
    folder = write_programme(tmp_path / "lacking")
    change(folder, FIRST, TELLS, TELLS.replace("consent", "mood"))

    found = load_completed(ContentFolder(folder), shelf(), whole)

    assert [each.form_id for each in found.session_plan("S01").steps] == ["mood", "week", None]


def test_what_else_is_wrong_is_mended_by_nobody(tmp_path, whole) -> None:
    folder = write_programme(tmp_path / "lacking")
    change(folder, FRAME, "minutes = ", "minutes = 1")

    with pytest.raises(ContentError):
        load_completed(ContentFolder(folder), shelf(), whole)


def test_a_folder_without_its_file_is_mended_by_nobody(tmp_path, whole) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(ContentError):
        load_completed(ContentFolder(tmp_path / "empty"), FormLibrary(()), whole)
