"""When the course of a client asks for a look, and when it has been answered."""

from datetime import UTC, datetime, timedelta

import pytest

from programme.course.on_track import (
    CourseFacts,
    FinishedFilling,
    Meeting,
    MissedInARow,
    RatingDown,
    RatingLow,
    SameAnswer,
    ScoreNotBetter,
    ScoreWorse,
    Series,
    findings,
    unanswered,
)
from programme.definition.on_track_rules import OnTrackRules, RuleChoice, with_choices
from programme.loading.library import installed
from session_forms.answers import DECLINED, QuestionId
from session_forms.library.library import installed as forms

PROGRAMME = installed()
RULES = PROGRAMME.on_track
START = datetime(2026, 3, 2, 10, tzinfo=UTC)
PHQ = forms().latest("phq-9").score("total")
OF_PHQ = pytest.approx(6.93, abs=0.005)
"""1.96 x sqrt(2) x 2.5: two standard errors of measurement are five points (Löwe 2004)."""
GAD = forms().latest("gad-7").score("total")


def week(number: float) -> datetime:
    return START + timedelta(weeks=number)


def meetings(*states: str, plans: tuple[str, ...] = ()) -> tuple[Meeting, ...]:
    names = plans or tuple(f"S{at:02}" for at in range(1, len(states) + 1))
    return tuple(Meeting(names[at], week(at), state) for at, state in enumerate(states))


def series(*values: int, form_id: str = "phq-9") -> Series:
    score = PHQ if form_id == "phq-9" else GAD
    return Series(form_id, score, tuple((week(at), value) for at, value in enumerate(values)))


def fillings(form_id: str, *answers: dict[str, object]):
    return {
        form_id: tuple(
            FinishedFilling(week(at), {QuestionId(key): value for key, value in each.items()})
            for at, each in enumerate(answers)
        )
    }


def found(facts: CourseFacts, rules: OnTrackRules = RULES):
    return {each.rule.id: each for each in findings(PROGRAMME, rules, facts)}


def held(count: int) -> tuple[Meeting, ...]:
    return meetings(*("signed",) * count)


def test_a_course_without_facts_asks_for_nothing():
    assert found(CourseFacts()) == {}


@pytest.mark.parametrize(("last", "holds"), [(14, False), (15, True), (20, True), (2, False)])
def test_not1_holds_from_a_reliable_deterioration_on(last, holds):
    facts = CourseFacts(meetings=held(2), series=(series(8, last),))

    assert ("NOT1" in found(facts)) is holds


def test_not1_states_each_measure_that_is_worse_with_its_numbers():
    facts = CourseFacts(series=(series(8, 9, 14, 16), series(3, 9, form_id="gad-7")))

    finding = found(facts)["NOT1"]

    assert finding.facts == (
        ScoreWorse(week(3), "phq-9", 8, 16, OF_PHQ),
        ScoreWorse(week(1), "gad-7", 3, 9, 6),
    )
    assert finding.stage == "review"
    assert finding.since == week(3)


def test_not1_is_over_when_the_score_is_back():
    assert found(CourseFacts(series=(series(8, 15, 10),))) == {}


def test_not2_is_only_shown_from_s04_and_asked_at_s06_and_s10():
    stages = {}
    for count in range(1, 12):
        facts = CourseFacts(meetings=held(count), series=(series(*(16,) * count),))
        finding = found(facts).get("NOT2")
        stages[count] = finding and (finding.stage, finding.since)

    assert [stages[count] for count in (1, 2, 3)] == [None] * 3
    assert stages[4] == stages[5] == ("watch", week(3))
    assert stages[6] == stages[9] == ("review", week(5))
    assert stages[10] == stages[11] == ("review", week(9))


def test_not2_needs_a_start_at_or_beyond_the_cut_off():
    facts = CourseFacts(meetings=held(10), series=(series(9, 8), series(7, 7, form_id="gad-7")))

    assert "NOT2" not in found(facts)
    case = CourseFacts(meetings=held(10), series=(series(10, 8),))
    assert found(case)["NOT2"].facts == (ScoreNotBetter(week(1), "phq-9", 10, 8, OF_PHQ),)


def test_not2_is_met_by_a_reliable_improvement():
    facts = CourseFacts(meetings=held(10), series=(series(18, 11),))

    assert "NOT2" not in found(facts)


def test_not2_that_began_after_a_review_point_waits_for_the_next():
    values = series(18, 11, 11, 11, 11, 11, 11, 14)
    facts = CourseFacts(meetings=held(8), series=(values,))

    finding = found(facts)["NOT2"]

    assert (finding.stage, finding.since) == ("watch", week(7))


def test_one_score_asks_for_nothing():
    assert found(CourseFacts(meetings=held(10), series=(series(20),))) == {}


def test_a_measure_without_a_sourced_criterion_asks_for_nothing():
    score = forms().latest("wsas").score("total")
    bare = Series("wsas", score, ((week(0), 10), (week(1), 40)))

    assert found(CourseFacts(meetings=held(10), series=(bare,))) == {}


def feedback(*values: tuple[int, int]):
    answers = [{"felt_respected": a, "useful_today": b, "note": "words"} for a, b in values]
    return CourseFacts(fillings=fillings("session-feedback", *answers))


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        (((9, 9),), False),
        (((9, 6),), True),
        (((9, 7),), False),
        (((9, 9), (9, 7)), True),
        (((9, 9), (9, 8)), False),
        (((9, 9), (9, 7), (9, 7)), False),
        (((6, 9), (9, 9)), False),
    ],
)
def test_not3_looks_at_the_last_feedback_and_the_one_before(values, holds):
    assert ("NOT3" in found(feedback(*values))) is holds


