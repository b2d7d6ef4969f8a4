"""Loading: a sound folder becomes a programme, with the frame merged and names resolved."""

from pathlib import Path

import pytest

from programme.definition.parts import Reply, SayLine
from programme.errors import ContentError, MissingForm, UnknownSession
from programme.loading.library import beside_default
from programme.loading.loading import load_programme
from tests.support.programme.programmes import change, programme_of, shelf, write_programme


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_programme(tmp_path)


def test_a_sound_folder_becomes_a_programme(folder: Path) -> None:
    programme = load_programme(folder, shelf())

    assert (programme.id, programme.version, programme.status) == ("tiny", "1.0.0", "draft")
    assert programme.forms == {"consent": 1, "mood": 1, "calm": 1, "week": 2}
    assert programme.clinic_choice == "one"
    assert [gate.id for gate in programme.gates] == ["G1", "G2", "G3"]
    assert [band.label for band in programme.fidelity_bands] == ["high", "talk about it"]


def test_sessions_that_are_not_shipped_stay_planned(folder: Path) -> None:
    programme = load_programme(folder, shelf())

    assert tuple(programme.session_plans) == ("S01", "S02")
    assert programme.planned_sessions == ("S01", "S02", "S03")
    assert programme.planned_session("S03").title == "Third"
    assert programme.phase_of("S03").id == "P2"
    assert programme.modules["M01"].session_ids == ("S01", "S02")


def test_a_name_that_the_course_does_not_have_is_refused(folder: Path) -> None:
    programme = load_programme(folder, shelf())

    with pytest.raises(UnknownSession, match="'S03'"):
        programme.session_plan("S03")
    with pytest.raises(UnknownSession, match="'S99'"):
        programme.phase_of("S99")
    assert programme.session_plan("S01").title == "First"


def test_frame_steps_stand_round_the_sessions_own(folder: Path) -> None:
    plan = load_programme(folder, shelf()).session_plan("S02")

    assert [(step.id, step.from_frame) for step in plan.steps] == [
        ("arrive", True),
        ("talk", False),
        ("leave", True),
    ]
    assert [step.code for step in plan.steps] == ["FR1", "", "FR2"]
    assert [item.id for item in plan.fidelity] == ["FI1"]


def test_the_frame_is_there_once_as_a_text_of_its_own(folder: Path) -> None:
    frame = load_programme(folder, shelf()).frame

    assert frame is not None
    assert (frame.title, frame.version, frame.core_after) == ("Frame", 1, "arrive")
    assert [(step.id, step.from_frame) for step in frame.steps] == [
        ("arrive", True),
        ("leave", True),
    ]
    assert [item.id for item in frame.fidelity] == ["FI1"]
    assert (frame.before, frame.after) == (("Sit down.",), ("Rest.",))
    assert frame.handout.startswith("# Our plan")


def test_what_others_may_do_with_the_words_is_read(folder: Path) -> None:
    assert load_programme(folder, shelf()).licence == ""

    change(folder, "programme.toml", "source = ", 'licence = "CC BY 4.0"\nsource = ')

    assert load_programme(folder, shelf()).licence == "CC BY 4.0"


def test_a_session_without_the_frame_has_its_own_steps_only(folder: Path) -> None:
    plan = load_programme(folder, shelf()).session_plan("S01")

    assert [step.id for step in plan.steps] == ["welcome", "check", "story"]
    assert [item.id for item in plan.fidelity] == ["S01-1"]
    assert plan.step("story").not_skippable_when is not None
    assert plan.step("story").opens_after is not None
    with pytest.raises(KeyError):
        plan.step("arrive")


def test_measures_of_every_session_and_its_own_are_due_once(folder: Path) -> None:
    programme = load_programme(folder, shelf())

    assert programme.session_plan("S01").measures == ("mood", "calm")
    assert programme.session_plan("S02").measures == ("mood", "week")


def test_a_clinic_may_choose_its_brief_measures(folder: Path) -> None:
    programme = load_programme(folder, shelf(), clinic_choice="two")

    assert programme.clinic_choice == "two"
    assert programme.session_plan("S02").measures == ("mood", "calm", "week")


def test_guidance_is_read_part_by_part(folder: Path) -> None:
    guidance = load_programme(folder, shelf()).session_plan("S01").step("welcome").guidance

    assert guidance.purpose == "Know how it is."
    assert guidance.say[0] == SayLine(text='"How are you?"', key=True)
    assert guidance.say[2] == SayLine(text="Wait.")
    assert guidance.listen_for == ("A sigh.", "A smile.", "A pause.")
    assert guidance.if_stuck[0] == Reply(difficulty='"I do not know."', reply='"That is fine."')
    assert guidance.never == ("Hurry.", "Promise a cure.")
    assert guidance.adapt == {"easy_read": "Short words.", "visual": "Draw it."}


def test_what_surrounds_a_session_is_kept(folder: Path) -> None:
    plan = load_programme(folder, shelf()).session_plan("S01")

    assert (plan.before, plan.after, plan.prepares) == (("Sit down.",), ("Rest.",), ("A room",))
    assert plan.evidence[0].checked == "verify"
    assert [link.session for link in plan.links] == ["S02"]
    assert plan.practice[0].private == "Leaves no trace."
    assert plan.split.part_2 == ("story",)
    assert plan.handout.startswith("# Our plan")


def test_tables_of_a_programme_cannot_be_changed(folder: Path) -> None:
    programme = load_programme(folder, shelf())

    with pytest.raises(TypeError):
        programme.session_plans["S09"] = programme.session_plan("S01")


def test_plans_stand_in_the_order_of_the_course(folder: Path) -> None:
    change(folder, "01-begin/module.toml", '"s01-first", "s02-second"', '"s02-second", "s01-first"')

    assert tuple(load_programme(folder, shelf()).session_plans) == ("S01", "S02")


def test_the_first_thing_wrong_is_raised_with_its_place(folder: Path) -> None:
    change(folder, "01-begin/s01-first/session.toml", "minutes = 15", "minuts = 15")

    with pytest.raises(ContentError) as refusal:
        load_programme(folder, shelf())

    error = refusal.value
    assert error.file == "01-begin/s01-first/session.toml"
    assert error.line is not None
    assert str(error).startswith(f"{error.file}, line {error.line}, {error.key}: ")


def test_a_form_that_is_not_installed_is_an_error_of_its_own(folder: Path) -> None:
    change(folder, "programme.toml", "week = 2", "weak = 2")

    with pytest.raises(MissingForm, match='there is no form "weak"; write "week"'):
        load_programme(folder, shelf())


def test_an_approved_programme_says_who_approved_it(folder: Path) -> None:
    change(
        folder,
        "programme.toml",
        'status = "draft"',
        'status = "approved"\napproved_by = "A lead"\napproved_on = 2026-05-01',
    )

    programme = load_programme(folder, shelf())

    assert programme.approved_by == "A lead"
    assert programme.approved_on is not None


def test_a_programme_made_by_hand_knows_its_phases() -> None:
    programme = programme_of()

    assert programme.phase_of("S05").id == "P2"
    assert len(programme.planned_sessions) == 8


def test_what_ships_beside_the_default_programme_is_a_programme_each():
    assert [each.name for each in beside_default()] == ["pps-brief", "pps-consultation"]
