"""The reference vectors of every measure, and every figure as it was read."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from session_forms.errors import InvalidAnswers
from session_forms.filling.filling import start
from session_forms.library.library import installed
from session_forms.scoring import goal_attainment
from session_forms.scoring.scoring import prompts_raised, score_form
from tests.support.sampling import sampled
from tests.support.session_forms.forms import context

FOLDER = Path(__file__).parents[1] / "vectors"
OTHERS = {"figures", "gas"}
VECTORS = [
    pytest.param(data["form"], vector, id=f"{data['form']}: {vector['name']}")
    for path in sorted(FOLDER.glob("*.json"))
    if path.stem not in OTHERS
    for data in [json.loads(path.read_text("utf-8"))]
    for vector in data["vectors"]
]
FIGURES = json.loads((FOLDER / "figures.json").read_text("utf-8"))
ITEM_BY_ITEM = sorted(FIGURES)


# Acceptance G105
@pytest.mark.parametrize(
    ("form_id", "vector"), [each for each in VECTORS if not each.values[1].get("invalid")]
)
def test_a_vector_scores_as_it_says(form_id, vector):
    results = score_form(installed().latest(form_id), vector["answers"])

    assert {each: results[each].value for each in vector["expect"]} == vector["expect"]
    bands = vector.get("band", {})
    assert {each: results[each].band for each in bands} == bands


def every_score() -> str:
    return json.dumps(
        [
            [str(each.value), each.band]
            for form_id, vector in (each.values for each in VECTORS)
            if not vector.get("invalid")
            for each in score_form(installed().latest(form_id), vector["answers"]).values()
        ]
    )


# Acceptance G104
@pytest.mark.parametrize(
    "place",
    sampled(
        [
            {"TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"},
            {"TZ": "America/St_Johns", "LC_ALL": "fr_FR.UTF-8", "LANGUAGE": "fr"},
            {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "7"},
        ],
        every=3,
    ),
    ids=["Kiritimati, German", "St John's, French", "UTC, plain"],
)
def test_neither_time_zone_nor_language_nor_decimal_comma_changes_a_score(place):
    module = "tests.session_forms.scoring.test_measure_vectors"
    code = f"from {module} import every_score; print(every_score())"

    elsewhere = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[3],
        env={**os.environ, **place},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert json.loads(elsewhere) == json.loads(every_score())
    assert len(json.loads(elsewhere)) > 100


@pytest.mark.parametrize(
    ("form_id", "vector"), [each for each in VECTORS if each.values[1].get("invalid")]
)
def test_an_invalid_vector_is_refused_or_has_no_score(form_id, vector):
    form = installed().latest(form_id)

    # An edition that nobody stated cannot be refused in a form that is being filled in.
    if form.item_rules.editions:
        assert [each.value for each in score_form(form, vector["answers"]).values()] == [None]
    else:
        with pytest.raises(InvalidAnswers):
            score_form(form, vector["answers"])


@pytest.mark.parametrize(
    ("form_id", "vector"), [each for each in VECTORS if "critical" in each.values[1]]
)
def test_a_vector_raises_the_alerts_it_says(form_id, vector):
    state = start(installed().latest(form_id), context(), vector["answers"])

    raised = list(dict.fromkeys(str(alert.question_id) for alert in state.alerts))

    assert raised == vector["critical"]


@pytest.mark.parametrize(
    ("form_id", "vector"), [each for each in VECTORS if "prompts" in each.values[1]]
)
def test_a_vector_opens_the_prompts_it_says(form_id, vector):
    opened = prompts_raised(installed().latest(form_id), vector["answers"])

    assert [each.question_id for each in opened] == vector["prompts"]


def test_there_are_as_many_vectors_as_were_written():
    assert len(VECTORS) == 167


@pytest.mark.parametrize("form_id", ITEM_BY_ITEM)
def test_every_figure_is_the_one_that_was_read(form_id):
    form, figures = installed().latest(form_id), FIGURES[form_id]

    assert form.licence.status == figures["verdict"]
    for question_id, options in figures["items"].items():
        assert [point.value for point in form.question(question_id).points] == options
    for score_id, expected in figures["scores"].items():
        assert figures_of(form.score(score_id)) == expected, score_id


def figures_of(score):
    return {
        "items": list(score.items),
        "aggregate": score.aggregate,
        "multiply": score.multiply,
        "range": [score.range.low, score.range.high],
        "direction": score.direction,
        "decimals": score.decimals,
        "missing": score.missing.max,
        "never": list(score.missing.never_prorate),
        "bands": [[band.starts_at, band.label] for band in score.bands],
        "bands_status": score.bands_status,
        "other_bands": [
            [band.starts_at, band.label] for each in score.other_bands for band in each.bands
        ],
        "cutoffs": [
            [line.at, line.at_most, line.group, line.country, line.status] for line in score.cutoffs
        ],
        "status": score.status,
        "reversed": list(score.reversed_items),
    }


@pytest.mark.parametrize("form_id", ITEM_BY_ITEM)
def test_a_published_change_is_the_one_that_was_read_and_says_how_well(form_id):
    figures = FIGURES[form_id]
    changes = [score.reliable_change for score in installed().latest(form_id).scores]
    change = next((each for each in changes if each is not None), None)

    if figures["published"] is None:
        assert change is None or change.published is None
    else:
        assert (change.published, change.status) == (figures["published"], figures["rc_status"])


GAS = json.loads((FOLDER / "gas.json").read_text("utf-8"))["vectors"]


@pytest.mark.parametrize("vector", GAS, ids=[each["name"] for each in GAS])
def test_goal_attainment_comes_out_as_its_vectors_say(vector):
    t = goal_attainment.t_score(vector["ratings"], vector["weights"])

    assert round(t, 2) == vector["expect"]["t"]