def test_not3_says_which_line_is_low_and_which_fell():
    finding = found(feedback((9, 5), (9, 9), (6, 4)))["NOT3"]

    assert set(finding.facts) == {
        RatingLow(week(2), "session-feedback", "felt_respected", 6, 6),
        RatingLow(week(2), "session-feedback", "useful_today", 4, 6),
        RatingDown(week(2), "session-feedback", "felt_respected", 9, 6),
        RatingDown(week(2), "session-feedback", "useful_today", 9, 4),
    }


def test_a_line_that_stays_low_is_asked_about_once():
    finding = found(feedback((9, 6), (9, 6), (9, 5)))["NOT3"]

    assert finding.since == week(0)
    assert unanswered((finding,), week(1)) == ()


def test_a_line_that_was_left_out_is_neither_low_nor_fallen():
    answers = ({"felt_respected": 9}, {"felt_respected": DECLINED, "useful_today": 9})

    assert found(CourseFacts(fillings=fillings("session-feedback", *answers))) == {}


def test_a_line_left_out_in_between_ends_the_run():
    answers = ({"useful_today": 3}, {}, {"useful_today": 4})

    finding = found(CourseFacts(fillings=fillings("session-feedback", *answers)))["NOT3"]

    assert finding.facts == (RatingLow(week(2), "session-feedback", "useful_today", 4, 6),)


@pytest.mark.parametrize(
    ("states", "count"),
    [
        (("signed", "missed"), None),
        (("signed", "missed", "missed"), 2),
        (("missed", "missed", "missed"), 3),
        (("missed", "missed", "signed"), None),
        (("missed", "signed", "missed"), None),
    ],
)
def test_not4_counts_the_last_sessions_that_did_not_take_place(states, count):
    finding = found(CourseFacts(meetings=meetings(*states))).get("NOT4")

    assert (finding.facts[0].count if finding else None) == count


def test_a_third_missed_session_is_the_same_prompt():
    two, three = ("missed",) * 2, ("missed",) * 3

    first, second = (found(CourseFacts(meetings=meetings(*each)))["NOT4"] for each in (two, three))

    assert first.since == second.since == week(1)
    assert second.facts == (MissedInARow(week(1), 3),)


@pytest.mark.parametrize(
    ("done", "holds"),
    [
        (("not_done",) * 2, False),
        (("not_done",) * 3, True),
        (("partly", "not_done", "not_done"), False),
        (("not_done", "not_done", "not_done", "done"), False),
        (("done", "not_done", "not_done", "not_done"), True),
    ],
)
def test_not5_holds_when_practice_was_not_done_three_times_running(done, holds):
    facts = CourseFacts(fillings=fillings("practice-review", *({"done": each} for each in done)))

    assert ("NOT5" in found(facts)) is holds


def test_not5_states_the_option_and_how_often():
    facts = CourseFacts(fillings=fillings("practice-review", *({"done": "not_done"},) * 4))

    assert found(facts)["NOT5"].facts == (
        SameAnswer(week(2), "practice-review", "done", "not_done", 4),
    )


@pytest.mark.parametrize(("now", "holds"), [(6, False), (5, True), (0, True)])
def test_not6_looks_at_confidence_alone(now, holds):
    before = {"confidence": 8, "hope": 9}
    facts = CourseFacts(fillings=fillings("urge-week", before, {"confidence": now, "hope": 1}))

    finding = found(facts).get("NOT6")

    assert (finding is not None) is holds
    assert finding is None or [each.question_id for each in finding.facts] == ["confidence"]


def test_a_review_answers_what_held_before_it_and_nothing_after():
    facts = CourseFacts(meetings=held(2), series=(series(8, 15),))
    held_now = findings(PROGRAMME, RULES, facts)

    assert unanswered(held_now, None) == held_now
    assert unanswered(held_now, week(0.5)) == held_now
    assert unanswered(held_now, week(1)) == ()


def test_what_goes_on_is_asked_again_at_the_next_review_point():
    facts = CourseFacts(meetings=held(6), series=(series(8, *(15,) * 5),))

    held_now = findings(PROGRAMME, RULES, facts)

    assert [each.rule.id for each in unanswered(held_now, week(2))] == ["NOT1"]
    assert unanswered(held_now, week(5)) == ()


def test_what_is_only_watched_asks_nothing():
    facts = CourseFacts(meetings=held(4), series=(series(16, 16, 16, 16),))

    assert unanswered(findings(PROGRAMME, RULES, facts), None) == ()


def test_without_a_session_to_watch_from_nothing_is_shown_before_the_points():
    rules = RULES.model_copy(update={"watch_from": ""})
    facts = CourseFacts(meetings=held(5), series=(series(16, 16),))

    assert found(facts, rules) == {}


def test_a_course_that_jumped_ahead_has_passed_the_earlier_points():
    ahead = meetings("signed", "signed", plans=("S01", "S12"))
    facts = CourseFacts(meetings=ahead, series=(series(16, 16),))

    assert found(facts)["NOT2"].stage == "review"


def test_a_clinic_may_turn_a_rule_off():
    choices = {
        "NOT4": RuleChoice(off=True),
        "NOT3": RuleChoice(),
        "NOT9": RuleChoice(off=True),
    }

    rules = with_choices(RULES, choices)

    facts = CourseFacts(
        meetings=meetings("missed", "missed"),
        series=(series(8, 15),),
        fillings=feedback((9, 9), (5, 6)).fillings,
    )
    assert set(found(facts)) == {"NOT1", "NOT3", "NOT4"}
    assert set(found(facts, rules)) == {"NOT1", "NOT3"}
    assert [each.id for each in rules.rules] == ["NOT1", "NOT2", "NOT3", "NOT5", "NOT6"]
