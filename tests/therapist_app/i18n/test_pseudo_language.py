"""The language that nobody speaks marks what is translated, and makes it longer."""

import pytest

from tests.support.windows.unmarked import outside_marks
from therapist_app.i18n.pseudo_language import (
    CLOSES,
    GROWS_BY,
    OPENS,
    PseudoTranslations,
    plain,
    pseudo,
)

TEXTS = (
    "Save",
    "Kept by {name} until {day}.",
    "&About",
    "And more: `python -m programme diff` lists them all, {count:,} of them.",
)


@pytest.mark.parametrize("text", TEXTS)
def test_every_text_stands_in_brackets_and_can_be_read_back(text):
    said = pseudo(text)

    assert said[0] + said[-1] == OPENS + CLOSES
    assert plain(said) == text


def test_a_text_grows_by_two_fifths():
    text = "What was saved after your last backup may be lost."

    assert len(text) * (1 + GROWS_BY) <= len(pseudo(text)) <= len(text) * (1 + GROWS_BY) + 5


def test_what_is_put_into_a_text_and_the_key_it_tells_stay():
    assert pseudo("Kept by {name}").format(name="Ann").startswith(f"{OPENS}Képt bý Ann ~")
    assert "&A" in pseudo("&About")


def test_what_stands_in_no_brackets_is_found_even_between_those_in_brackets():
    words = f"{pseudo('Kept by {name}').format(name=pseudo('nobody'))} · today {pseudo('until')}"

    assert outside_marks(words).split() == ["·", "today"]


def test_only_known_texts_are_marked_where_they_are_given():
    language = PseudoTranslations({("", "Save"), ("door", "Close"), ("", "{n} day")})

    assert language.gettext("Save") == language.gettext("\x04Save") == pseudo("Save")
    assert language.gettext("Close") == "Close"
    assert (
        language.gettext("door\x04Close") == language.pgettext("door", "Close") == pseudo("Close")
    )
    assert language.ngettext("{n} day", "{n} days", 2) == pseudo("{n} days")
    assert language.npgettext("door", "{n} day", "{n} days", 1) == "{n} day"
