"""Fields for what a client said."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.support.windows.hearing import Hearing
from tests.support.windows.settling import settle
from therapist_app.theme.look import look
from therapist_app.widgets.fields.fields import PRIVATE_HINTS, TextArea, TextLine
from therapist_app.widgets.fields.labelled_field import LabelledField
from therapist_app.widgets.fields.passphrase_field import PassphraseField
from therapist_app.widgets.parts import STRETCH, hold, stack

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(params=[TextLine, TextArea])
def field(request, qtbot):
    made = request.param("Note")
    qtbot.addWidget(made)
    return made


def words_in(field) -> str:
    return field.text() if isinstance(field, TextLine) else field.toPlainText()


def test_a_field_says_what_a_person_writes(field, qtbot):
    heard = []
    field.edited.connect(heard.append)

    qtbot.keyClicks(field, "calm")

    assert heard == ["c", "ca", "cal", "calm"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
@pytest.mark.parametrize(
    ("stood", "after"),
    [
        ("Nothing changed.", "Nothing changed.x"),
        ("05 01 2027", "x"),
        ("calm", "x"),
    ],
)
def test_words_come_to_by_tab_are_gone_on_with_and_never_written_over(
    qtbot, wear, key: Qt.Key, stood: str, after: str
) -> None:
    wear()
    page = QWidget()
    qtbot.addWidget(page)
    lines = [TextLine(each) for each in ("before", "Note", "after")]
    page.setLayout(stack(*lines))
    lines[1].setText(stood)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    lines[0 if key == Qt.Key.Key_Tab else 2].setFocus()

    qtbot.keyClick(page.focusWidget(), key)
    assert page.focusWidget() is lines[1]
    qtbot.keyClicks(lines[1], "x")

    assert lines[1].text() == after


def test_a_passphrase_come_to_by_tab_is_typed_anew(qtbot) -> None:
    line = TextLine("Passphrase")
    qtbot.addWidget(line)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setText("violet harbour")
    line.show()

    QApplication.sendEvent(line, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))

    assert line.hasSelectedText()


def test_both_ends_are_reached_with_ctrl_in_one_line_as_in_several(field, qtbot) -> None:
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClicks(field, "is ca")

    qtbot.keyClick(field, Qt.Key.Key_Home, ctrl)
    qtbot.keyClicks(field, "He ")
    qtbot.keyClick(field, Qt.Key.Key_End, ctrl)
    qtbot.keyClicks(field, "lm")

    assert words_in(field) == "He is calm"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_new_line_is_said_where_there_are_several(qtbot, monkeypatch, key):
    area, hearing = TextArea("Note"), Hearing(monkeypatch)
    qtbot.addWidget(area)
    qtbot.keyClicks(area, "calm")

    qtbot.keyClick(area, key)
    said, words = hearing.words, area.words
    area.setReadOnly(True)
    qtbot.keyClick(area, key)

    assert words == "calm\n"
    assert said == hearing.words == ["New line"]


def test_a_key_that_is_for_the_page_says_no_new_line(qtbot, monkeypatch):
    area, hearing = TextArea("Note"), Hearing(monkeypatch)
    qtbot.addWidget(area)
    qtbot.keyClicks(area, "calm")

    qtbot.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert area.words == "calm"
    assert hearing.words == []


def test_showing_words_is_not_announced(field):
    heard = []
    field.edited.connect(heard.append)

    field.show_words("calm")

    assert words_in(field) == "calm"
    assert heard == []


# Acceptance D65
def test_what_was_taken_out_is_gone(field, qtbot):
    field.show_words("the old mill")
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)

    field.undo()

    assert words_in(field) == ""


LONG = "Stays with me until the lead is here; the plan was gone through once more."


def test_words_longer_than_the_line_are_shown_from_their_beginning(qtbot):
    line = TextLine("Note")
    qtbot.addWidget(line)
    line.resize(120, line.sizeHint().height())
    line.show()

    line.show_words(LONG)
    line.grab()

    assert line.cursorPositionAt(line.rect().center() - QPoint(50, 0)) < len("Stays")


@pytest.mark.parametrize("reason", [Qt.FocusReason.OtherFocusReason, Qt.FocusReason.TabFocusReason])
def test_writing_goes_on_behind_the_words_that_were_shown(qtbot, reason):
    line = TextLine("Note")
    qtbot.addWidget(line)
    line.show_words(LONG)

    QApplication.sendEvent(line, QFocusEvent(QEvent.Type.FocusIn, reason))
    qtbot.keyClicks(line, " All")

    assert line.text() == f"{LONG} All"


def test_the_cursor_stays_where_a_person_writes(qtbot):
    line = TextLine("Note")
    qtbot.addWidget(line)
    line.show_words("cm")
    line.setCursorPosition(1)

    qtbot.keyClicks(line, "al")

    assert line.text() == "calm"
    assert line.cursorPosition() == 3


# Acceptance D65
def test_words_of_the_one_before_cannot_be_brought_back(field, qtbot):
    field.show_words("said by the one before")
    qtbot.keyClicks(field, " and more")
    field.show_words("said by the next")

    for _try in range(20):
        field.undo()
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert words_in(field) == "said by the next"


# Acceptance F93
def test_a_field_takes_no_drop(field):
    assert not field.acceptDrops()


# Acceptance F93
def test_an_area_takes_words_and_no_file(qtbot):
    area = TextArea("Note")
    qtbot.addWidget(area)
    files, words = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile("/somewhere/note.txt")])
    words.setText("calm")

    area.insertFromMimeData(files)
    area.insertFromMimeData(words)

    assert area.toPlainText() == "calm"


def test_an_area_never_writes_a_tabulator(qtbot):
    area = TextArea("Note")
    qtbot.addWidget(area)

    qtbot.keyClick(area, Qt.Key.Key_Tab)

    assert area.toPlainText() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_N, Qt.Key.Key_4])
def test_alt_with_a_letter_or_a_figure_writes_nothing_where_no_page_takes_it(field, key):
    letter = chr(key).lower()
    for held in (ALT, ALT | Qt.KeyboardModifier.ShiftModifier):
        press(field, key, held, letter)

    assert words_in(field) == ""


def test_alt_that_composes_another_sign_writes_it(field):
    press(field, Qt.Key.Key_N, ALT, "ñ")
    press(field, Qt.Key.Key_E, ALT | Qt.KeyboardModifier.ControlModifier, "€")

    assert words_in(field) == "ñ€"


def press(field, key, held, written: str) -> None:
    QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, key, held, written))


def test_more_lines_ask_for_more_room(qtbot):
    few, many = TextArea("Note", lines=3), TextArea("Note", lines=6)
    qtbot.addWidget(few)
    qtbot.addWidget(many)

    assert many.minimumSizeHint().height() > few.minimumSizeHint().height()


# Acceptance D72
def test_the_keyboards_own_dictionary_is_not_asked_and_learns_nothing(field):
    assert field.inputMethodHints() & PRIVATE_HINTS == PRIVATE_HINTS
    assert not isinstance(field, TextLine) or field.completer() is None


def test_nobody_hears_the_sign_of_a_key_who_met_a_label_before_its_field(qtbot):
    labelled = LabelledField("&Contact, as agreed", TextLine())
    passphrase = PassphraseField("Your &passphrase")
    for each in (labelled, passphrase):
        qtbot.addWidget(each)

    assert labelled.label.accessibleName() == "Contact, as agreed"
    assert passphrase.label.accessibleName() == "Your passphrase"


def test_whoever_comes_by_key_goes_on_behind_the_words_that_are_shown(field, qtbot):
    field.show_words("calm")
    with qtbot.waitExposed(field):
        field.show()
        field.activateWindow()

    field.setFocus()
    qtbot.keyClicks(field, "er")

    assert words_in(field) == "calmer"


def test_whoever_comes_back_goes_on_where_they_were(qtbot):
    area = TextArea("Note")
    qtbot.addWidget(area)
    area.show_words("calm")
    with qtbot.waitActive(area):
        area.show()
        area.activateWindow()
    area.setFocus()
    qtbot.keyClick(area, Qt.Key.Key_Home)

    area.clearFocus()
    area.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClicks(area, "in")

    assert area.toPlainText() == "incalm"


@pytest.mark.usefixtures("wear")
def test_a_hint_on_a_wide_page_is_in_lines_that_can_be_read_and_whole(qtbot):
    labelled = LabelledField("Note", TextLine("Note"), hint="a line of a few words, " * 20)
    page = hold(stack(labelled, STRETCH))
    qtbot.addWidget(page)
    page.resize(3600, 300)
    page.show()
    settle()
    hint = labelled.hint

    assert hint.width() == look().size("form_width")
    assert hint.height() >= hint.heightForWidth(hint.width()) > 2 * hint.fontMetrics().height()
