"""Every part of a programme can be said in one line."""

from typing import get_args

import pytest

from programme.definition.on_track_rules import RatingAtMost
from programme.definition.parts import (
    AfterEnd,
    Exclusion,
    FidelityBand,
    Link,
    OpenAlert,
    Reply,
    SayLine,
    Track,
)
from programme.definition.requirements import (
    AlertsRequirement,
    AnswerRequirement,
    Gate,
    ModuleRequirement,
    Requirement,
)
from programme.words.form_words import FormWords, wanted_answers
from programme.words.part_words import PATTERNS, part_words, worded
from session_forms.files.frozen import Definition
from session_forms.library.library import installed
from session_forms.questions.choices import ChoiceQuestion
from tests.support.programme.programmes import shelf

FORMS = FormWords(shelf(), {"week": 2, "mood": 9})


@pytest.mark.parametrize("kind", PATTERNS)
def test_a_part_in_one_line_says_all_that_it_holds(kind):
    untold = [each for each in kind.model_fields if f"{{0.{each}}}" not in PATTERNS[kind]]

    assert untold in ([], ["id"]), "who compares two versions is not told that it changed"


def test_every_kind_of_requirement_is_told_in_words_of_its_own():
    """Two versions are compared by them; the line of its keys would be said of one more."""
    kinds = [get_args(each)[0] for each in get_args(get_args(Requirement)[0])]

    assert AlertsRequirement in kinds
    untold = [each for each in kinds if part_words.dispatch(each) is part_words.dispatch(object)]
    assert untold == []


GATE = Gate(
    id="G1",
    kind="hard",
    before="S02",
    text="First things first.",
    requires=(
        AnswerRequirement(form="consent", question="teach_back", equals=True, filled_at_least=2),
        ModuleRequirement(module="M01", state="complete"),
        AlertsRequirement(alerts="acknowledged_with_action"),
    ),
)
GATE_WORDS = (
    "First things first. (consent, “Agreed?”: yes, in at least 2 finished fillings; "
    "every session of M01 is complete; every alert is acknowledged with an action)"
)
LOW = RatingAtMost(kind="rating_at_most", form="mood", questions=("a", "b"), at_most=2)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (SayLine(text="Wait."), "Wait."),
        (SayLine(text="Wait.", key=True), "Key: Wait."),
        (Reply(difficulty="Silent.", reply="Wait."), "Silent. Wait."),
        (Link(session="S02", text="Goes on."), "S02: Goes on."),
        (FidelityBand(at_least=80, label="high"), "from 80 %: high"),
        (Exclusion(id="X1", rule="Under 18", action="Refer."), "Under 18: Refer."),
        (OpenAlert(open_alert="child_safety"), "an alert about the safety of a child is open"),
        (AfterEnd(weeks=4), "4 weeks"),
        (AfterEnd(months=3), "3 months"),
        (Track(id="T", title="Another way"), "Another way"),
        (LOW, "kind: rating_at_most; form: mood; questions: a, b; at most: 2"),
        (GATE, GATE_WORDS),
    ],
)
def test_a_part_has_its_words(part: Definition, words: str) -> None:
    assert worded(part, FORMS) == words


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"form": "gone", "question": "q", "equals": "x"}, "gone, “q”: x"),
        ({"form": "consent", "question": "gone", "equals": 3}, "consent, “gone”: 3"),
        ({"form": "consent", "question": "level", "equals": "odd"}, "consent, “How far?”: “odd”"),
        ({"form": "consent", "question": "teach_back", "equals": False}, "consent, “Agreed?”: no"),
        (
            {"form": "consent", "question": "teach_back", "equals": True, "filled_at_least": 1},
            "consent, “Agreed?”: yes, once at least",
        ),
    ],
)
def test_a_form_or_question_that_is_not_there_is_called_by_its_id(
    asked: dict[str, object], words: str
) -> None:
    assert FORMS.requirement(AnswerRequirement.model_validate(asked)) == words


def test_a_form_is_found_in_its_pinned_version_or_else_in_the_newest() -> None:
    assert [FORMS.form(each) and FORMS.form(each).version for each in ("week", "mood")] == [2, 1]
    assert FORMS.form("gone") is None
    assert not FORMS.raises_alerts("gone")


def test_where_each_answer_will_do_none_is_listed() -> None:
    question = installed().latest("unwanted-thoughts").question("decision")
    assert isinstance(question, ChoiceQuestion)
    every = tuple(each.id for each in question.options)
    asked = {"form": "unwanted-thoughts", "question": "decision"}

    all_of_them = AnswerRequirement.model_validate({**asked, "any_of": every})
    some = AnswerRequirement.model_validate({**asked, "any_of": every[:2]})

    assert wanted_answers(all_of_them, question) == "any answer"
    first, second = (each.label for each in question.options[:2])
    assert wanted_answers(some, question) == f"“{first}” or “{second}”"
    assert wanted_answers(all_of_them, None) != "any answer"
