"""A service in words: named for the therapist, nameless for a client's own copy."""

from datetime import date

import pytest

from session_forms.reference import service_words
from session_forms.reference.directory import installed_directory, is_printed
from session_forms.reference.service_words import (
    anonymity_words,
    audience_words,
    channels_words,
    check_words,
    clinic_words,
    kind_words,
    languages_words,
    neutral_words,
    neutral_words_to_check,
    place_of,
    text_words,
)
from tests.support.session_forms.reference import ENTRY, local_text, service

TODAY = date(2026, 3, 1)
FRESH = date(2026, 2, 1)


def line(tmp_path, **changes):
    return service(tmp_path).model_copy(update={"verified_on": FRESH, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Crisis line: 1"),
        ({"hours": "day and night"}, "Crisis line, day and night: 1"),
        ({"phone": "116 123"}, "Crisis line: 116\N{NO-BREAK SPACE}123"),
        ({"kind": "emergency"}, "Emergency number: 1"),
        ({"kind": "prevention_line"}, "A number to call: 1"),
        ({"kind": "child_protection"}, "A number to call: 1"),
        ({"kind": "treatment"}, "A number to call: 1"),
        ({"kind": "own_clinic"}, "A number to call: 1"),
        ({"kind": "own_doctor"}, "Doctor: 1"),
        ({"kind": "child_helpline"}, "A number to call: 1"),
        ({"phone": "", "url": "tells-why.example"}, "Crisis line: ask us how to reach it"),
    ],
)
def test_a_copy_says_kind_country_hours_and_number(tmp_path, changes, words):
    entry = line(tmp_path, **changes)
    kind, colon, number = words.partition(": ")
    first, _comma, hours = kind.partition(", ")

    said = ", ".join(each for each in (first, place_of(entry), hours) if each)
    assert place_of(entry)
    assert neutral_words(entry) == f"{said}{colon}{number}"


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({"verified_on": date(2025, 8, 31)}, " (check before giving)"),
        ({"verified_on": date(2025, 9, 1)}, ""),
        ({"verified_on": None, "source_on": FRESH}, " (check before giving)"),
        ({"verified_on": None}, " (no day is known: check before giving)"),
        ({"status": "unverified"}, " (not verified: check before giving)"),
        ({"verified_on": None, "phone": "", "url": "a.example"}, ""),
    ],
)
def test_whether_to_check_is_said_where_it_stays_in_the_clinic_and_to_no_client(
    tmp_path, changes, mark
):
    entry = line(tmp_path, **changes)

    with_its_day = entry.model_copy(update={"source_on": FRESH})
    assert neutral_words_to_check(entry, TODAY) == f"{neutral_words(with_its_day)}{mark}"
    assert "check" not in neutral_words(entry)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("crisis_line", "ask us how to reach it"),
        ("prevention_line", "ask us how to reach it"),
        ("own_clinic", "1"),
        ("own_doctor", "1"),
    ],
)
def test_a_number_of_no_day_is_left_off_a_copy_unless_the_clinic_settled_it(tmp_path, kind, said):
    entry = line(tmp_path, kind=kind, verified_on=None)

    assert neutral_words(entry).endswith(f": {said}")


@pytest.mark.parametrize("entry", installed_directory(), ids=lambda entry: entry.id)
def test_no_installed_service_is_named_on_a_copy(entry):
    said = neutral_words(entry)

    named = [entry.name] if not entry.name.isdigit() else []
    named = [each for each in (*named, entry.url, entry.email) if each not in {"", "Crisis line"}]
    assert [each for each in named if each.lower() in said.lower()] == []
    number = "\N{NO-BREAK SPACE}".join(entry.phone.split())
    assert (bool(number) and number in said) == is_printed(entry)


def test_in_the_clinic_a_service_goes_by_name(tmp_path):
    old = line(tmp_path, verified_on=None)

    assert clinic_words(line(tmp_path), TODAY) == "A line, 1"
    assert clinic_words(old, TODAY) == "A line, 1 (no day is known: check before giving)"
    assert clinic_words(line(tmp_path, phone="", url="a.example"), TODAY) == "A line, a.example"
    named_so = line(tmp_path, name="Children 116111", phone="116 111")
    assert clinic_words(named_so, TODAY) == "Children 116111"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"verified_on": date(2025, 8, 31)}, "check before giving: last checked 31 August 2025"),
        ({"verified_on": None}, "check before giving: seen in a source without a day"),
        (
            {"verified_on": None, "source_on": date(2023, 1, 16)},
            "check before giving: seen in a source of 16 January 2023",
        ),
        ({"status": "unverified"}, "check before giving: nobody has verified this contact"),
        ({"status": "no_contact"}, "no contact is known; not offered"),
    ],
)
def test_why_to_check_is_said(tmp_path, changes, words):
    assert check_words(line(tmp_path, **changes), TODAY) == words


def test_kind_audience_languages_and_country_are_said_by_name(tmp_path):
    entry = line(
        tmp_path, audience=("self", "family"), languages=("en", "tlh"), country="worldwide"
    )

    assert kind_words(entry) == "Crisis line"
    assert audience_words(entry) == "for the client, family"
    assert languages_words(entry) == "English, tlh"
    assert channels_words(line(tmp_path, channels=("phone", "chat"))) == "telephone, chat"
    assert place_of(entry) == "Worldwide"
    assert place_of(service(tmp_path, ENTRY)) == "XX"


def test_every_country_and_language_of_the_installed_list_has_a_name():
    entries = installed_directory()

    assert {each.country for each in entries} <= set(service_words.COUNTRIES)
    assert {code for each in entries for code in each.languages} <= set(service_words.LANGUAGES)


def test_a_local_text_goes_by_place_and_version(tmp_path):
    assert text_words(local_text(tmp_path)) == "Here (invented), version 3"


@pytest.mark.parametrize(
    ("anonymous", "words"),
    [(True, "callers may stay unknown"), (False, "callers say who they are"), (None, "")],
)
def test_a_service_says_whether_its_callers_stay_unknown(tmp_path, anonymous, words):
    entry = service(tmp_path, ENTRY).model_copy(update={"anonymous": anonymous})

    assert anonymity_words(entry) == words
