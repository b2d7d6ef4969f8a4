"""The short course and the one conversation: whole, safe as the full course, chosen by people."""

import re
from pathlib import Path
from shutil import copytree

import pytest

from programme.authoring.folder_checks import problems_in
from programme.checks.readability import readability
from programme.course.deviations import extra_allowed
from programme.course.gates import GateFacts, closed_gates
from programme.course.order import course_order, extra_sessions
from programme.definition.requirements import SIGN_NOTE
from programme.errors import ContentError
from programme.loading.loading import load_programme
from session_forms.library import library

MODULES = Path(__file__).parents[2] / "programme" / "modules"
FULL, BRIEF, ONCE = MODULES / "pps-core", MODULES / "pps-brief", MODULES / "pps-consultation"
BOTH = (BRIEF, ONCE)
FORMS = library.installed()
COURSE = load_programme(BRIEF, FORMS)
SHORT, CLOSE = "T-SHORT", "T-CLOSE"
SESSIONS = ("S01", "S02", "BC3", "BC4", "BC5", "BC6", "BC7")
TOGETHER = ("BP1", "BP2")
S01, S02 = "m01-starting-together/s01-welcome-limits-agreement", "m02-staying-safe/s02-two-plans"
SAME = (
    "frame/frame.toml",
    "frame/therapist.md",
    "frame/handout.md",
    *(f"{folder}/{name}" for folder in (S01, S02) for name in ("therapist.md", "handout.md")),
)
OTHERWISE = (
    (
        "Watch at session 4, review at sessions 6 and 10.",
        "In seven meetings it is looked at from BC3 on, and",
    ),
    ("We meet weekly for about twenty weeks.", "We meet weekly, seven times."),
    ("Twenty weeks is too long.", "Seven times is too few."),
)
"""Lines of the full course that speak of its length, and how the short one says it."""
HANDOUTS = [path for folder in BOTH for path in sorted(folder.rglob("handout.md"))]
GUIDES = [path for folder in BOTH for path in sorted(folder.rglob("therapist.md"))]


def meeting(path: Path) -> str:
    return path.parent.name


@pytest.mark.parametrize("folder", BOTH, ids=lambda folder: folder.name)
def test_nothing_is_wrong_with_them(folder: Path) -> None:
    assert problems_in(folder, FORMS) == ()


def test_one_conversation_has_an_hour_and_half_an_hour_and_says_its_limits_first() -> None:
    course = load_programme(ONCE, FORMS)

    assert {each.id: each.minutes for each in course.session_plans.values()} == {"K1": 60, "K2": 30}
    first, *later = course.session_plan("K1").steps
    assert (first.form_id, first.skippable) == ("limits", "never")
    assert all(step.opens_after for step in later[:2])
    for plan in course.session_plans.values():
        assert "risk-check" in [step.form_id for step in plan.steps], plan.id
        assert sum(step.minutes for step in plan.steps) == plan.minutes


def test_it_has_seven_meetings_of_an_hour_and_two_for_somebody_close() -> None:
    assert course_order(COURSE, SHORT) == SESSIONS
    assert extra_sessions(COURSE) == set(TOGETHER)
    for plan in COURSE.session_plans.values():
        assert sum(step.minutes for step in plan.steps) == plan.minutes == 60, plan.id


@pytest.mark.parametrize("name", ["therapist.md", "handout.md"])
def test_the_shared_steps_of_one_conversation_are_those_of_the_full_course(name: str) -> None:
    full, once = (folder.joinpath("frame", name).read_text() for folder in (FULL, ONCE))

    assert once == full, "copy this file from pps-core"


@pytest.mark.parametrize("path", SAME)
def test_the_shared_steps_and_the_first_two_meetings_are_those_of_the_full_course(
    path: str,
) -> None:
    full, brief = ((folder / path).read_text().splitlines() for folder in (FULL, BRIEF))

    assert len(full) == len(brief)
    for ours, theirs in zip(full, brief, strict=True):
        swapped = any(old in ours and new in theirs for old, new in OTHERWISE)
        assert ours == theirs or swapped, f"copy this line from pps-core: {ours}"


@pytest.mark.parametrize("session", ["S01", "S02"])
def test_their_steps_and_what_is_rated_are_those_of_the_full_course(session: str) -> None:
    full = load_programme(FULL, FORMS).session_plan(session)
    brief = COURSE.session_plan(session)

    assert [each.model_copy(update={"guidance": None}) for each in brief.steps] == [
        each.model_copy(update={"guidance": None}) for each in full.steps
    ]
    assert brief.fidelity == full.fidelity


