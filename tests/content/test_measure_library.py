"""The library of measures: whose words ship, what a licence allows, and what is never shown."""

from datetime import date

import pytest

from session_forms.form.definition import FormDefinition
from session_forms.library.library import installed
from session_forms.scoring.scoring import prompts_raised, score_form

FORMS = tuple(installed().latest(form_id) for form_id in installed().ids())
MEASURES = tuple(form for form in FORMS if form.validated)
BUNDLES = {"gad-7", "k10", "k6", "phq-4", "phq-9", "scs-sf", "swls"}
ENTRIES = {
    "acute-2007", "c-ssrs-screener", "ceq", "csq-8", "eq-5d-5l", "ors", "schimra-plus", "srs",
    "ssps", "stable-2007",
}  # fmt: skip
RATINGS_OF_OTHERS = {"acute-2007", "schimra-plus", "stable-2007"}
EXCLUDED_FROM_COMMERCE = {"audit", "audit-c", "gbo"}

FREQUENCY = ("Not at all", "Several days", "More than half the days", "Nearly every day")
TIME = (
    "None of the time",
    "A little of the time",
    "Some of the time",
    "Most of the time",
    "All of the time",
)
AGREEMENT = (
    "Strongly disagree",
    "Disagree",
    "Slightly disagree",
    "Neither agree nor disagree",
    "Slightly agree",
    "Agree",
    "Strongly agree",
)
FELT = "During the past 30 days, about how often did you feel "
WORDS = {
    "phq-4": (
        "Feeling nervous, anxious or on edge",
        "Not being able to stop or control worrying",
        "Little interest or pleasure in doing things",
        "Feeling down, depressed, or hopeless",
    ),
    "k10": (
        FELT + "tired out for no good reason?",
        FELT + "nervous?",
        FELT + "so nervous that nothing could calm you down?",
        FELT + "hopeless?",
        FELT + "restless or fidgety?",
        FELT + "so restless that you could not sit still?",
        FELT + "depressed?",
        FELT + "so depressed that nothing could cheer you up?",
        FELT + "that everything was an effort?",
        FELT + "worthless?",
    ),
    "k6": (
        FELT + "nervous?",
        FELT + "hopeless?",
        FELT + "restless or fidgety?",
        FELT + "so depressed that nothing could cheer you up?",
        FELT + "that everything was an effort?",
        FELT + "worthless?",
    ),
    "scs-sf": (
        "When I fail at something important to me I become consumed by feelings of inadequacy.",
        (
            "I try to be understanding and patient towards those aspects of my personality I "
            "don't like."
        ),
        "When something painful happens I try to take a balanced view of the situation.",
        (
            "When I'm feeling down, I tend to feel like most other people are probably "
            "happier than I am."
        ),
        "I try to see my failings as part of the human condition.",
        "When I'm going through a very hard time, I give myself the caring and tenderness I need.",
        "When something upsets me I try to keep my emotions in balance.",
        "When I fail at something that's important to me, I tend to feel alone in my failure",
        "When I'm feeling down I tend to obsess and fixate on everything that's wrong.",
        (
            "When I feel inadequate in some way, I try to remind myself that feelings of "
            "inadequacy are shared by most people."
        ),
        "I'm disapproving and judgmental about my own flaws and inadequacies.",
        "I'm intolerant and impatient towards those aspects of my personality I don't like.",
    ),
    "swls": (
        "In most ways my life is close to my ideal.",
        "The conditions of my life are excellent.",
        "I am satisfied with my life.",
        "So far I have gotten the important things I want in life.",
        "If I could live my life over, I would change almost nothing.",
    ),
}
ANSWERS = {
    "phq-4": dict(enumerate(FREQUENCY)),
    "k10": dict(enumerate(TIME, start=1)),
    "k6": dict(enumerate(TIME)),
    "scs-sf": {1: "Almost never", 2: "", 3: "", 4: "", 5: "Almost always"},
    "swls": dict(enumerate(AGREEMENT, start=1)),
}


def with_status(status: str) -> set[str]:
    return {form.id for form in MEASURES if form.licence.status == status}


@pytest.mark.parametrize("form_id", sorted(WORDS))
def test_the_items_are_word_for_word_the_official_ones(form_id: str) -> None:
    form = installed().latest(form_id)

    assert tuple(question.prompt for question in form.questions) == WORDS[form_id]
    for question in form.questions:
        assert {point.value: point.label for point in question.points} == ANSWERS[form_id]
    assert form.filled_by == "client"


def test_words_ship_only_where_the_holder_says_that_nobody_need_ask() -> None:
    assert with_status("bundle") == BUNDLES
    for form_id in BUNDLES:
        licence = installed().latest(form_id).licence
        assert licence.evidence == "verified"
        assert {licence.allows(each) for each in ("clinical", "educational", "research")} == {
            "free"
        }


def test_the_credit_that_the_life_satisfaction_scale_asks_for_is_always_there() -> None:
    licence = installed().latest("swls").licence

    for author in ("Diener", "Emmons", "Larsen", "Griffin"):
        assert author in licence.attribution


@pytest.mark.parametrize("form", MEASURES, ids=lambda form: form.id)
def test_every_measure_says_what_it_is_and_where_that_was_read(form: FormDefinition) -> None:
    licence, measure = form.licence, form.measure

    assert measure is not None
    assert licence.statement
    assert licence.source
    assert licence.evidence
    assert licence.attribution
    assert licence.checked_on in {date(2026, 11, 24), date(2026, 11, 28), date(2026, 11, 29)}
    assert not licence.permission


