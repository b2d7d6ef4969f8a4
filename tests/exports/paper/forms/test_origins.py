"""Lines on paper that nobody answers as such: taken over from an earlier form, or worked out."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from exports.paper.forms.worksheet import filled_from, worksheet_pdf
from exports.paper.take_home.client_copy import CopyLine, passages
from session_forms.filling import prefill
from session_forms.filling.filling import start
from session_forms.filling.states import Context
from session_forms.questions.from_form import EarlierForm
from tests.support.session_forms.forms import make_form

TODAY = date(2026, 3, 2)
FORM = """
[[parts]]
id = "week"
title = "The week in figures"
introduction = "Think of every day."

[[parts]]
id = 2
title = "The rest"

[client_copy]
title = "Mine"
sizes = ["a4"]

[[questions]]
id = "first"
kind = "number"
prompt = "First"
part = "week"

[[questions]]
id = "second"
kind = "number"
prompt = "Second"
part = "week"

[[questions]]
id = "begun"
part = 2
kind = "date"
prompt = "Begun"

[[questions]]
id = "ended"
part = 2
kind = "date"
prompt = "Ended"

[[questions]]
id = "both"
part = 2
kind = "computed"
prompt = "Both together"
compute = "sum"
of = ["first", "second"]
unit = "points"

[[questions]]
id = "less"
part = 2
kind = "computed"
prompt = "One less the other"
compute = "difference"
of = ["second", "first"]

[[questions]]
id = "weeks"
part = 2
kind = "computed"
prompt = "How long"
compute = "weeks_between"
of = ["begun", "ended"]

[[questions]]
id = "mine"
part = 2
kind = "from_form"
prompt = "My signs"
form = "warning-sign-ladder"
question = "signs"

[[questions]]
id = "read"
part = 2
kind = "from_form"
prompt = "My first step"
form = "warning-sign-ladder"
question = "step"
editable = false
"""
LINES = {"signs": ("I sleep badly", "I stay up"), "step": ("Ring my brother",)}


@pytest.fixture(scope="module")
def form():
    return make_form(FORM)


@pytest.fixture
def state(form):
    earlier = EarlierForm("Warning signs", date(2026, 2, 23), LINES)
    context = Context(today=TODAY, earlier={"warning-sign-ladder": earlier})
    answers = {"first": 3, "second": 5, **prefill.initial(form, context)}
    return start(form, context, answers)


def printed(data):
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_blank_form_says_how_such_lines_come_about(form):
    text = printed(worksheet_pdf(form))

    for said in (
        "Worked out: 1, 2 added up.",
        "Worked out: 2 less 1.",
        "Worked out: the whole weeks from 3 to 4.",
        "Copied from the form \N{LEFT DOUBLE QUOTATION MARK}warning sign ladder",
        ", and changed where needed.",
    ):
        assert said in text


def test_what_is_only_read_has_no_room_to_write_on_a_blank_form(form):
    fields = PdfReader(io.BytesIO(worksheet_pdf(form, fillable=True))).get_fields()

    assert not any(name.startswith("read") for name in fields)
    assert "mine.line1" in fields


def test_a_filled_form_says_the_figures_and_where_lines_are_from(form, state):
    text = printed(worksheet_pdf(form, filled_from(state, "K7-412")))

    assert "5. Both together 8 points" in text
    assert "6. One less the other 2" in text
    assert "7. How long Not answered" in text
    assert "From Warning signs, 23 February 2026 1. I sleep badly 2. I stay up" in text
    assert "1. Ring my brother" in text
    assert "Worked out" not in text


def test_a_part_has_its_title_and_its_introduction(form):
    text = printed(worksheet_pdf(form))

    assert "The week in figures Think of every day. 1. First" in text
    assert "The rest 3. Begun" in text


def test_a_copy_for_the_client_has_the_figures_that_are_known(form, state):
    found = {each.heading: each.lines for each in passages(state, form.client_copy, {})}

    assert found["Both together"] == (CopyLine("8 points"),)
    assert "How long" not in found
    assert found["My first step"] == (CopyLine("\N{BULLET} Ring my brother", is_entry=True),)
