"""Choices of one: what shows that none is chosen keeps them in reach of the arrow keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QWidget

from tests.support.windows.hearing import Hearing
from therapist_app.widgets.controls.option_face import option_face
from therapist_app.widgets.controls.options import (
    Option,
    PointedOption,
    Tick,
    one_of,
    show_checked,
)
from therapist_app.widgets.controls.typed_words import WITHIN
from therapist_app.widgets.layout.layouts import stack

LONG_WORD = "Zelfmoordpreventie"
PRODUCT = Path(__file__).parents[4] / "therapist_app"


@pytest.mark.usefixtures("wear")
def test_the_arrow_keys_walk_over_choices_of_which_none_is_taken(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    options = [Option(words) for words in ("One", "Two", "Three")]
    group = one_of(window, options)
    window.setLayout(stack(*options))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    show_checked(group, options[0])
    show_checked(group, None)
    options[0].setFocus()

    for each in options[1:]:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
        assert window.focusWidget() is each

    assert [each.isChecked() for each in options] == [False, False, False]


@pytest.mark.usefixtures("wear")
@pytest.mark.parametrize("way", ["made so", "shown so"])
@pytest.mark.parametrize("back", [False, True], ids=["Tab", "Shift+Tab"])
def test_the_keyboard_comes_to_the_one_that_is_chosen_whichever_way_it_comes(qtbot, way, back):
    """From another one an arrow would lead elsewhere than the eyes."""
    options, window = [Option(each) for each in "abc"], QWidget()
    before, after = QLineEdit(), QLineEdit()
    qtbot.addWidget(window)
    window.setLayout(stack(before, *options, after))
    group = one_of(window, options, chosen=1 if way == "made so" else None)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    if way == "shown so":
        show_checked(group, options[1])
    came_from = after if back else before
    came_from.setFocus()

    qtbot.keyClick(came_from, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)

    assert window.focusWidget() is options[1]
    qtbot.keyClick(options[1], Qt.Key.Key_Tab)
    assert window.focusWidget() is after
    show_checked(group, None)
    qtbot.keyClick(after, Qt.Key.Key_Backtab)
    assert window.focusWidget() in options


@pytest.mark.usefixtures("wear")
def test_choices_of_which_none_is_taken_are_come_to_at_the_first_whichever_way(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    before, after = QLineEdit(), QLineEdit()
    options = [Option(words) for words in ("One", "Two", "Three")]
    options[0].setEnabled(False)
    one_of(window, options)
    window.setLayout(stack(before, *options, after))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    after.setFocus()

    qtbot.keyClick(after, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is options[1]
    qtbot.keyClick(options[1], Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is before
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is options[1]
    assert not any(each.isChecked() for each in options)


@pytest.mark.usefixtures("wear")
def test_what_was_shown_while_all_was_held_still_is_where_the_keyboard_comes_afterwards(qtbot):
    """After a passphrase that was refused, Shift+Tab came to somebody who was not chosen."""
    options, window, held = [Option(each) for each in "abc"], QWidget(), QWidget()
    after = QLineEdit()
    qtbot.addWidget(window)
    held.setLayout(stack(*options))
    window.setLayout(stack(held, after))
    group = one_of(held, options)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    held.setEnabled(False)
    show_checked(group, options[0])
    held.setEnabled(True)
    after.setFocus()

    qtbot.keyClick(after, Qt.Key.Key_Backtab)

    assert window.focusWidget() is options[0]


def test_another_name_is_that_of_one_option_alone(qtbot):
    renamed, other = Option("This step"), Option("Step 3 of 12")
    for each in (renamed, other):
        qtbot.addWidget(each)

    renamed.rename("Step 3 of 12")

    assert renamed.text() == renamed.accessibleName() == "Step 3 of 12"
    assert renamed.sizeHint() == other.sizeHint()
    assert option_face("This step", client=False).words == "This step"


@pytest.mark.usefixtures("wear")
def test_a_very_long_word_is_heard_whole_and_broken_only_where_it_does_not_fit(qtbot):
    option = Option(LONG_WORD)
    qtbot.addWidget(option)
    face = option.face

    assert option.accessibleName() == LONG_WORD
    assert face.least_width < face.word_width <= face.natural_width
    assert face.height_for(face.least_width) > face.height_for(face.word_width)


def test_no_page_has_a_group_of_its_own_kind_that_the_arrows_cannot_walk():
    found = [
        each.relative_to(PRODUCT).as_posix()
        for each in PRODUCT.rglob("*.py")
        if "setExclusive(False)" in each.read_text("utf-8")
    ]

    # A grid of answers walks its arrows itself, and has its group in switches.py for signals alone.
    assert sorted(found) == ["widgets/controls/options.py", "widgets/controls/switches.py"]


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize(
    "keys", [(Qt.Key.Key_Down, Qt.Key.Key_Up), (Qt.Key.Key_Right, Qt.Key.Key_Left)]
)
def test_every_arrow_leads_over_choices_in_a_row_or_under_each_other(
    qtbot, wear, monkeypatch, columns, keys
):
    wear()
    hearing = Hearing(monkeypatch)
    owner = QWidget()
    options = [Option(each) for each in ("Small", "Middle", "Large")]
    turned = []
    one_of(owner, options, chosen=0).chosen.connect(turned.append)
    place = QGridLayout(owner)
    for at, each in enumerate(options):
        place.addWidget(each, *divmod(at, columns))
    qtbot.addWidget(owner)
    with qtbot.waitActive(owner):
        owner.show()
        owner.activateWindow()
    options[0].setFocus()
    on, back = keys

    for key in (on, on, on, back):
        QTest.keyClick(QApplication.focusWidget(), key)

    assert QApplication.focusWidget() is options[1]
    assert [each.isChecked() for each in options] == [False, True, False]
    assert turned == [1, 2, 1]
    assert hearing.words == ["There is no other choice."]  # the third time, at the end


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Right])
def test_an_arrow_passes_no_choice_by_where_none_is_taken_and_they_stand_in_columns(
    qtbot, wear, monkeypatch, key
):
    wear()
    hearing = Hearing(monkeypatch)
    owner = QWidget()
    options = [Option(each) for each in ("Pause", "Follow up", "End", "Another", "A third")]
    one_of(owner, options)
    place = QGridLayout(owner)
    for at, each in enumerate(options):
        place.addWidget(each, *divmod(at, 3))
    qtbot.addWidget(owner)
    with qtbot.waitActive(owner):
        owner.show()
        owner.activateWindow()
    options[0].setFocus()

    met = []
    for _each in options:
        met.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), key)

    assert met == options
    assert not any(each.isChecked() for each in options)
    assert hearing.words == ["There is no other choice."]


def test_from_right_to_left_the_arrow_to_the_left_leads_to_the_next_choice(qtbot, wear):
    wear()
    owner = QWidget()
    options = [Option(each) for each in ("Small", "Middle", "Large")]
    one_of(owner, options, chosen=0)
    place = QGridLayout(owner)
    for at, each in enumerate(options):
        place.addWidget(each, 0, at)
    owner.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.addWidget(owner)
    with qtbot.waitActive(owner):
        owner.show()
        owner.activateWindow()
    options[0].setFocus()

    QTest.keyClick(options[0], Qt.Key.Key_Left)
    QTest.keyClick(options[1], Qt.Key.Key_Left)
    QTest.keyClick(options[2], Qt.Key.Key_Right)

    assert QApplication.focusWidget() is options[1]
    assert options[1].isChecked()


def test_tab_comes_to_the_choice_that_stands_however_it_was_set(qtbot, wear):
    wear()
    owner, before = QWidget(), QLineEdit()
    options = [Option(each) for each in ("5 min", "10 min", "15 min")]
    one_of(owner, options)
    options[2].setChecked(True)
    owner.setLayout(stack(before, *options))
    qtbot.addWidget(owner)
    with qtbot.waitActive(owner):
        owner.show()
        owner.activateWindow()
    before.setFocus()

    QTest.keyClick(before, Qt.Key.Key_Tab)

    assert QApplication.focusWidget() is options[2]


@pytest.mark.usefixtures("wear")
def test_words_typed_over_a_choice_take_none_and_that_is_said_once(qtbot, monkeypatch):
    window, hearing = QWidget(), Hearing(monkeypatch)
    qtbot.addWidget(window)
    options = [Option(words) for words in ("One", "Two")]
    tick = Tick("Three")
    one_of(window, options)
    window.setLayout(stack(*options, tick))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()

    for each in (options[0], tick):
        hearing.said.clear()
        each.setFocus()
        type_at(each, "Talked with her a while ", at=10_000)
        assert not each.isChecked()
        said = [each for each in hearing.words if each.startswith("Words were typed")]
        assert len(said) == 1
        type_at(each, " ", at=10_000 + 24 * 100 + WITHIN + 1)
        assert each.isChecked()


def type_at(widget: QWidget, words: str, *, at: int) -> None:
    """Type words as fast as a person does, from a moment in milliseconds on."""
    for place, sign in enumerate(words):
        key = Qt.Key.Key_Space if sign == " " else Qt.Key(ord(sign.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
            event.setTimestamp(at + place * 100)
            QApplication.sendEvent(widget, event)


def chosen_among(qtbot, kind):
    owner = QWidget()
    options = [kind(each) for each in ("Small", "Large")]
    one_of(owner, options, chosen=0)
    place = QGridLayout(owner)
    for each in options:
        place.addWidget(each)
    qtbot.addWidget(owner)
    with qtbot.waitActive(owner):
        owner.show()
        owner.activateWindow()
    options[0].setFocus()
    return owner, options


@pytest.mark.parametrize("kind", [Option, PointedOption])
def test_the_space_bar_on_the_choice_that_stands_says_so(wear, qtbot, monkeypatch, kind):
    wear()
    owner, options = chosen_among(qtbot, kind)
    hearing = Hearing(monkeypatch)

    QTest.keyClick(options[0], Qt.Key.Key_Space)

    assert hearing.words == ["Small: chosen."]
    assert owner.isVisible()


def test_a_letter_that_chooses_nothing_says_what_does(wear, qtbot, monkeypatch):
    wear()
    owner, options = chosen_among(qtbot, PointedOption)
    hearing = Hearing(monkeypatch)

    QTest.keyClick(options[0], Qt.Key.Key_A)

    assert hearing.words == ["No letter chooses here: the arrows and the space bar do."]
    assert owner.isVisible()
