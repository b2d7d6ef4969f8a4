"""The fields of who a client is, at a new client and where it is put right."""

from pytestqt.qtbot import QtBot

from tests.support.record.other_values import others
from therapist_app.form_widgets.identity_fields import IdentityFields
from therapist_app.workflows.overviews.known_as import KnownAs


def test_whatever_is_known_stands_in_the_fields_and_comes_back_as_it_was(qtbot: QtBot) -> None:
    known = others(KnownAs("named", "Kim Example"), anonymity="pseudonym", birth_date="1990-02-28")

    for said in known.values():
        fields = IdentityFields()
        qtbot.addWidget(fields)
        fields.show_known(said)
        assert fields.known_as() == said


def test_by_code_only_no_name_is_kept_but_how_to_reach_them(qtbot: QtBot) -> None:
    fields = IdentityFields()
    qtbot.addWidget(fields)
    fields.show_known(KnownAs("named", "Kim Example", "0123", "1990-02-28"))

    fields.kinds["code_only"].setChecked(True)

    assert fields.known_as() == KnownAs("code_only", contact="0123")
