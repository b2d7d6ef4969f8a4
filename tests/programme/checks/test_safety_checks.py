"""A course that lacks what keeps people safe is refused, with file, line and what to write."""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from programme.definition.definition import Programme
from programme.errors import ContentError
from programme.loading.loading import load_programme
from session_forms.library.library import FormLibrary
from tests.support.programme.lacking import (
    COURSE,
    FIRST,
    FRAME,
    PASSED_BY,
    SAID_BACK,
    SIGNED_OVER,
    TELLS,
    WAITS,
    WITHOUT,
    Edit,
    second_in_a_phase_of_its_own,
)
from tests.support.programme.programmes import (
    ASKED_OF_BOTH,
    change,
    form,
    shelf,
    write_programme,
)
from tests.support.sampling import sampled


def refused(folder: Path, forms: FormLibrary | None = None) -> ContentError:
    with pytest.raises(ContentError) as told:
        load_programme(folder, forms or shelf())
    return told.value


def test_the_tiny_course_has_all_four(tmp_path: Path) -> None:
    assert load_programme(write_programme(tmp_path), shelf()).id == "tiny"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('form = "week"\nskippable = "never"', 'form = "week"\nskippable = "with_reason"'),
        ('form = "week"\n', ""),
        ('form = "week"\n', 'form = "mood"\n'),
    ],
)
def test_shared_steps_without_a_safety_check_are_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    change(write_programme(tmp_path), "frame/frame.toml", old, new)

    error = refused(tmp_path)

    assert error.file == "frame/frame.toml"
    assert "safety and children's" in str(error)


def test_a_check_that_asks_of_one_alone_is_none(tmp_path: Path) -> None:
    asked = {
        "id": "note",
        "kind": "yes_no",
        "prompt": "Well?",
        "alerts": (
            {"stream": "suicide", "level": "act", "when": {"equals": False}, "states": "Said no."},
        ),
    }
    kept = [shelf().latest(name) for name in ("consent", "mood", "calm")]
    forms = FormLibrary((*kept, form("week", asked, version=2)))

    assert "safety and children's" in str(refused(write_programme(tmp_path), forms))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "G1"\nkind = "hard"', 'id = "G1"\nkind = "soft"'),
        ('before = "S02"', 'before = "S03"'),
        ('before = "S02"', 'before = "P2"'),
        (PASSED_BY, PASSED_BY.replace("false", "true")),
        (PASSED_BY, PASSED_BY.removesuffix("\noverridable = false")),
    ],
)
def test_limits_that_no_hard_gate_asks_for_in_time_are_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    change(write_programme(tmp_path), "programme.toml", old, new)

    assert "limits of confidentiality" in str(refused(tmp_path))


@pytest.mark.parametrize(
    "new",
    [
        "",
        SAID_BACK.replace("true", "false"),
        SAID_BACK.replace('"teach_back"', '"told"'),
        SAID_BACK.replace("true }", "true, filled_at_least = 1 }"),
    ],
    ids=["not asked", "asked for a no", "another question", "said back once, whatever came after"],
)
def test_a_gate_that_does_not_ask_whether_they_were_said_back_is_none_for_the_limits(
    tmp_path: Path, new: str
) -> None:
    change(write_programme(tmp_path), "programme.toml", SAID_BACK, new)

    assert "limits of confidentiality" in str(refused(tmp_path))


def test_limits_that_a_track_goes_round_are_refused(tmp_path: Path) -> None:
    course = second_in_a_phase_of_its_own(tmp_path)

    assert "limits of confidentiality" in str(refused(course))

    change(course, COURSE, 'bring_forward = [{ module = "M02", after = "S01" }]', "")
    assert load_programme(course, shelf()).id == "tiny"


def test_limits_that_come_after_an_earlier_phase_are_refused(tmp_path: Path) -> None:
    begin = '    { id = "P1", title = "Begin", modules = ["M01"] },\n'
    later = '    { id = "P2", title = "Go on", modules = ["M02"] },\n'
    change(write_programme(tmp_path), COURSE, begin + later, later + begin)

    assert "limits of confidentiality" in str(refused(tmp_path))


