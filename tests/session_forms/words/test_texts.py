"""Texts are marked, translated, and searched for what does not belong in a record."""

import subprocess
import sys
from gettext import NullTranslations
from pathlib import Path

import pytest

from session_forms.errors import FormError, InvalidAnswers
from session_forms.words.text_marks import marks_in, warning_about
from session_forms.words.texts import N_, install, translate

ROOT = Path(__file__).parents[3]


class Shouting(NullTranslations):
    """A language in capitals."""

    def gettext(self, message):
        return message.upper()


@pytest.fixture
def shouting():
    install(Shouting())
    yield
    install(NullTranslations())


def test_a_marked_text_stays_as_it_is():
    assert N_("Save") == "Save"
    assert translate("Save") == "Save"


@pytest.mark.usefixtures("shouting")
def test_an_installed_language_translates():
    assert translate("Save") == "SAVE"
    assert "WEB ADDRESS" in warning_about("http://x", ("url",))


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("see https://x", ("url",)),
        ("see www.example.org", ("url",)),
        ("see Example.COM/page", ("url",)),
        ("write to a.b@example.org", ("email",)),
        ("call 0800 123 456", ("phone_number",)),
        ("call +44 (0)20 7946 0000", ("phone_number",)),
        ("0-10 scale, 7 of 10", ()),
        ("on 2026-03-02 at 10:30", ()),
        ("on 12.03.2026", ()),
        ("slept 7.5 h, woke 3 times", ()),
        ("Ask me. Then go. e.g. tea", ()),
        ("", ()),
    ],
)
def test_addresses_and_numbers_are_found_and_plain_text_is_not(text, marks):
    assert marks_in(text) == marks


def test_only_what_is_asked_for_earns_a_warning():
    text = "a@example.org 0800 123 456"

    assert warning_about(text, ("email",)) == (
        "This looks like an e-mail address. Please leave it out."
    )
    assert warning_about(text, ()) == ""


def test_an_error_without_a_place_names_the_form():
    error = InvalidAnswers("gad-7", "", "something is wrong")

    assert isinstance(error, FormError)
    assert str(error) == "gad-7: something is wrong."


def test_what_is_needed_before_unlocking_does_not_bring_the_models_along():
    code = (
        "import sys, session_forms.errors, session_forms.answers, session_forms.words.texts;"
        " sys.exit('pydantic' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT)

    assert done.returncode == 0
