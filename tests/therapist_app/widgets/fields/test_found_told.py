"""What was found by typing is said, once nobody types; the eye sees it as it comes."""

import pytest

from tests.support.windows.hearing import Hearing
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.fields.found_told import FoundTold, found_words

pytestmark = pytest.mark.usefixtures("wear")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "Nothing found."),
        (["Locking"], "1 found: Locking."),
        (["Locking", "Backups", "Display"], "3 found: Locking, Backups, Display."),
        (["A", "B", "C", "D"], "4 found. First: A, B, C."),
    ],
)
def test_how_many_were_found_and_the_first_of_them_are_said(names, said):
    assert found_words(names) == said


@pytest.fixture
def heard(qtbot, monkeypatch):
    """A field that finds what is typed, what tells of it, and what is heard."""
    field = TextLine("Find")
    qtbot.addWidget(field)
    field.show()
    return field, FoundTold(field, lambda: [field.text()]), Hearing(monkeypatch)


def test_it_is_said_once_nobody_types_and_not_of_an_emptied_field(qtbot, heard):
    field, told, hearing = heard

    qtbot.keyClicks(field, "lo")
    assert told.isActive()
    assert hearing.words == []
    with qtbot.waitSignal(told.timeout):
        told.start(0)
    assert hearing.words == ["1 found: lo."]

    field.clear()
    qtbot.keyClicks(field, " ")
    assert not told.isActive()


def test_nothing_is_said_of_a_field_that_was_left_meanwhile(qtbot, heard):
    field, told, hearing = heard
    qtbot.keyClicks(field, "lo")

    field.hide()
    with qtbot.waitSignal(told.timeout):
        told.start(0)

    assert hearing.words == []
