"""A fact that somebody spoilt counts as none, and is named."""

import pytest

from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.facts import senseless_facts
from therapist_app.record.repair.check_schedule import keep_place, place_of
from therapist_app.record.repair.checking_beside import CheckPlace

KEY = "check_place:it"


@pytest.mark.parametrize("text", ["no JSON", "[]", "{}", "[" * 100_000])
def test_a_fact_that_cannot_be_read_counts_as_none_and_is_named_as_senseless(
    service: ServiceFile, text: str
) -> None:
    keep_place(service, "it", CheckPlace(4))
    assert place_of(service, "it") == CheckPlace(4)
    assert list(senseless_facts(service)) == []

    service.run("UPDATE about SET value = ? WHERE key = ?", (text, KEY))

    assert place_of(service, "it") == CheckPlace()
    assert list(senseless_facts(service)) == [(KEY, text)]


def test_senseless_facts_are_named_in_the_order_of_their_keys(service: ServiceFile) -> None:
    for key, text in (
        ("told_up_to:b", "many"),
        ("told_up_to:a", "few"),
        ("told_up_to:c", "3"),
        ("of_a_later_version", "many"),
        (KEY, "some place"),
    ):
        service.run("INSERT INTO about (key, value) VALUES (?, ?)", (key, text))

    assert list(senseless_facts(service)) == [
        (KEY, "some place"),
        ("told_up_to:a", "few"),
        ("told_up_to:b", "many"),
    ]
