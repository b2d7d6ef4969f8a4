"""The fields of who a client is, at a new client and where it is put right."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from tests.support.record.other_values import others
from therapist_app.form_widgets.identity_fields import IdentityFields
from therapist_app.workflows.overviews.known_as import KnownAs

TODAY = date(2026, 11, 30)


def test_whatever_is_known_stands_in_the_fields_and_comes_back_as_it_was(qtbot: QtBot) -> None:
    known = others(KnownAs("named", "Kim Example"), anonymity="pseudonym", birth_date="1990-02-28")

    for said in known.values():
        fields = IdentityFields(TODAY)
        qtbot.addWidget(fields)
        fields.show_known(said)
        assert fields.known_as() == said


def test_by_code_only_no_name_is_kept_but_how_to_reach_them(qtbot: QtBot) -> None:
    fields = IdentityFields(TODAY)
    qtbot.addWidget(fields)
    fields.show_known(KnownAs("named", "Kim Example", "0123", "1990-02-28"))

    fields.kinds["code_only"].setChecked(True)

    assert fields.known_as() == KnownAs("code_only", contact="0123")


@pytest.mark.parametrize(
    ("typed", "born", "told"),
    [
        ("5/6/1990", "1990-06-05", "Tuesday 5 June 1990"),
        ("5.6.90", "1990-06-05", "Tuesday 5 June 1990"),
        ("28 2 2090", None, "28 02 1990"),
    ],
)
def test_a_day_of_birth_has_been_and_is_told_with_its_month_in_words(
    qtbot: QtBot, typed: str, born: str | None, told: str
) -> None:
    fields = IdentityFields(TODAY)
    qtbot.addWidget(fields)
    fields.show_known(KnownAs("named", "Kim Example"))

    qtbot.keyClicks(fields.birth_date, typed)

    known = fields.known_as()
    assert (None if known is None else known.birth_date) == born
    assert told in fields.birth_field.hint.text()