def test_with_nothing_recorded_the_gates_keep_the_way_closed() -> None:
    closed = {
        point: [gate.id for gate in closed_gates(COURSE, point, GateFacts(), SHORT)]
        for point in SESSIONS
    }

    assert closed["S01"] == []
    assert closed["S02"] == ["G0", "G1"]
    assert closed["BC3"] == ["G0", "G1", "G2"]
    assert closed["BC4"] == ["G0", "G1", "G2", "G3"]
    assert closed["BC7"] == ["G0", "G1", "G2", "G3", "G4"]
    open_alert = GateFacts(unacknowledged_alerts=1, overridden=frozenset({"G7"}))
    assert [each.id for each in closed_gates(COURSE, SIGN_NOTE, open_alert)] == ["G7"]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("frame/frame.toml", 'form = "risk-check"\nskippable = "never"', 'skippable = "never"'),
        ("frame/frame.toml", '"risk-check"\nskippable = "never"', '"risk-check"\nskippable = "x"'),
        (f"{S01}/session.toml", 'form = "risk-check"\n', ""),
        ("programme.toml", 'id = "G0"\nkind = "hard"', 'id = "G0"\nkind = "soft"'),
        ("programme.toml", 'requires = [{ alerts = "acknowledged_with_action" }]', "requires = []"),
        ("programme.toml", "overridable = false", "overridable = true"),
        ("programme.toml", '"acknowledged_with_action" }]\noverridable = false', '"x" }]'),
    ],
)
def test_without_what_keeps_people_safe_it_is_refused(
    tmp_path: Path, path: str, old: str, new: str
) -> None:
    folder = copytree(BRIEF, tmp_path / "brief")
    text = (folder / path).read_text()
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1))

    with pytest.raises(ContentError):
        load_programme(folder, FORMS)


def test_whether_it_fits_is_told_by_facts_and_by_no_score() -> None:
    assert {"X5", "X6", "X8", "X10"} <= {each.id for each in COURSE.exclusions}
    for each in COURSE.exclusions:
        assert not re.search(
            r"\bscore|\bPHQ|\brisk score|\bpoints\b|\d", each.rule.replace("18", "")
        )


def test_it_is_asked_three_times_whether_it_fits() -> None:
    asked = {
        plan.id
        for plan in COURSE.session_plans.values()
        for step in plan.steps
        for line in step.guidance.say
        if "longer course" in line.text or "longer one" in line.text
    }

    assert asked == {"BC3", "BC5", "BC7"}


def test_nobody_comes_along_before_the_client_said_yes_alone() -> None:
    first, *others = (
        step
        for session in TOGETHER
        for step in COURSE.session_plan(session).steps
        if not step.from_frame
    )

    assert (first.form_id, first.opens_after) == ("telling-someone", None)
    for step in others:
        asked = step.opens_after
        assert asked is not None
        assert (asked.form, asked.question, asked.equals) == (
            "telling-someone",
            "joint_talk",
            "yes",
        )
        assert step.skippable == "with_reason", "a no must leave a way through the meeting"


def test_meetings_with_somebody_close_are_allowed_on_their_track_alone() -> None:
    assert extra_allowed(COURSE, CLOSE) == len(TOGETHER)
    assert extra_allowed(COURSE, SHORT) == 0


@pytest.mark.parametrize(
    "handout", sorted(BRIEF.rglob("handout.md")), ids=lambda path: path.parent.name
)
def test_a_page_to_take_home_is_easy_to_read(handout: Path) -> None:
    measured = readability(handout.read_text())

    assert measured.grade <= 3
    assert measured.longest <= 25


@pytest.mark.parametrize(
    "guide", sorted(BRIEF.rglob("therapist.md")), ids=lambda path: path.parent.name
)
def test_what_a_therapist_reads_comes_in_short_sentences(guide: Path) -> None:
    lengths = [
        len(sentence.split())
        for line in guide.read_text().splitlines()
        for sentence in re.split(r"(?<=[.!?])\s+", line)
        if sentence.strip()
    ]

    assert max(lengths) <= 40
    assert sum(lengths) / len(lengths) <= 18


@pytest.mark.parametrize("folder", BOTH, ids=lambda folder: folder.name)
def test_the_new_meetings_say_little_twice(folder: Path) -> None:
    shingles: list[tuple[str, ...]] = []
    for guide in folder.rglob("therapist.md"):
        lines = guide.read_text().lower().splitlines()
        own = [line for line in lines if "**key.**" not in line]  # those are the same on purpose
        words = re.findall(r"[a-z']+", "\n".join(own))
        shingles += [tuple(words[at : at + 8]) for at in range(len(words) - 7)]
    again = len(shingles) - len(set(shingles))

    assert again / len(shingles) <= 0.015