@pytest.mark.parametrize("form_id", sorted(with_status("skeleton")))
def test_a_skeleton_holds_numbers_and_not_a_word_of_the_instrument(form_id: str) -> None:
    form = installed().latest(form_id)
    scored = {item for score in form.scores for item in score.items}

    assert form.licence.notice.startswith("No wording of this instrument is included.")
    assert form.is_typed_from_paper
    for question in form.questions:
        if question.id in scored and question.kind == "rating":
            assert question.prompt == f"Item {question.id[1:]}"
            assert {point.label for point in question.points} <= {"", "No", "Yes"}
    texts = {each.id for each in form.questions if each.kind in ("short_text", "long_text")}
    assert texts == ({"goal_1", "goal_2", "goal_3"} if form_id == "gbo" else set())


def test_what_is_only_typed_in_holds_no_wording_either() -> None:
    assert with_status("score-entry") == ENTRIES
    for form_id in ENTRIES:
        form = installed().latest(form_id)
        assert form.licence.notice.startswith("No wording of this instrument is included.")
        assert form.filled_by == "therapist"
        assert any(question.kind == "date" for question in form.questions)


def test_silence_about_a_use_means_asking_and_an_exclusion_stays_one() -> None:
    said_no = {form.id for form in MEASURES if form.licence.allows("commercial") == "no"}

    assert said_no == EXCLUDED_FROM_COMMERCE
    assert installed().latest("who-5").licence.allows("clinical") == "ask"
    assert installed().latest("rses").licence.allows("clinical") == "ask"
    assert installed().latest("rses").licence.allows("research") == "free"


def test_ratings_of_what_somebody_might_do_have_no_score_here() -> None:
    for form_id in RATINGS_OF_OTHERS:
        form = installed().latest(form_id)
        assert not form.scores
        assert not any(question.alerts for question in form.questions)


@pytest.mark.parametrize("form_id", ["stable-2007", "acute-2007"])
def test_a_rating_is_taken_only_for_somebody_who_was_convicted(form_id: str) -> None:
    form = installed().latest(form_id)
    first, *others = form.questions

    assert first.id == "applies"
    assert all(
        each.shown_when is not None and each.shown_when.question == "applies" for each in others
    )
    assert "Not valid for people without a conviction" in form.introduction


def test_a_figure_from_memory_is_never_the_ground_for_an_alert() -> None:
    asked_item = installed().latest("reqol-10").question("q6")

    assert asked_item.alerts == ()
    [prompt] = prompts_raised(installed().latest("reqol-10"), {"q6": 1})
    assert prompt.status == "memory"


@pytest.mark.parametrize(
    ("total", "opened"), [(4, []), (5, ["part_a_total"]), (0, []), (30, ["part_a_total"])]
)
def test_the_line_of_a_study_opens_a_conversation(total: int, opened: list[str]) -> None:
    raised = prompts_raised(installed().latest("schimra-plus"), {"part_a_total": total})

    assert [each.question_id for each in raised] == opened


@pytest.mark.parametrize(
    ("answers", "opened"),
    [
        ({"occurred": True, "cause": "treatment", "impact": 3}, ["reports"]),
        ({"occurred": True, "cause": "treatment", "impact": 2}, []),
        ({"occurred": True, "cause": "other", "impact": 4}, []),
    ],
)
def test_a_heavy_effect_of_the_treatment_goes_to_supervision(
    answers: dict[str, object], opened: list[str]
) -> None:
    rows = [answers, *({} for _ in range(31))]

    raised = prompts_raised(installed().latest("neq"), {"reports": rows})

    assert [each.question_id for each in raised] == opened


@pytest.mark.parametrize(
    ("form_id", "answers", "score_id", "value"),
    [
        ("ors", {"total": 249}, "total", 24.9),
        ("srs", {"total": 360, "lowest_line": 89}, "lowest-line", 8.9),
        ("csq-8", {"total": 32}, "total", 32),
        ("eq-5d-5l", {"index": 736, "value_set": "Set"}, "index", 0.736),
        ("eq-5d-5l", {"index": -285, "value_set": "Set"}, "index", -0.285),
        ("eq-5d-5l", {"vas": 70}, "vas", 70),
    ],
)
def test_an_entered_figure_becomes_the_score(
    form_id: str, answers: dict[str, object], score_id: str, value: float
) -> None:
    assert score_form(installed().latest(form_id), answers)[score_id].value == value


def test_numbers_of_a_core_form_count_by_their_place_or_as_printed() -> None:
    form = installed().latest("core-10")
    answers = {f"q{number}": 0 for number in range(1, 11)}

    by_place = score_form(form, answers | {"numbers": "by_place"})["clinical"].value
    as_printed = score_form(form, answers | {"numbers": "as_printed"})["clinical"].value

    assert (by_place, as_printed) == (8, 0)


def test_another_way_of_counting_stands_beside_the_score() -> None:
    answers = {f"q{number}": 3 for number in range(1, 11)}

    result = score_form(installed().latest("k10"), answers)["total"]

    assert dict(result.schemes) == {"zero-four": 20}
    assert result.band is None
    assert dict(result.other_bands) == {
        "Australian surveys, with items 8 and 9 in another form": "very high",
        "Australian GP care, with items 8 and 9 in another form": "severe",
    }


@pytest.mark.parametrize(
    "form", [each for each in MEASURES if each.version > 1], ids=lambda form: form.id
)
def test_a_measure_that_is_now_asked_item_by_item_goes_on_from_its_totals(
    form: FormDefinition,
) -> None:
    earlier = installed().get(form.id, 1)

    [declared] = form.continues
    for each in declared.scores:
        assert earlier.score(each.old).range == form.score(each.new).range
        assert earlier.score(each.old).direction == form.score(each.new).direction
