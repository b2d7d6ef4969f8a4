"""Our own keys inside FHIR extensions, and back."""

from datetime import date

import pytest

from session_forms.exchange.fhir_terms.extensions import (
    OUR_EXTENSION,
    is_ours,
    keys_of_ours,
    our_keys,
    standard_value,
)

KEYS = {
    "text": "words",
    "empty": "",
    "number": 3,
    "figure": 2.5,
    "truth": False,
    "day": date(2026, 3, 2),
    "list": [1, "two", {"three": 3}, ["four"]],
    "tree": {"below": {"further": True}},
}


def test_keys_come_back_as_they_went():
    [extension] = our_keys("question", KEYS)

    assert keys_of_ours({"extension": [extension]}, "question") == KEYS
    assert is_ours(extension)


def test_no_keys_are_no_extension():
    assert our_keys("question", {}) == []
    assert keys_of_ours({}, "question") == {}
    assert keys_of_ours({"extension": "canary"}, "question") == {}


@pytest.mark.parametrize(
    ("below", "keys"),
    [
        ({"valueString": "words"}, {}),
        ({"extension": [{"url": "-", "valueInteger": 1}]}, {}),
        ({"extension": [{"url": "a", "valueDate": "canary"}]}, {"a": None}),
        ({"extension": [{"url": "a", "valueDate": 7}]}, {"a": None}),
        ({"extension": [{"url": "a"}]}, {"a": None}),
        ({"extension": [{"url": "A name", "valueInteger": 1}]}, {"unknown_key": 1}),
        ({"extension": [{"valueInteger": 1}]}, {"unknown_key": 1}),
    ],
)
def test_what_we_never_write_is_read_as_nothing(below, keys):
    element = {"extension": [{"url": f"{OUR_EXTENSION}/question", **below}]}

    assert keys_of_ours(element, "question") == keys


def test_keys_that_stand_too_deep_are_read_as_nothing():
    tree = {"end": 1}
    for _ in range(30):
        tree = {"a": tree}

    found = keys_of_ours({"extension": our_keys("question", tree)}, "question")
    while found:
        found = found["a"]

    assert found is None


def test_the_value_of_a_standard_extension_is_found_by_its_name():
    address = "http://hl7.org/fhir/StructureDefinition/minValue"

    assert standard_value({"extension": [{"url": address, "valueInteger": 3}]}, "minValue") == 3
    assert standard_value({"extension": [{"url": address}]}, "minValue") is None
    assert standard_value({"extension": [{"url": 7}]}, "minValue") is None
