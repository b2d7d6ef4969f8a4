"""Filling in a form: what is shown, needed, raised, kept and dropped."""

from datetime import date

import pytest

from session_forms.answers import CANNOT_TELL
from session_forms.errors import (
    AfterLatest,
    InvalidAnswers,
    KindsMissing,
    NotAvailable,
    OutOfRange,
    TooFew,
    TooShort,
)
from session_forms.filling.filling import answer, start
from session_forms.filling.states import OfferedDay
from tests.support.session_forms.forms import TODAY, context, make_form, phq_shaped, sleep_check

CHECK = """
[[questions]]
id = "thoughts"
kind = "choice"
prompt = "Since we last met?"
prompt_first_use = "In the past week?"
options = [
    { id = "none", label = "No" },
    { id = "some", label = "Some" },
    { id = "plan", label = "Plan" },
]
required = true
cannot_tell = true

[[questions.alerts]]
stream = "suicide"
level = "watch"
when = { cannot_tell = true }
states = "Could not be answered."

[[questions.alerts]]
stream = "suicide"
level = "act"
when = { equals = "some" }
states = "Some reported."
opens = ["suicide-enquiry", "safety-plan"]

[[questions.alerts]]
stream = "suicide"
level = "urgent"
when = { equals = "plan" }
states = "A plan reported."

[[questions]]
id = "follow_up"
kind = "yes_no"
prompt = "More?"
shown_when = { question = "thoughts", any_of = ["some", "plan"] }

[[questions.alerts]]
stream = "child_safety"
level = "watch"
when = { equals = true }
only_if = { open_alert = "suicide" }
states = "More reported."

[[questions]]
id = "deeper"
kind = "short_text"
prompt = "What more?"
shown_when = { question = "follow_up", equals = true }

[[questions]]
id = "action"
kind = "long_text"
prompt = "What, who, by when?"
shown_when = { any_alert_at_least = "watch" }
required_when = { any_alert_at_least = "act" }
min_characters = 10

[[questions]]
id = "next_contact"
kind = "date"
prompt = "When?"
earliest = { days_after_today = 0 }
latest_when = [
    { any_alert_at_least = "urgent", days_after_today = 0 },
    { any_alert_at_least = "act", days_after_today = 3 },
    { always = true, days_after_today = 28 },
]
"""

PLAN = """
[[questions]]
id = "status"
kind = "choice"
prompt = "Where does it stand?"
options = [
    { id = "open", label = "Open" },
    { id = "complete", label = "Complete" },
    { id = "not_needed", label = "Not needed", unavailable_while = { open_alert = "suicide" } },
]

[[questions]]
id = "used"
kind = "yes_no"
prompt = "Used?"
shown_when = { earlier_version_exists = true }

[[questions]]
id = "signs"
kind = "list"
prompt = "Signs?"
cannot_tell = true
min_entries_when = { question = "status", equals = "complete", entries = 2, or_reason_in = "gap" }

[[questions]]
id = "services"
kind = "directory_list"
prompt = "Which services?"
must_include = ["emergency", "crisis_line"]

[[questions]]
id = "sure"
kind = "scale"
prompt = "How sure?"
low = { value = 0 }
high = { value = 10 }
warn_when = { at_most = 6 }
warn_text = "Make it smaller."

[[questions]]
id = "gap"
kind = "short_text"
prompt = "Which gap?"
warn_on = ["url"]

[[questions]]
id = "moment"
kind = "datetime"
prompt = "When?"
"""


def check(answers, **facts):
    state = start(make_form(CHECK), context(**facts))
    for question_id, value in answers.items():
        state = answer(state, question_id, value)
    return state


def plan(answers, **facts):
    state = start(make_form(PLAN), context(**facts))
    for question_id, value in answers.items():
        state = answer(state, question_id, value)
    return state


def ids(questions):
    return [question.id for question in questions]


def test_a_follow_up_opens_when_its_condition_holds():
    state = start(sleep_check(), context())

    assert not state.question_state("what_woke_you").shown

    assert answer(state, "woke", 1).question_state("what_woke_you").shown


def test_answering_leaves_the_earlier_state_as_it_was():
    before = start(sleep_check(), context())

    after = answer(before, "woke", 3)

    assert before.answers == {}
    assert after.answers == {"woke": 3}


def test_none_takes_an_answer_and_its_problem_away():
    state = answer(answer(start(sleep_check(), context()), "woke", 3), "rested", 9)

    state = answer(answer(state, "woke", None), "rested", None)

    assert state.answers == {}
    assert state.problems == {}


def test_a_wrong_value_replaces_the_answer_by_a_problem_and_a_right_one_mends_it():
    state = answer(start(sleep_check(), context()), "woke", 3)

    wrong = answer(state, "woke", 7)
    mended = answer(wrong, "woke", 2)

    assert (wrong.answers, wrong.problems) == ({}, {"woke": OutOfRange(0, 4)})
    assert (mended.answers, mended.problems) == ({"woke": 2}, {})


def test_a_question_that_does_not_exist_cannot_be_answered():
    with pytest.raises(KeyError):
        answer(start(sleep_check(), context()), "missing", 1)