def test_a_gate_of_another_form_is_none_for_the_limits(tmp_path: Path) -> None:
    plain = shelf().latest("consent").model_copy(update={"needs_local_text": False})
    kept = [shelf().latest(name) for name in ("mood", "calm", "week")]

    error = refused(write_programme(tmp_path), FormLibrary((plain, *kept)))

    assert "limits of confidentiality" in str(error)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SIGNED_OVER, SIGNED_OVER.replace("false", "true")),
        ('id = "G3"\nkind = "hard"', 'id = "G3"\nkind = "soft"'),
        ('before = "sign_note"', 'before = "S03"'),
    ],
)
def test_a_signature_that_an_open_alert_does_not_hold_is_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    change(write_programme(tmp_path), "programme.toml", old, new)

    assert "answer to every alert" in str(refused(tmp_path))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('form = "week"\nskippable = "never"', 'form = "week"\nskippable = "with_reason"'),
        ('form = "week"\n', ""),
        ('form = "week"\n', 'form = "mood"\n'),
    ],
)
def test_a_session_without_the_shared_steps_and_a_check_of_its_own_is_refused(
    tmp_path: Path, old: str, new: str
) -> None:
    change(write_programme(tmp_path), FIRST, old, new)

    error = refused(tmp_path)

    assert error.file == FIRST
    assert "has no safety check of its own" in str(error)


def test_a_critical_question_that_may_be_left_open_is_refused(tmp_path: Path) -> None:
    open_to_all = form("week", {**ASKED_OF_BOTH, "required": False}, version=2)
    kept = [shelf().latest(name) for name in ("consent", "mood", "calm")]

    error = refused(write_programme(tmp_path), FormLibrary((*kept, open_to_all)))

    assert (error.file, error.key) == ("frame/frame.toml", "steps[0].form")
    assert '"note" of week can open an alert and may be left open' in str(error)


MILD = {
    "id": "mild",
    "kind": "yes_no",
    "prompt": "And?",
    "required": True,
    "alerts": ({"stream": "suicide", "level": "watch", "when": {"equals": True}, "states": "So."},),
}


def checked(folder: Path, *asked: Mapping[str, object]) -> Programme:
    """Return a course whose safety check asks these questions; loading refuses it otherwise."""
    kept = [shelf().latest(name) for name in ("consent", "mood", "calm")]
    forms = FormLibrary((*kept, form("week", *asked, version=2)))
    return load_programme(write_programme(folder), forms)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"required": False, "required_when": {"question": "mild", "equals": True}}, "left open"),
        ({"shown_when": {"question": "mild", "equals": True}}, "may be hidden"),
        ({"shown_when": {"first_use": False}}, "may be hidden"),
        ({"cannot_tell": True}, '"cannot tell" opens no alert'),
        ({"can_decline": True}, "declining opens no alert"),
    ],
)
def test_a_critical_question_that_can_be_got_round_is_refused(
    tmp_path: Path, changed: Mapping[str, object], said: str
) -> None:
    with pytest.raises(ContentError, match=said) as told:
        checked(tmp_path, MILD, {**ASKED_OF_BOTH, **changed})

    assert told.value.line is not None
    assert told.value.to_do


def narrowed(*alerts: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    """Return alerts that open only while one of them is open already."""
    return tuple({**each, "only_if": {"open_alert": "suicide"}} for each in alerts)


def test_an_alert_that_opens_at_times_alone_lets_nobody_pass_by_saying_cannot_tell(
    tmp_path: Path,
) -> None:
    at_times = {"stream": "suicide", "level": "urgent", "when": {"cannot_tell": True}}
    alerts = (*ASKED_OF_BOTH["alerts"], *narrowed({**at_times, "states": "So."}))

    with pytest.raises(ContentError, match='"cannot tell" opens no alert'):
        checked(tmp_path, {**ASKED_OF_BOTH, "cannot_tell": True, "alerts": alerts})


def test_a_check_whose_urgent_alerts_open_at_times_alone_is_none(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="an urgent alert for each"):
        checked(tmp_path, {**ASKED_OF_BOTH, "alerts": narrowed(*ASKED_OF_BOTH["alerts"])})


def test_what_is_asked_of_the_time_since_the_last_meeting_may_wait_for_the_second(
    tmp_path: Path,
) -> None:
    later = {**MILD, "shown_when": {"first_use": False}}

    assert checked(tmp_path, ASKED_OF_BOTH, later).id == "tiny"


def test_a_check_without_an_urgent_alert_for_each_is_none(tmp_path: Path) -> None:
    calmer = tuple({**each, "level": "act"} for each in ASKED_OF_BOTH["alerts"])

    with pytest.raises(ContentError, match="an urgent alert for each"):
        checked(tmp_path, {**ASKED_OF_BOTH, "alerts": calmer})


def test_a_step_that_tells_the_limits_and_may_be_left_out_is_refused(tmp_path: Path) -> None:
    course = write_programme(tmp_path)
    change(
        course,
        FIRST,
        'form = "consent"\nskippable = "never"',
        'form = "consent"\nskippable = "with_reason"',
    )

    error = refused(course)

    assert error.file == FIRST
    assert "the limits of confidentiality are told in this step" in str(error)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (WAITS, 'form = "week"\nskippable = "never"\n', 'the step "check" may be held before'),
        (TELLS, TELLS.replace("consent", "mood"), "no step of the first session tells"),
    ],
)
def test_a_first_session_that_is_heard_before_the_limits_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    course = write_programme(tmp_path)
    change(course, FIRST, old, new)

    error = refused(course)

    assert error.file == FIRST
    assert said in str(error)
    assert error.line is not None
    assert error.to_do


