"""Nothing in the product listens to a mouse or a key where it means a person."""

import re
from pathlib import Path

PRODUCT = Path(__file__).parents[3] / "therapist_app"
OF_HAND_AND_KEY = re.compile(
    r"\.(?:idClicked|buttonClicked|textEdited|editingFinished|sliderMoved|itemClicked|cellClicked|textActivated)\b"
)
BARE = re.compile(r"\b(?:QButtonGroup|QCheckBox|QRadioButton|QComboBox|QLineEdit|QPlainTextEdit)\(")
INSTEAD = (
    "Assistive technology turns switches over and sets words, values and lines of a list without "
    "a click or a key. Listen to turned, chosen, edited, picked or moved of our own controls "
    "(widgets/controls/switches.py, widgets/fields)."
)


def places_of(rule: re.Pattern[str]) -> list[str]:
    return [
        each.relative_to(PRODUCT).as_posix()
        for each in sorted(PRODUCT.rglob("*.py"))
        if rule.search(each.read_text("utf-8"))
    ]


def test_no_signal_of_mouse_and_keys_alone_is_listened_to():
    # A path that is set whole left no marks of its beginning behind, as one typed does.
    ours = [
        "widgets/controls/switches.py",
        "widgets/dialogs/choosing_files.py",
        "widgets/fields/fields.py",
    ]
    assert places_of(OF_HAND_AND_KEY) == ours, INSTEAD


def test_nothing_is_made_that_cannot_tell_a_person_from_the_program():
    assert places_of(BARE) == [], INSTEAD
