"""What is said on coming to a thing, and all of it once that is asked for."""

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget

from therapist_app.accessibility.in_short import HEARD_AT_ONCE, HEARD_OF_A_FIELD, in_short
from therapist_app.accessibility.speaking import all_at
from therapist_app.widgets.parts import LabelledField, card, stack, text

HINT = "Who saw or heard the session; not the therapist. The name stays here, and is not told on."

LIMITED = "Roles, no names. They stay here. It is in the record and never leaves."
LONG = "It is kept in the record and counted in the service report of the quarter."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("No names.", "No names."),
        (LIMITED, "Roles, no names. They stay here…"),
        (HINT, "Who saw or heard the session; not the therapist…"),
        (LONG, "It is kept in the record and…"),
    ],
)
def test_whole_sentences_are_said_or_how_the_first_one_begins(words, said):
    assert in_short(words) == said
    assert len(said.split()) <= HEARD_AT_ONCE


def test_of_a_long_hint_the_beginning_is_heard_and_all_of_it_once_it_is_asked_for(qtbot):
    field = QLineEdit()
    page = QWidget()
    labelled = LabelledField("Second rater", field, hint=HINT)
    page.setLayout(stack(card("Who rates", text("Nobody has.", wrap=True), labelled)))
    qtbot.addWidget(page)
    page.show()

    assert field.accessibleDescription() == in_short(HINT, HEARD_OF_A_FIELD)
    assert all_at(field) == f"Who rates. {HINT} Nobody has."

    labelled.show_problem("Write a name, and one that is not the name of the therapist of the day.")
    assert field.accessibleDescription() == labelled.problem.text()
    labelled.show_problem("")
    assert field.accessibleDescription() == in_short(HINT, HEARD_OF_A_FIELD)