def test_a_first_session_that_begins_with_the_shared_check_is_refused(tmp_path: Path) -> None:
    course = write_programme(tmp_path)
    change(course, FIRST, "frame = false", "frame = true")
    change(course, FIRST, "minutes = 30", "minutes = 60")
    change(course, FIRST, "minutes = 15", "minutes = 25")
    change(
        course, FIRST, 'part_1 = ["welcome", "check"]', 'part_1 = ["arrive", "welcome", "check"]'
    )
    change(course, FIRST, 'part_2 = ["story"]', 'part_2 = ["story", "leave"]')

    error = refused(course)

    assert 'the step "arrive" may be held before' in str(error)
    assert "write frame = false" in error.to_do


HARMLESS: Sequence[Edit] = (
    (COURSE, 'easy_read = "Short words"', 'easy_read = "Plain words"'),
    (COURSE, 'crisis_line = "Directory"', 'crisis_line = "Settings"'),
    (COURSE, 'text = "Alerts are acknowledged."', 'text = "Each alert has its answer."'),
    (FRAME, 'aim = "Begin and end well."', 'aim = "Begin well, end well."'),
    (FRAME, 'text = "Arrived"', 'text = "Came in"'),
    (FRAME, 'title = "Leave"', 'title = "Part"'),
    (FIRST, 'aim = "Meet."', 'aim = "Meet and talk."'),
    (FIRST, 'title = "Story"', 'title = "What led here"'),
    (FIRST, 'prepares = ["A room"]', "prepares = []"),
    (FIRST, 'claim = "Meeting helps."', 'claim = "Talking helps."'),
    (FIRST, "minutes = 15", "minutes = 10"),
    (FIRST, 'text = "Rest once."', 'text = "Rest twice."'),
    ("01-begin/module.toml", 'aim = "To begin."', 'aim = "A beginning."'),
)


def edited(folder: Path, edits: Sequence[Edit]) -> Path:
    course = write_programme(folder)
    for path, old, new in edits:
        change(course, path, old, new)
        if (old, new) == ("minutes = 15", "minutes = 10"):
            change(course, path, "minutes = 30", "minutes = 25")
    return course


@pytest.mark.parametrize("count", sampled([12, 50], every=2, first=0))
@pytest.mark.parametrize("lacking", WITHOUT)
def test_each_of_fifty_courses_that_lack_it_is_refused_with_place_and_remedy(
    tmp_path: Path, lacking: str, count: int
) -> None:
    chance = random.Random(f"without {lacking}")
    for number in range(count):
        beside = chance.sample(HARMLESS, chance.randrange(len(HARMLESS)))
        course = edited(tmp_path / str(number), [chance.choice(WITHOUT[lacking]), *beside])

        error = refused(course)

        assert error.file in (COURSE, FRAME, FIRST)
        assert error.line is not None
        assert error.to_do


@pytest.mark.parametrize("count", sampled([12, 50], every=2, first=0))
def test_each_of_fifty_courses_whose_critical_questions_may_be_left_open_is_refused(
    tmp_path: Path, count: int
) -> None:
    chance = random.Random("critical questions")
    kept = [shelf().latest(name) for name in ("consent", "mood", "calm")]
    for number in range(count):
        asked = [{**ASKED_OF_BOTH, "id": f"q{each}"} for each in range(1 + chance.randrange(5))]
        spot = chance.randrange(len(asked))
        asked[spot] = {**asked[spot], "required": False}
        edits = chance.sample(HARMLESS, chance.randrange(len(HARMLESS)))
        forms = FormLibrary((*kept, form("week", *asked, version=2)))

        error = refused(edited(tmp_path / str(number), edits), forms)

        assert f'"q{spot}" of week' in str(error)
        assert error.line is not None
        assert error.to_do


@pytest.mark.parametrize("count", sampled([40, 200], every=2, first=0))
def test_of_two_hundred_courses_that_lack_nothing_none_is_refused(
    tmp_path: Path, count: int
) -> None:
    chance = random.Random("harmless")
    for number in range(count):
        edits = chance.sample(HARMLESS, 1 + chance.randrange(len(HARMLESS)))

        assert load_programme(edited(tmp_path / str(number), edits), shelf()).id == "tiny"