def test_a_hidden_answer_is_remembered_but_not_kept():
    state = check({"thoughts": "some", "follow_up": True, "deeper": "words", "action": "x" * 12})

    state = answer(state, "thoughts", "none")

    assert set(state.answers) == {"thoughts", "follow_up", "deeper", "action"}
    assert state.answers_to_keep == {"thoughts": "none"}
    assert ids(state.dropped) == ["follow_up", "deeper", "action"]


def test_a_hidden_answer_opens_nothing_and_raises_nothing():
    state = check({"thoughts": "some", "follow_up": True})

    state = answer(state, "thoughts", "none")

    assert not state.question_state("deeper").shown
    assert state.alerts == ()


def test_a_hidden_question_has_no_problem():
    state = check({"thoughts": "some", "follow_up": "maybe"})
    assert ids(state.blocking) == ["follow_up", "action"]

    state = answer(state, "thoughts", "none")

    assert state.problems == {}
    assert state.blocking == ()


def test_the_first_use_asks_in_its_own_words():
    first = check({}, first_use=True)
    later = check({})

    assert first.question_state("thoughts").prompt == "In the past week?"
    assert first.question_state("next_contact").prompt == "When?"
    assert later.question_state("thoughts").prompt == "Since we last met?"


def test_an_alert_states_its_fact_and_what_to_open():
    [alert] = check({"thoughts": "some"}).alerts

    assert (alert.question_id, alert.stream, alert.level) == ("thoughts", "suicide", "act")
    assert alert.states == "Some reported."
    assert alert.opens == ("suicide-enquiry", "safety-plan")


def test_cannot_tell_raises_its_own_alert():
    [alert] = check({"thoughts": CANNOT_TELL}).alerts

    assert alert.level == "watch"


def test_an_alert_with_a_condition_waits_for_it():
    raised_here = check({"thoughts": "some", "follow_up": True}).alerts
    form = make_form(CHECK.replace('shown_when = { question = "thoughts", any_of', 'help = "" #'))
    alone = answer(start(form, context()), "follow_up", True).alerts
    open_before = answer(
        start(form, context(open_streams=frozenset({"suicide"}))), "follow_up", True
    ).alerts

    assert [alert.stream for alert in raised_here] == ["suicide", "child_safety"]
    assert alone == ()
    assert [alert.stream for alert in open_before] == ["child_safety"]


@pytest.mark.parametrize(
    ("item_nine", "levels"), [(0, []), (1, ["watch"]), (2, ["act"]), (3, ["act"])]
)
def test_item_nine_raises_watch_at_one_and_act_from_two(item_nine, levels):
    state = answer(start(phq_shaped(), context()), "q9", item_nine)

    assert [alert.level for alert in state.alerts] == levels


@pytest.mark.parametrize(
    ("thoughts", "shown", "required"),
    [
        ("none", False, False),
        (CANNOT_TELL, True, False),
        ("some", True, True),
        ("plan", True, True),
    ],
)
def test_an_alert_asks_for_an_action_and_a_high_one_needs_it(thoughts, shown, required):
    action = check({"thoughts": thoughts}).question_state("action")

    assert (action.shown, action.required) == (shown, required)


@pytest.mark.parametrize(
    ("thoughts", "latest"),
    [("none", date(2026, 3, 30)), ("some", date(2026, 3, 5)), ("plan", date(2026, 3, 2))],
)
def test_the_first_line_that_holds_sets_the_latest_day(thoughts, latest):
    state = check({"thoughts": thoughts}).question_state("next_contact")

    assert (state.earliest, state.latest) == (TODAY, latest)


@pytest.mark.parametrize(
    ("day", "answers", "is_offered"),
    [
        (date(2026, 3, 1), {}, False),
        (date(2026, 3, 2), {}, True),
        (date(2026, 3, 5), {}, True),
        (date(2026, 3, 6), {}, False),
        (date(2026, 3, 5), {"next_contact": "2026-03-04"}, False),
    ],
)
def test_a_day_that_was_said_before_is_offered_while_it_can_be_given(day, answers, is_offered):
    offered = OfferedDay(day, "Safety check")
    told = context(offered_days={"next_contact": offered})

    state = start(make_form(CHECK), told, {"thoughts": "some", **answers})

    assert state.question_state("next_contact").offered == (offered if is_offered else None)
    assert state.question_state("thoughts").offered is None


def test_a_day_that_no_longer_fits_stays_with_a_problem():
    state = check({"thoughts": "none", "next_contact": "2026-03-20"})

    state = answer(state, "thoughts", "some")

    assert state.answers["next_contact"] == "2026-03-20"
    assert state.problems == {"next_contact": AfterLatest("2026-03-05")}


def test_without_limits_any_day_can_be_given():
    state = plan({"moment": "1999-12-31T23:59"})

    assert state.question_state("moment").earliest is None
    assert state.question_state("moment").latest is None
    assert state.problems == {}


