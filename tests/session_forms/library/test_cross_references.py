"""The forms that a form names."""

from session_forms.library.cross_references import forms_named
from tests.support.session_forms.forms import make_form

NAMING = """
[[questions]]
id = "safe"
kind = "yes_no"
prompt = "Safe?"
shown_when = { band_of = { measure = "phq-9", score = "total", any_of = ["moderate"] } }

[[questions.alerts]]
when = { equals = false }
stream = "suicide"
level = "act"
states = "Not safe."
opens = ["suicide-enquiry", "safety-plan"]

[[questions]]
id = "aims"
kind = "from_form"
prompt = "Which?"
form = "goals"
question = "goals"
shown_when = { question = "safe", equals = true }
"""


def test_it_names_what_it_opens_what_it_takes_over_and_what_it_goes_by():
    named = list(forms_named(make_form(NAMING)))

    assert sorted(named) == ["goals", "phq-9", "safety-plan", "suicide-enquiry"]
