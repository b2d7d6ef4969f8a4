"""The measures that ship: exact wording where it may ship, and every figure as it was read.

The figures of measures scored item by item stand in `tests/session_forms/vectors`.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from session_forms.form.definition import FormDefinition
from session_forms.library.library import installed
from session_forms.scores.scores import Score
from session_forms.scoring.change import caseness, classify
from session_forms.scoring.scoring import score_form

VECTORS = Path(__file__).parents[1] / "session_forms/vectors"

FREQUENCY = (
    (0, "Not at all"),
    (1, "Several days"),
    (2, "More than half the days"),
    (3, "Nearly every day"),
)
PHQ_9 = (
    "Little interest or pleasure in doing things",
    "Feeling down, depressed, or hopeless",
    "Trouble falling or staying asleep, or sleeping too much",
    "Feeling tired or having little energy",
    "Poor appetite or overeating",
    (
        "Feeling bad about yourself — or that you are a failure or have let yourself or your "
        "family down"
    ),
    "Trouble concentrating on things, such as reading the newspaper or watching television",
    (
        "Moving or speaking so slowly that other people could have noticed? Or the opposite — "
        "being so fidgety or restless that you have been moving around a lot more than usual"
    ),
    "Thoughts that you would be better off dead or of hurting yourself in some way",
)
GAD_7 = (
    "Feeling nervous, anxious or on edge",
    "Not being able to stop or control worrying",
    "Worrying too much about different things",
    "Trouble relaxing",
    "Being so restless that it is hard to sit still",
    "Becoming easily annoyed or irritable",
    "Feeling afraid as if something awful might happen",
)

# form: score, items, range, direction, multiply, decimals, missing, bands, cut-offs,
#       reliable change, status
WORSE, BETTER = "higher-worse", "higher-better"
FIGURES = {
    "phq-9": (
        "total", 9, (0, 27), WORSE, 1, 0, (2, ("q9",)),
        {0: "minimal", 5: "mild", 10: "moderate", 15: "moderately severe", 20: "severe"},
        {"caseness": (10, None, "verified")}, (None, None, None, "verified"), "verified",
    ),
    "gad-7": (
        "total", 7, (0, 21), WORSE, 1, 0, (1, ()),
        {0: "minimal", 5: "mild", 10: "moderate", 15: "severe"},
        {"GAD screen": (10, None, "verified"), "caseness": (8, None, "verified")},
        (6, None, None, "verified"), "verified",
    ),
    "core-10": (
        "clinical", 1, (0, 40), WORSE, 1, 1, (0, ()),
        {0: "healthy or low", 11: "mild", 15: "moderate", 20: "moderate to severe", 25: "severe"},
        {"general distress": (11, None, "verified"), "depression": (13, None, "verified")},
        (6, None, None, "verified"), "verified",
    ),
    "who-5": (
        "percent", 1, (0, 100), BETTER, 4, 0, (0, ()), {0: "very low", 32: "low", 52: "not low"},
        {"poor wellbeing": (None, 48, "verified"), "likely depression": (None, 28, "verified")},
        None, "verified",
    ),
    "wsas": (
        "total", 1, (0, 40), WORSE, 1, 0, (0, ()),
        {0: "subclinical", 10: "significant", 21: "moderately severe or worse"}, {},
        None, "verified",
    ),
    "audit-c": (
        "total", 1, (0, 12), WORSE, 1, 0, (0, ()), {},
        {
            "positive, women (US studies)": (3, None, "verified"),
            "positive, men (US studies)": (4, None, "verified"),
        },
        None, "verified",
    ),
    "csbd-19": ("total", 1, (19, 76), WORSE, 1, 0, (0, ()), {}, {}, None, "memory"),
    "ders-16": ("total", 1, (16, 80), WORSE, 1, 0, (0, ()), {}, {}, None, "verified"),
    "bscs": (
        "total", 1, (13, 65), BETTER, 1, 0, (0, ()), {}, {},
        None, "verified",
    ),
    "ucla-3": (
        "total", 1, (3, 9), WORSE, 1, 0, (0, ()), {3: "not lonely", 6: "lonely"}, {},
        None, "verified",
    ),
    "sapas": (
        "total", 1, (0, 8), WORSE, 1, 0, (0, ()), {0: "below cut-off", 3: "positive screen"},
        {"clinical sample": (3, None, "verified")}, None, "verified",
    ),
    "dudit": (
        "total", 1, (0, 44), WORSE, 1, 0, (0, ()), {0: "below dependence", 25: "dependence likely"},
        {
            "drug problem, women": (2, None, "secondary"),
            "drug problem, men": (6, None, "secondary"),
            "dependence likely": (25, None, "secondary"),
        },
        None, "verified",
    ),
}  # fmt: skip
ENTERED = {"ceq", "csq-8", "eq-5d-5l", "neq", "ors", "srs", "ssps"}
"""Scores that are typed in, or read from a table, so that no item is added up."""

SCORE_ENTRY = sorted(set(FIGURES) - {"phq-9", "gad-7"})


def form_of(form_id: str) -> FormDefinition:
    """The first version: the one that took a total from paper, where there is one."""
    return installed().get(form_id, 1)


def figures_of(score: Score, items: int) -> tuple[object, ...]:
    change = score.reliable_change
    return (
        score.id,
        items,
        (score.range.low, score.range.high),
        score.direction,
        score.multiply,
        score.decimals,
        (score.missing.max, score.missing.never_prorate),
        {band.starts_at: band.label for band in score.bands},
        {line.name: (line.at, line.at_most, line.status) for line in score.cutoffs},
        change and (change.published, change.sd, change.r, change.status),
        score.status,
    )


@pytest.mark.parametrize(("form_id", "items"), [("phq-9", PHQ_9), ("gad-7", GAD_7)])
def test_the_items_are_word_for_word_the_official_ones(
    form_id: str, items: tuple[str, ...]
) -> None:
    scored = [form_of(form_id).question(f"q{number}") for number in range(1, len(items) + 1)]

    assert tuple(question.prompt for question in scored) == items
    assert {
        tuple((each.value, each.label) for each in question.options) for question in scored
    } == {FREQUENCY}
    assert {question.kind for question in scored} == {"rating"}
    assert not any(
        question.help or question.required or question.cannot_tell for question in scored
    )


def test_the_phq_9_asks_how_difficult_it_was_and_does_not_score_it() -> None:
    form = form_of("phq-9")
    last = form.questions[-1]

    assert [question.id for question in form.questions] == [
        *(f"q{each}" for each in range(1, 10)),
        "difficulty",
    ]
    assert last.prompt == (
        "If you checked off any problems, how difficult have these problems made it for you to "
        "do your work, take care of things at home, or get along with other people?"
    )
    assert [(each.value, each.label) for each in last.options] == [
        (0, "Not difficult at all"),
        (1, "Somewhat difficult"),
        (2, "Very difficult"),
        (3, "Extremely difficult"),
    ]
    assert "difficulty" not in form.score("total").items


def test_the_gad_7_has_seven_items_and_nothing_else() -> None:
    form = form_of("gad-7")

    assert [question.id for question in form.questions] == [f"q{each}" for each in range(1, 8)]


@pytest.mark.parametrize(
    ("form_id", "stem"),
    [
        (
            "phq-9",
            (
                "Over the last 2 weeks, how often have you been bothered by "
                "any of the following problems?"
            ),
        ),
        (
            "gad-7",
            "Over the last 2 weeks, how often have you been bothered by the following problems?",
        ),
    ],
)
def test_the_words_above_the_items_and_the_notice_are_the_official_ones(
    form_id: str, stem: str
) -> None:
    form = form_of(form_id)

    assert form.introduction == stem
    assert form.licence.status == "bundle"
    assert form.licence.notice.endswith(
        "No permission required to reproduce, translate, display or distribute."
    )
    assert form.licence.checked_on == date(2026, 11, 24)
    assert form.licence.source
    assert form.licence.attribution


def test_every_measure_is_in_a_list_of_figures() -> None:
    scored = {form_id for form_id in installed().ids() if installed().latest(form_id).scores}
    listed = json.loads((VECTORS / "figures.json").read_text("utf-8"))

    assert scored == set(listed) | ENTERED


@pytest.mark.parametrize("form_id", sorted(FIGURES))
def test_every_figure_is_the_one_that_was_read(form_id: str) -> None:
    score = form_of(form_id).scores[0]

    assert figures_of(score, len(score.items)) == FIGURES[form_id]
    assert score.sources


@pytest.mark.parametrize("form_id", sorted(FIGURES))
def test_a_rule_that_is_our_own_says_so(form_id: str) -> None:
    missing = form_of(form_id).scores[0].missing

    assert missing.policy


@pytest.mark.parametrize("form_id", SCORE_ENTRY)
def test_score_entry_holds_no_wording_of_the_instrument(form_id: str) -> None:
    form = form_of(form_id)

    assert form.licence.status == "score-entry"
    assert form.licence.notice.startswith("No wording of this instrument is included.")
    assert form.filled_by == "therapist"
    assert {question.kind for question in form.questions} <= {"number", "yes_no", "date", "choice"}
    assert [question.id for question in form.questions if question.kind == "choice"] == ["source"]
    assert form.question("completed_on").kind == "date"


@pytest.mark.parametrize("form_id", SCORE_ENTRY)
def test_an_entered_total_stays_within_the_instrument(form_id: str) -> None:
    form = form_of(form_id)
    total = form.question("total")
    times = form.scores[0].multiply

    assert (total.minimum * times, total.maximum * times) == FIGURES[form_id][2]


@pytest.mark.parametrize(
    ("form_id", "answers", "score_id", "value", "band"),
    [
        ("phq-9", (2, 2, 1, 1, 0, 3, 0, 0, 1), "total", 10, "moderate"),
        ("phq-9", (2, None, 1, 1, None, 3, 0, 0, 1), "total", 10, "moderate"),
        ("phq-9", (2, None, None, 1, None, 3, 0, 0, 0), "total", None, None),
        ("phq-9", (2, 2, 1, 1, 0, 3, 0, 0, None), "total", None, None),
        ("gad-7", (3, 3, 2, 2, 1, 0, 1), "total", 12, "moderate"),
        ("gad-7", (3, 3, None, 2, 1, 0, 1), "total", 12, "moderate"),
        ("gad-7", (3, 3, None, None, 1, 0, 1), "total", None, None),
    ],
)
def test_a_bundled_measure_scores_as_its_reference_vectors_say(
    form_id: str,
    answers: tuple[int | None, ...],
    score_id: str,
    value: int | None,
    band: str | None,
) -> None:
    given = {f"q{place}": each for place, each in enumerate(answers, start=1) if each is not None}

    result = score_form(form_of(form_id), given)[score_id]

    assert (result.value, result.band) == (value, band)


@pytest.mark.parametrize(
    ("form_id", "answers", "score_id", "value", "band"),
    [
        ("who-5", {"total": 12}, "percent", 48, "low"),
        ("who-5", {"total": 13}, "percent", 52, "not low"),
        ("who-5", {"total": 7}, "percent", 28, "very low"),
        ("wsas", {"item_1_answered": True, "total": 20}, "total", 20, "significant"),
        ("wsas", {"item_1_answered": True, "total": 21}, "total", 21, "moderately severe or worse"),
        ("wsas", {"item_1_answered": False, "total_items_2_to_5": 17}, "total", None, None),
        (
            "wsas",
            {"item_1_answered": False, "total_items_2_to_5": 17},
            "total_items_2_to_5",
            17,
            None,
        ),
        ("dudit", {"item_1": 0}, "total", None, None),
        ("dudit", {"item_1": 3, "total": 33}, "total", 33, None),
        ("core-10", {"item_6": 1, "total": 13}, "clinical", 13, None),
        ("core-10", {"item_6": {"cannot_tell": True}, "total": 0}, "clinical", 0, None),
        ("ucla-3", {"total": 6}, "total", 6, "lonely"),
        ("sapas", {"total": 3}, "total", 3, "positive screen"),
        ("csbd-19", {"total": 50}, "total", 50, None),
    ],
)
def test_an_entered_total_becomes_the_score_of_the_instrument(
    form_id: str, answers: dict[str, object], score_id: str, value: int | None, band: str | None
) -> None:
    result = score_form(form_of(form_id), answers)[score_id]

    assert (result.value, result.band) == (value, band)


@pytest.mark.parametrize(("form_id", "line"), [("phq-9", 10), ("gad-7", 8), ("core-10", 11)])
def test_caseness_is_the_line_of_the_outcome_report(form_id: str, line: int) -> None:
    assert caseness(form_of(form_id).scores[0]).at == line


@pytest.mark.parametrize(
    ("form_id", "first", "last", "outcome"),
    [
        ("phq-9", 16, 9, "reliable-improvement"),
        ("phq-9", 16, 10, "no-reliable-change"),
        ("gad-7", 8, 14, "reliable-deterioration"),
        ("gad-7", 8, 13, "no-reliable-change"),
        ("core-10", 20, 14, "reliable-improvement"),
        ("bscs", 13, 65, "not-calculable"),
        ("reqol-10", 0, 40, "not-calculable"),
        ("wsas", 30, 10, "not-calculable"),
        ("who-5", 20, 80, "not-calculable"),
    ],
)
def test_change_is_called_reliable_only_on_sourced_figures(
    form_id: str, first: int, last: int, outcome: str
) -> None:
    assert classify(form_of(form_id).scores[0], first, last).outcome == outcome
