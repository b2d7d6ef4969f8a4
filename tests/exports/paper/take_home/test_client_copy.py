"""The copy that a client takes along."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from exports.errors import NothingToExport
from exports.paper.take_home.client_copy import (
    A_SHEET,
    PANEL_HEIGHT,
    PANEL_WIDTH,
    CopyLine,
    client_copy_pdf,
    passages,
    services_on,
)
from session_forms.filling.filling import start
from session_forms.filling.states import Context
from session_forms.library import library
from session_forms.reference.directory import installed_directory
from tests.support.sampling import sampled
from tests.support.session_forms.forms import make_form

DIRECTORY = installed_directory()
TODAY = date(2026, 11, 24)
PLAN = {
    "status": "complete",
    "signs": ("I sleep badly", "My chest is tight"),
    "own_steps_likely": 8,
    "services": ("eu-emergency", "gb-stop-it-now", "gone"),
    "safer_environment_done": "done",
    "gap_reason": "Left out",
    "review_date": "2026-12-01",
}
RULES = {
    "status": "complete",
    "children_in_household_or_role": "no",
    "situations": (
        {"area": "home", "agreed_boundary": "The laptop stays in the kitchen"},
        {"area": "online", "agreed_boundary": "Phone off at ten"},
    ),
}
EVERY_KIND = """
[client_copy]
title = "Mine"
sizes = ["a4"]

[[questions]]
id = "several"
kind = "multi"
prompt = "Several"
options = [{ id = "a", label = "First" }, { id = "b", label = "Second" }]

[[questions]]
id = "yes"
kind = "yes_no"
prompt = "Yes or no"

[[questions]]
id = "rated"
kind = "rating"
prompt = "Rated"
options = [{ value = 0, label = "Never" }, { value = 1, label = "Often" }]

[[questions]]
id = "menu"
kind = "choice"
prompt = "From my menu"
options_from = "own_menu"

[[questions]]
id = "kept"
kind = "short_text"
prompt = "Kept back"
can_decline = true

