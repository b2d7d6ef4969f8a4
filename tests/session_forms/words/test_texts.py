"""Texts are marked, translated, and searched for what does not belong in a record."""

import subprocess
import sys
from gettext import NullTranslations
from pathlib import Path

import pytest

from session_forms.errors import FormError, InvalidAnswers
from session_forms.words.text_marks import marks_in, warning_about
from session_forms.words.texts import (
    N_,
    NN_,
    NP_,
    counted,
    install,
    language,
    ngettext,
    npgettext,
    pgettext,
    translate,
)
from tests.support.catalogues import Catalogue

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


ALERTS = NN_("{count} alert", "{count} alerts")


@pytest.fixture
def polish():
    """A language with three forms for counts, and two words where English has one."""
    catalogue = Catalogue("pl")
    catalogue.add("Save", "Zapisz")
    catalogue.add(
        ("{count} alert", "{count} alerts"), ("{count} alarm", "{count} alarmy", "{count} alarmów")
    )
    catalogue.add("Open", "Otwórz", context="verb")
    catalogue.add("Open", "Otwarte", context="state")
    catalogue.add(
        ("{count} open", "{count} open"),
        ("{count} otwarty", "{count} otwarte", "{count} otwartych"),
        context="state",
    )
    install(catalogue.translations(), "pl")
    yield
    install(NullTranslations())


def test_english_has_one_form_for_one_and_one_for_every_other_count():
    assert [counted(ALERTS, count) for count in (0, 1, 2)] == ["0 alerts", "1 alert", "2 alerts"]
    assert ngettext("one", "several", 1) == npgettext("alert", "one", "several", 1) == "one"


@pytest.mark.usefixtures("polish")
def test_a_language_may_have_more_than_two_forms():
    assert [counted(ALERTS, count) for count in (1, 3, 5)] == ["1 alarm", "3 alarmy", "5 alarmów"]
    open_ones = npgettext("state", "{count} open", "{count} open", 22)
    assert open_ones.format(count=22) == "22 otwarte"


@pytest.mark.usefixtures("polish")
def test_one_english_word_is_two_words_where_the_context_says_so():
    assert pgettext("verb", "Open") == translate(NP_("verb", "Open")) == "Otwórz"
    assert pgettext("state", "Open") == translate(NP_("state", "Open")) == "Otwarte"


@pytest.mark.usefixtures("polish")
def test_a_word_that_is_not_translated_stays_english_without_its_context():
    assert translate(NP_("noun", "Open")) == pgettext("noun", "Open") == "Open"


@pytest.mark.usefixtures("polish")
def test_no_text_stays_no_text():
    assert translate("") == ""


def test_the_language_is_known_to_those_who_write_days_and_numbers():
    assert language() == "en"
    install(NullTranslations(), "pl")
    assert language() == "pl"
    install(NullTranslations())


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
