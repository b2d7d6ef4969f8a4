"""The sheet of paper: a slip is found, and named, before any key is derived."""

import pytest

from therapist_app.record.crypto.base32 import ALPHABET
from therapist_app.record.crypto.recovery_sheet import confirm_sheet, make_sheet, read_sheet
from therapist_app.record.errors import WrongSheet

SECRET = bytes(range(200, 220))


def test_a_sheet_is_eight_groups_of_five_and_gives_its_secret_back() -> None:
    sheet = make_sheet(SECRET)

    groups = sheet.text.split("-")

    assert [len(group) for group in groups] == [5] * 8
    assert read_sheet(sheet.text) == SECRET


def test_a_sheet_is_read_however_it_is_typed() -> None:
    sheet = make_sheet(SECRET)

    typed = sheet.text.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert read_sheet(typed) == SECRET


def test_a_wrong_character_is_found_in_its_group() -> None:
    text = make_sheet(SECRET).text.replace("-", "")

    for place in range(len(text)):
        other = ALPHABET[(ALPHABET.index(text[place]) + 1) % 32]
        with pytest.raises(WrongSheet) as caught:
            read_sheet(text[:place] + other + text[place + 1 :])

        assert caught.value.group == place // 5 + 1


def test_a_character_that_no_sheet_has_is_found_in_its_group() -> None:
    text = make_sheet(SECRET).text

    with pytest.raises(WrongSheet) as caught:
        read_sheet(text[:6] + "U" + text[7:])

    assert caught.value.group == 2


def test_groups_in_another_order_are_refused() -> None:
    groups = make_sheet(SECRET).text.split("-")

    with pytest.raises(WrongSheet):
        read_sheet("-".join([groups[1], groups[0], *groups[2:]]))


@pytest.mark.parametrize("typed", ["", "ABCDE", "A" * 41])
def test_a_sheet_of_another_length_is_refused(typed: str) -> None:
    with pytest.raises(WrongSheet, match="length"):
        read_sheet(typed)


def test_typing_back_confirms_this_sheet_and_no_other() -> None:
    sheet = make_sheet(SECRET)

    confirm_sheet(sheet, sheet.text.lower())

    with pytest.raises(WrongSheet, match="another-sheet"):
        confirm_sheet(sheet, make_sheet(bytes(20)).text)


def test_a_sheet_does_not_print_its_secret() -> None:
    assert repr(make_sheet(SECRET)) == "RecoverySheet()"