[[questions]]
id = "unsure"
kind = "choice"
prompt = "Unsure"
cannot_tell = true
options = [{ id = "a", label = "First" }, { id = "b", label = "Second" }]
"""


def state_of(form_id, answers):
    form = library.installed().latest(form_id)
    return start(form, Context(today=TODAY), answers)


def copy_of(state, size, **more):
    return client_copy_pdf(state, size, DIRECTORY, **more)


def pages_of(data):
    return [" ".join(each.extract_text().split()) for each in PdfReader(io.BytesIO(data)).pages]


@pytest.mark.parametrize(
    "form",
    sampled([form for form in library.installed().all() if form.client_copy], every=4),
    ids=lambda f: f.id,
)
def test_every_declared_size_of_every_copy_can_be_made(form):
    answers = {"safety-plan": PLAN, "boundaries": RULES}.get(form.id)
    if answers is None:
        shown = [each for each in form.questions if each.id not in form.client_copy.leaves_out]
        known = [each for each in shown if each.kind in SAMPLES or each.kind == "choice"]
        said = min(known, key=lambda each: each.kind == "table")  # rows are of this form alone
        answers = {said.id: SAMPLES.get(said.kind) or said.options[0].id}
    state = start(form, Context(today=TODAY), answers)

    for size in form.client_copy.sizes:
        [first, *_others] = pages_of(copy_of(state, size))

        assert form.client_copy.title in first


SAMPLES = {
    "yes_no": True,
    "table": ({"goal_text": "Cook at home"},),
    "short_text": "Words",
    "list": ("Words",),
}


@pytest.mark.parametrize("size", ["a4", "a4_large_print", "pocket_card"])
def test_every_copy_says_whom_to_call_and_leaves_a_line_where_nothing_is_settled(size):
    settled = {"emergency_number": "112", "clinic_phone": "+49 30 1234"}

    text = " ".join(pages_of(copy_of(state_of("safety-plan", PLAN), size, numbers=settled)))

    assert "If you or someone else is in danger now, call 112." in text
    assert "If you have thoughts of ending your life, call ______" in text
    assert "If you want to reach us, call +49 30 1234." in text
    assert "If your worry gets stronger" not in text


@pytest.mark.parametrize("size", ["a4", "a4_large_print", "pocket_card"])
def test_the_numbers_that_a_client_chose_stand_where_the_service_settled_none(size):
    chosen = PLAN | {"services": ("eu-emergency", "gb-samaritans", "gb-stop-it-now")}

    text = " ".join(pages_of(copy_of(state_of("safety-plan", chosen), size)))

    assert "If you or someone else is in danger now, call 112." in text
    assert "If you have thoughts of ending your life, call 116 123." in text
    assert "If your worry gets stronger" not in text, "it would say why somebody calls"
    settled = {"emergency_number": "999"}
    text = " ".join(pages_of(copy_of(state_of("safety-plan", chosen), size, numbers=settled)))
    assert "If you or someone else is in danger now, call 999." in text


def test_a_copy_names_neither_form_nor_code_nor_a_telling_service():
    for size in ("a4", "a4_large_print", "pocket_card"):
        data = copy_of(state_of("safety-plan", PLAN), size)
        text = " ".join(pages_of(data))

        assert "My plan" in text
        assert "Emergency number, European Union, day and night: 112" in text
        assert "A number to call, United Kingdom: 0808 1000 900" in text
        for telling in ("safety", "version", "Stop It", "stopitnow", "gone", "Left out"):
            assert telling not in text
        facts = PdfReader(io.BytesIO(data)).metadata
        assert facts.title == "My plan"
        assert not any((facts.author, facts.creator, facts.producer))


@pytest.mark.parametrize("size", ["a4", "a4_large_print", "pocket_card"])
def test_no_service_of_the_directory_is_named_on_a_copy(size):
    ids = [each.id for each in DIRECTORY]
    plans = [{**PLAN, "services": tuple(ids[at : at + 6])} for at in range(0, len(ids), 6)]
    named = {each.name for each in DIRECTORY if not each.name.isdigit()}
    named |= {address for each in DIRECTORY for address in (each.url, each.email)}
    named -= {"", "Crisis line"}

    copies = [copy_of(state_of("safety-plan", plan), size) for plan in plans]

    text = " ".join(page for each in copies for page in pages_of(each))
    assert "Crisis line, Netherlands, day and night: 113" in text
    assert "Crisis line, France, day and night: 3114" in text
    assert [each for each in named if each.lower() in text.lower()] == []


def test_the_services_on_a_copy_are_those_that_it_does_not_leave_out():
    state = state_of("safety-plan", PLAN)
    copy = state.form.client_copy
    unanswered = state_of("safety-plan", {key: PLAN[key] for key in PLAN if key != "services"})

    assert services_on(state, copy) == ("eu-emergency", "gb-stop-it-now", "gone")
    assert services_on(state, copy.model_copy(update={"leaves_out": ("services",)})) == ()
    assert services_on(unanswered, copy) == ()


def test_no_client_is_told_to_check_a_number():
    listed = [each.model_copy(update={"verified_on": date(2020, 1, 1)}) for each in DIRECTORY]
    state = state_of("safety-plan", {**PLAN, "services": ("nl-113",)})

    text = " ".join(pages_of(client_copy_pdf(state, "pocket_card", listed)))

    assert "Crisis line, Netherlands, day and night: 113 " in text
    assert "check before giving" not in text


def test_what_is_left_out_and_what_is_not_answered_are_not_on_the_copy():
    text = " ".join(pages_of(copy_of(state_of("safety-plan", PLAN), "a4")))

    assert "Where does the plan stand?" not in text
    assert "Which adults can I ask" not in text
    assert "8, from 0 = Not at all to 10 = Certain" in text
    assert "1 December 2026" in text


def test_each_row_of_a_table_stands_under_its_first_cell():
    state = state_of("boundaries", RULES)

    found = {each.heading: each.lines for each in passages(state, state.form.client_copy, {})}

    assert found["Which situations, and what do we agree for each?"] == (
        CopyLine("Home and family", strong=True),
        CopyLine("What I do instead: The laptop stays in the kitchen"),
        CopyLine("Online", strong=True),
        CopyLine("What I do instead: Phone off at ten"),
    )


def test_every_kind_of_answer_is_said_in_words_and_what_was_kept_back_is_not():
    form = make_form(EVERY_KIND)
    answers = {
        "several": ("a", "b"),
        "yes": False,
        "rated": 1,
        "menu": "A walk",
        "kept": {"declined": True},
        "unsure": {"cannot_tell": True},
    }
    state = start(form, Context(today=TODAY), answers)

    found = [
        (each.heading, [line.words for line in each.lines])
        for each in passages(state, form.client_copy, {})
    ]

    assert found == [
        ("Several", ["First", "Second"]),
        ("Yes or no", ["No"]),
        ("Rated", ["1 = Often"]),
        ("From my menu", ["A walk"]),
    ]


def test_a_card_is_as_large_as_a_bank_card_and_a_long_plan_goes_on_on_the_next_sheet():
    row = {"area": "home", "situation_type": "t " * 50, "agreed_boundary": "word " * 32}
    many = {**RULES, "situations": ({**row, "who_supports": "someone " * 7},) * 12}

    pages = pages_of(copy_of(state_of("boundaries", many), "pocket_card"))
    one = pages_of(copy_of(state_of("boundaries", RULES), "pocket_card"))

    assert (round(PANEL_WIDTH / 72 * 25.4, 1), round(PANEL_HEIGHT / 72 * 25.4, 1)) == (85.6, 54)
    assert len(one) == 1
    assert "1 of 1" in one[0]
    assert f"{A_SHEET} of " not in one[0]
    assert len(pages) == 2
    assert f"{A_SHEET + 1} of " in pages[1]
    assert all("fold each strip in the middle" in page for page in pages)


@pytest.mark.parametrize("size", ["a4", "pocket_card"])
def test_a_copy_of_practice_says_so_and_is_the_same_each_time(size):
    state = state_of("safety-plan", PLAN)

    data = copy_of(state, size, practice=True)

    assert data == copy_of(state, size, practice=True)
    assert "Practice: invented data" in " ".join(pages_of(data))


@pytest.mark.parametrize(
    ("form_id", "answers", "size"),
    [
        ("phq-9", {"q1": 1}, "a4"),
        ("agreement", {}, "pocket_card"),
        ("safety-plan", {"status": "in_progress"}, "a4"),
    ],
)
def test_what_cannot_be_made_is_said_with_what_to_do(form_id, answers, size):
    with pytest.raises(NothingToExport, match=f"^{form_id}: "):
        copy_of(state_of(form_id, answers), size)
