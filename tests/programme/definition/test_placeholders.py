"""Placeholders: found, filled, and left as a line to write on."""

from programme.definition.placeholders import BLANK, fill, names_in, unfilled

TEXT = "Call {crisis_line}, or {clinic_phone}, or {crisis_line} again. {not one} {#anchor}"


def test_each_placeholder_is_found_once_in_order() -> None:
    assert names_in(TEXT) == ("crisis_line", "clinic_phone")


def test_every_place_is_filled_and_nothing_else_is_touched() -> None:
    filled = fill(TEXT, {"crisis_line": "113", "clinic_phone": "{crisis_line}"})

    assert filled == "Call 113, or {crisis_line}, or 113 again. {not one} {#anchor}"


def test_what_has_no_value_becomes_a_line_to_write_on() -> None:
    assert fill("Call {crisis_line}.", {"crisis_line": ""}) == f"Call {BLANK}."


def test_a_caller_can_ask_what_is_missing() -> None:
    assert unfilled(TEXT, {"crisis_line": "113", "clinic_phone": ""}) == ("clinic_phone",)