def test_what_blocks_is_what_safety_needs_and_what_does_not_fit():
    assert ids(check({}).blocking) == ["thoughts"]
    assert ids(check({"thoughts": "some"}).blocking) == ["action"]

    short = check({"thoughts": "some", "action": "too short"})

    assert short.problems == {"action": TooShort(10)}
    assert ids(short.blocking) == ["action"]
    assert ids(check({"thoughts": "some", "action": "long enough now"}).blocking) == []


def test_the_unanswered_are_those_shown_without_an_answer():
    state = check({"thoughts": "none"})

    assert ids(state.unanswered) == ["next_contact"]
    assert (state.answered_count, state.shown_count) == (1, 2)


def test_an_option_is_closed_while_its_alert_is_open():
    streams = frozenset({"suicide"})

    free = plan({"status": "not_needed"})
    closed = plan({"status": "not_needed"}, open_streams=streams)

    assert free.answers == {"status": "not_needed"}
    assert closed.problems == {"status": NotAvailable()}
    assert [option.id for option in closed.question_state("status").options] == ["open", "complete"]


def test_an_option_that_closes_later_keeps_its_answer_and_shows_a_problem():
    form = make_form(PLAN)
    held = {"status": "not_needed"}

    state = start(form, context(open_streams=frozenset({"suicide"})), held)

    assert state.answers == held
    assert state.problems == {"status": NotAvailable()}


def test_an_earlier_version_opens_the_look_back():
    assert not plan({}).question_state("used").shown
    assert plan({}, earlier_version=True).question_state("used").shown


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"status": "open"}, None),
        ({"status": "complete"}, TooFew(2)),
        ({"status": "complete", "signs": ["one"]}, TooFew(2)),
        ({"status": "complete", "signs": ["one", "two"]}, None),
        ({"status": "complete", "gap": "none found"}, None),
        ({"status": "complete", "signs": CANNOT_TELL}, None),
    ],
)
def test_entries_are_needed_when_the_condition_holds_or_a_reason_stands_in(answers, problem):
    assert plan(answers).question_state("signs").problem == problem


KINDS = {"line-1": "emergency", "line-2": "crisis_line", "line-3": "crisis_line"}


@pytest.mark.parametrize(
    ("chosen", "kinds", "problem"),
    [
        (["line-2"], KINDS, KindsMissing(("emergency",))),
        (["line-2", "line-3"], KINDS, KindsMissing(("emergency",))),
        (["line-1", "line-2"], KINDS, None),
        (["line-2"], {}, None),
    ],
)
def test_needed_kinds_of_service_are_asked_for_when_the_kinds_are_known(chosen, kinds, problem):
    state = plan({"services": chosen}, directory=tuple(KINDS), directory_kinds=kinds)

    assert state.question_state("services").problem == problem


def test_a_low_number_earns_its_advice_and_holds_nothing_up():
    low = plan({"sure": 6})
    high = plan({"sure": 7})

    assert low.question_state("sure").warning == "Make it smaller."
    assert low.blocking == ()
    assert high.question_state("sure").warning == ""


ROWS = """
[[questions]]
id = "rules"
kind = "table"
prompt = "Which rules?"
columns = [{ id = "area", label = "Area", kind = "choice", options = [
    { id = "home", label = "At home" }, { id = "work", label = "At work" },
    { id = "leisure", label = "Free time" }, { id = "online", label = "Online" },
] }]
expects = { column = "area", each_of = [["home"], ["work", "leisure"], ["online"]] }
"""


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        ([], ""),
        (["home"], "No row yet for: At work / Free time; Online."),
        (["home", "leisure"], "No row yet for: Online."),
        (["online", "work", "home"], ""),
    ],
)
def test_a_row_that_is_expected_and_not_there_is_told_and_holds_nothing_up(areas, said):
    state = start(make_form(ROWS), context())

    state = answer(state, "rules", [{"area": each} for each in areas])

    assert state.question_state("rules").warning == said
    assert state.blocking == ()


def test_a_web_address_earns_a_warning():
    assert "web address" in plan({"gap": "see www.example.org"}).question_state("gap").warning
    assert plan({"gap": "nothing"}).question_state("gap").warning == ""


def test_what_can_be_chosen_comes_from_the_moment():
    form = make_form(
        """
[[questions]]
id = "skill"
kind = "choice"
prompt = "Which?"
options_from = "own_menu"

[[questions]]
id = "law"
kind = "jurisdiction"
prompt = "Which?"
"""
    )
    state = start(form, context(own_menu=("walk", "music"), jurisdictions=("sample@1",)))

    assert [each.label for each in state.question_state("skill").options] == ["walk", "music"]
    assert [each.id for each in state.question_state("law").options] == ["sample@1"]


def test_a_form_starts_with_what_was_answered_before():
    state = start(sleep_check(), context(), {"woke": 2, "what_woke_you": "rain"})

    assert state.answers_to_keep == {"woke": 2, "what_woke_you": "rain"}


@pytest.mark.parametrize("answers", [{"missing": 1}, {"woke": 9}])
def test_a_form_does_not_start_with_answers_that_are_not_its_own(answers):
    with pytest.raises(InvalidAnswers):
        start(sleep_check(), context(), answers)
