"""A form that says everything that can go out, and answers to it."""

from pathlib import Path

from session_forms.answers import CANNOT_TELL, DECLINED, Answers, QuestionId
from session_forms.form.definition import FormDefinition
from session_forms.library.library import load_form

SAMPLES = Path(__file__).parents[2] / "session_forms/exchange/samples"

ANSWERS: Answers = {
    QuestionId("often"): 3,
    QuestionId("rested"): 4,
    QuestionId("tense"): 10,
    QuestionId("way"): "walk",
    QuestionId("menu"): "Knitting",
    QuestionId("helped"): ("music", "friends"),
    QuestionId("chosen"): DECLINED,
    QuestionId("practised"): False,
    QuestionId("nights"): 0,
    QuestionId("free"): CANNOT_TELL,
    QuestionId("weight"): 2.25,
    QuestionId("rest"): 7,
    QuestionId("before"): ("one", "two"),
    QuestionId("again"): ("three",),
    QuestionId("day"): "2026-03-01",
    QuestionId("hour"): "07:45",
    QuestionId("moment"): "2026-03-01T23:05",
    QuestionId("word"): "calm",
    QuestionId("story"): "One line.\nAnother, “quoted”.",
    QuestionId("steps"): ("one", "two"),
    QuestionId("plan"): (
        {"what": "Walk", "where": "out", "alone": True, "times": 2, "sure": 0, "on": "2026-03-03"},
        {"what": "Call"},
    ),
    QuestionId("week"): ({}, {"mood": 5, "place": "in"}),
    QuestionId("services"): ("gb-samaritans",),
    QuestionId("rules"): "sample@1",
}


def in_parts() -> FormDefinition:
    """Return a form in parts with words of their own."""
    return load_form(SAMPLES / "in-parts.v2.toml")


def everything() -> FormDefinition:
    """Return the form that says everything that can go out."""
    return load_form(SAMPLES / "everything.v1.toml")
