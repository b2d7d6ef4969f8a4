"""Forms written inline, for tests."""

from datetime import date

from session_forms.filling.states import Context
from session_forms.form.definition import FormDefinition
from session_forms.library.library import read_form

TODAY = date(2026, 3, 2)

HEAD = """
id = "sleep-check"
version = 1
title = "Sleep check"
licence = { status = "own", notice = "Own wording." }
"""

SLEEP_QUESTIONS = """
[[questions]]
id = "rested"
kind = "rating"
prompt = "On waking, how rested did you feel?"
low = { value = 0, label = "Not at all" }
high = { value = 4, label = "Completely" }

[[questions]]
id = "woke"
kind = "rating"
prompt = "How often did you wake in the night?"
low = { value = 0, label = "Never" }
high = { value = 4, label = "Every night" }

[[questions]]
id = "what_woke_you"
kind = "short_text"
prompt = "What woke you?"
shown_when = { question = "woke", at_least = 1 }

[[scores]]
id = "disturbance"
title = "Sleep disturbance"
items = ["rested", "woke"]
reversed_items = ["rested"]
range = [0, 8]
bands = [{ from = 0, label = "settled" }, { from = 5, label = "disturbed" }]
"""

_POINTS = """
options = [
    { value = 0, label = "Not at all" },
    { value = 1, label = "Several days" },
    { value = 2, label = "More than half the days" },
    { value = 3, label = "Nearly every day" },
]
"""

_ITEM_NINE = """
[[questions.alerts]]
stream = "suicide"
level = "watch"
when = { equals = 1 }
states = "Item 9 was answered with 1 today."
opens = ["suicide-enquiry"]

[[questions.alerts]]
stream = "suicide"
level = "act"
when = { from = 2, to = 3 }
states = "Item 9 was answered with 2 or 3 today."
opens = ["suicide-enquiry"]
"""

_PHQ_SCORE = """
[[scores]]
id = "total"
title = "Total"
items = ["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9"]
range = [0, 27]
missing = { max = 2, never_prorate = ["q9"] }
bands = [
    { from = 0, label = "minimal" },
    { from = 5, label = "mild" },
    { from = 10, label = "moderate" },
    { from = 15, label = "moderately severe" },
    { from = 20, label = "severe" },
]
cutoffs = [{ name = "caseness", at = 10 }]
reliable_change = { published = 6, source = "invented here", status = "verified" }
"""

_GAD_SCORE = """
[[scores]]
id = "total"
title = "Total"
items = ["q1", "q2", "q3", "q4", "q5", "q6", "q7"]
range = [0, 21]
missing = { max = 1 }
bands = [
    { from = 0, label = "minimal" },
    { from = 5, label = "mild" },
    { from = 10, label = "moderate" },
    { from = 15, label = "severe" },
]
cutoffs = [{ name = "screen", at = 10 }, { name = "NHS caseness", at = 8 }]
reliable_change = { published = 4, source = "invented here", status = "verified" }
"""


def make_form(body: str, *, form_id: str = "sleep-check", head: str = "") -> FormDefinition:
    """Return the form with these questions and scores; `head` holds more top-level keys."""
    text = HEAD.replace("sleep-check", form_id) + head + body
    return read_form(f"{form_id}.v1.toml", text)


def ask(question: str) -> FormDefinition:
    """Return a form of one question, `asked`, with these keys."""
    return make_form(f'[[questions]]\nid = "asked"\nprompt = "What is asked?"\n{question}')


def sleep_check() -> FormDefinition:
    """Return the invented form of the house: two ratings, a follow-up, a score."""
    return make_form(SLEEP_QUESTIONS)


def phq_shaped() -> FormDefinition:
    """Return nine items in the shape of the PHQ-9, with an alert on the ninth."""
    return make_form(_items(9) + _ITEM_NINE + _PHQ_SCORE, form_id="nine-items")


def gad_shaped() -> FormDefinition:
    """Return seven items in the shape of the GAD-7."""
    return make_form(_items(7) + _GAD_SCORE, form_id="seven-items")


def context(**facts: object) -> Context:
    """Return a moment on the tests' day."""
    return Context(**{"today": TODAY, **facts})


def _items(count: int) -> str:
    return "".join(
        f'[[questions]]\nid = "q{number}"\nkind = "rating"\nprompt = "Item {number}"\n{_POINTS}'
        for number in range(1, count + 1)
    )
