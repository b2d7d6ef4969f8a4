"""A sealed first contact opens for its recipient alone, and only as what it is."""

import json

import pytest

from exports.errors import PackageRefused, SealRefused
from exports.package.hand_over_file import (
    MOST_BYTES,
    MOST_CHARACTERS,
    HandOverFile,
    opened_hand_over,
    read_hand_over,
    sealed_hand_over,
)
from exports.package.sealing import new_age_key, seal, unseal
from session_forms.answers import QuestionId
from session_forms.library.library import installed

KEY, IDENTITY = new_age_key()
FORM = installed().latest("first-contact")
ROBIN = HandOverFile("Robin", "0700 900 111", {QuestionId("source"): "self"}, practice=False)


def test_it_opens_for_whom_it_is_sealed_and_for_nobody_else():
    data = sealed_hand_over(ROBIN, FORM, KEY)

    assert opened_hand_over(data, IDENTITY, FORM) == ROBIN
    with pytest.raises(SealRefused):
        opened_hand_over(data, new_age_key()[1], FORM)
    with pytest.raises(SealRefused):
        opened_hand_over(data[:-1], IDENTITY, FORM)


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "another"},
        {"version": 2},
        {"practice": "no"},
        {"name": 7},
        {"contact": "0" * (MOST_CHARACTERS + 1)},
        {"answers": []},
        {"answers": {"resourceType": "Patient"}},
        {"answers": None},
    ],
)
def test_what_is_no_hand_over_is_refused_without_a_word_of_it(changed):
    told = json.loads(unseal(sealed_hand_over(ROBIN, FORM, KEY), IDENTITY)) | changed

    with pytest.raises(PackageRefused) as refused:
        opened_hand_over(seal(json.dumps(told).encode(), KEY), IDENTITY, FORM)

    assert "on paper instead" in str(refused.value)
    assert "Robin" not in str(refused.value)


@pytest.mark.parametrize("text", ["", "[]", "7", "[" * 100_000, "\ud800"])
def test_what_is_no_object_is_refused(text):
    with pytest.raises(PackageRefused):
        opened_hand_over(seal(text.encode(errors="surrogatepass"), KEY), IDENTITY, FORM)


def test_a_file_is_read_as_far_as_a_hand_over_can_be_long(tmp_path):
    place = tmp_path / "large.age"
    place.write_bytes(b"x" * (MOST_BYTES + 10))

    data = read_hand_over(place)

    assert len(data) == MOST_BYTES + 1
    with pytest.raises(PackageRefused, match="too large"):
        opened_hand_over(data, IDENTITY, FORM)
    with pytest.raises(PackageRefused, match="cannot be read"):
        read_hand_over(tmp_path / "gone.age")
