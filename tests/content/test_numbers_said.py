"""Texts that say a number in words say the number of the form, or of the rule, that they mean."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from programme.checks.wording import HELP_LINES
from session_forms.library import library
from session_forms.questions.choices import ChoiceQuestion
from session_forms.questions.entries import ListQuestion
from session_forms.questions.ratings import RatingQuestion, ScaleQuestion
from therapist_app.screens.hand_over.pin import LEAST_DIGITS

ROOT = Path(__file__).parents[2]
PROGRAMMES = ("programme/modules/pps-core", "programme/starter")
WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
NUMBER = rf"({WORDS.replace(' ', '|')}|\d+)"
NOUN = "(?:questions|lines|items|ratings|boxes|answers|messages|digits)"
COUNT = rf"\b{NUMBER} (?:[a-z]{{3,}} )?{NOUN}\b"
FORMS = library.installed()


def asked(form: str, kind: type = object) -> int:
    """How many questions of a kind a form asks whatever was answered before."""
    questions = FORMS.latest(form).questions
    return sum(isinstance(each, kind) and each.shown_when is None for each in questions)


def before(form: str, question: str) -> int:
    return [each.id for each in FORMS.latest(form).questions].index(question)


def options(form: str, question: str) -> int:
    [found] = [each for each in FORMS.latest(form).questions if each.id == question]
    assert isinstance(found, ChoiceQuestion)
    return len(found.options)


FEEDBACK = asked("session-feedback", ScaleQuestion)
REVIEW = before("on-track-review", "decision")
MESSAGES = asked("key-messages", ChoiceQuestion)
WEEKLY_CHECK = asked("risk-check") + 1  # the first meeting alone has no boundaries to ask about
BOXES = asked("change-balance", ListQuestion)

# How it is said of something that is counted elsewhere, and how many of it there are.
HELD = (
    (r"{n} short questions(?: about today| about our meeting|[.,] the lowest)", FEEDBACK),
    (r"{n} ratings by the client at the end of a meeting", FEEDBACK),
    (r"five minutes, {n} questions", WEEKLY_CHECK),
    (r"(?:it has|all) {n} lines", asked("needs", RatingQuestion)),
    (r"{n} (?:plain )?messages", MESSAGES),
    (r"the {n} lines(?:\. Not sure| have no exceptions)", MESSAGES),
    (r"check of {n} lines|{n} lines the client fills in at a follow", asked("maintenance-check")),
    (r"(?:the|all|##) {n} boxes|{n} boxes, two (?:rulers|minutes)", BOXES),
    (r"the {n} loneliness questions", asked("ucla-3", RatingQuestion)),
    (r"one of the {n} answers is marked", options("sexual-wellbeing", "medical_review")),
    (r"(?:its|the) {n} questions(?: come| were| may| on the| of the course|, if)", REVIEW),
    (r"{n} questions (?:help us find out|when a rule)|opens {n} questions", REVIEW),
    (r"the {n} help lines", HELP_LINES.count("- ")),
    (r"PIN of {n} digits", LEAST_DIGITS),
)
# What the text counts out itself, or leaves to the client; "safety" is held by its key lines.
OWN = {
    "s02-two-plans/therapist.md": "six boxes",
    "s04-shared-map-goals/therapist.md": "five boxes, four lines",
    "s05-attraction-harm-shame/handout.md": "three lines",
    "s06-reasons-readiness/therapist.md": "two boxes, two opposite answers, three boxes",
    "s07-good-life-map/therapist.md": "seven boxes",
    "s08-self-monitoring/therapist.md": "three lines",
    "s10-naming-calming-review/session.toml": "20 questions",
    "s10-naming-calming-review/therapist.md": "six boxes",
    "s12-home-digital-plan/handout.md": "five short questions",
    "s13-permission-hopeless-thoughts/handout.md": "three questions",
    "s13-permission-hopeless-thoughts/session.toml": "three questions",
    "s14-perspective-responsibility/handout.md": "three lines",
    "s14-perspective-responsibility/therapist.md": "two safety questions",
    "s16-sexual-wellbeing/therapist.md": "three lines",
    "s17-relationships-loneliness/therapist.md": "three questions",
    "s18-support-telling/handout.md": "four questions, three good answers",
    "s19-problem-solving-maintenance/handout.md": "two lines",
    "s19-problem-solving-maintenance/session.toml": "two lines",
    "s20-ending/therapist.md": "two safety questions",
    "training/first-session.toml": "two lines",
    "b1-four-weeks/therapist.md": "two boxes, three lines",
    "b2-eight-weeks/therapist.md": "three boxes",
    "fu3-three-months/handout.md": "five questions",
    "fu3-three-months/therapist.md": "two questions, two safety questions",
    "fu6-six-months/therapist.md": "two safety questions",
    "fu12-twelve-months/handout.md": "four lines",
    "training/knowledge-checks.toml": "two lines",
    "s01-arriving/therapist.md": "two key questions",
}


def texts(*folders: str) -> Iterator[tuple[str, str]]:
    """Each text as its folder and name, with what it says."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".md", ".toml"}:
                yield f"{path.parent.name}/{path.name}", path.read_text("utf-8")


def mentions(text: str, said: str) -> Iterator[re.Match[str]]:
    return re.finditer(said.replace("{n}", NUMBER), text, re.IGNORECASE)


def number(found: re.Match[str]) -> int:
    word = next(each for each in found.groups() if each).lower()
    return int(word) if word.isdigit() else WORDS.split().index(word) + 1


@pytest.mark.parametrize(("said", "there"), HELD, ids=[said for said, _ in HELD])
def test_a_text_says_as_many_as_there_are(said: str, there: int) -> None:
    places = (*PROGRAMMES, "session_forms/definitions")
    counts = {
        (name, found[0], number(found))
        for name, text in texts(*places)
        for found in mentions(text, said)
    }

    assert counts
    assert {each for each in counts if each[2] != there} == set()


def test_of_every_count_in_a_programme_it_is_decided_what_it_counts() -> None:
    undecided = []
    for name, text in texts(*PROGRAMMES):
        held = [found.span() for said, _ in HELD for found in mentions(text, said)]
        own = OWN.get(name, "").split(", ")
        undecided += [
            (name, found[0])
            for found in mentions(text, COUNT)
            if not any(start <= found.start() and found.end() <= end for start, end in held)
            and found[0].lower() not in own
        ]

    assert undecided == []
