"""F1 and Ctrl+/ over a window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QScrollArea, QWidget

from session_forms.words.texts import translate
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.settling import settle
from therapist_app.accessibility.in_short import hold_whole
from therapist_app.shell.navigation.places import LISTED
from therapist_app.shell.window.help_dialog import HelpDialog
from therapist_app.shell.window.help_keys import HelpKeys
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import MainButton, page_head, stack

pytestmark = pytest.mark.usefixtures("wear")
KEYS = (("Always", tuple((each.shortcut, each.title) for each in LISTED)),)


class Page(QWidget):
    page_help = PageHelp(
        "A page to look at. It has two lines.", (("F7", "Something of its own"),), "README.md"
    )

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.act = QLineEdit(), QLineEdit(), MainButton("Finish it")
        self.setLayout(stack(page_head("Example"), self.first, self.second, self.act))


class Opened:
    """A window with one page and its two keys."""

    def __init__(self, qtbot, everywhere=KEYS) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        self.page: Page | None = Page()
        self.window.setLayout(stack(self.page))
        self.keys = HelpKeys(self.window, lambda: self.page, everywhere)
        qtbot.addWidget(self.window)
        self.window.resize(900, 700)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.page.second.setFocus()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> HelpDialog | None:
        window = QApplication.activeModalWidget() or self.window
        self.qtbot.keyClick(window.focusWidget() or window, key, modifier)
        settle()
        dialog = QApplication.activeModalWidget()
        assert dialog is None or isinstance(dialog, HelpDialog)
        return dialog


@pytest.fixture
def opened(qtbot):
    return Opened(qtbot)


def words_of(dialog: HelpDialog) -> list[str]:
    return [each.text() for each in dialog.findChildren(QLabel)]


def test_f1_says_what_the_page_is_for_its_keys_and_where_to_read_on(opened):
    dialog = opened.press(Qt.Key.Key_F1)

    said = " ".join(each.accessibleName() for each in dialog.paragraphs)
    assert dialog.accessibleName() == "Help: Example"
    assert "A page to look at. It has two lines." in said
    assert "F7: Something of its own." in said
    assert "Ctrl+Enter: Finish it." in said
    assert "Ctrl+/: All keyboard shortcuts." in said
    assert "This goes on in “Sessions”, among the documents" in said
    assert dialog.windowTitle() == "Sessions"


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F1])
def test_it_leads_back_to_where_the_keyboard_was(opened, key):
    dialog = opened.press(Qt.Key.Key_F1)
    assert dialog.isModal()

    assert opened.press(key) is None
    opened.window.activateWindow()

    assert opened.window.focusWidget() is opened.page.second


def test_each_part_of_it_is_heard_where_tab_stops_and_the_title_is_a_heading(opened):
    was = QAccessible.isActive()
    QAccessible.setActive(True)
    try:
        dialog = opened.press(Qt.Key.Key_F1)
        at = []
        for _stop in dialog.paragraphs:
            at.append(dialog.focusWidget())
            opened.press(Qt.Key.Key_Tab)
        heard = QAccessible.queryAccessibleInterface(dialog.paragraphs[0])
        titles = [
            QAccessible.queryAccessibleInterface(each).role()
            for each in dialog.findChildren(QLabel)
            if each.text() == "Help: Example"
        ]

        assert at == list(dialog.paragraphs)
        assert heard.text(QAccessible.Text.Name) == (
            "What this page is for: A page to look at. It has two lines."
        )
        assert heard.role() == QAccessible.Role.StaticText
        assert heard.text(QAccessible.Text.Description) == ""
        assert titles == [QAccessible.Role.Heading]
        assert QAccessible.queryAccessibleInterface(dialog).role() == QAccessible.Role.Dialog
    finally:
        QAccessible.setActive(was)


def test_down_and_up_lead_from_part_to_part_and_say_where_there_is_none(opened, monkeypatch):
    dialog = opened.press(Qt.Key.Key_F1)
    hearing = Hearing(monkeypatch)

    for key, at in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, 0)):
        opened.press(key)
        assert dialog.focusWidget() is dialog.paragraphs[at]
    assert hearing.words == []
    opened.press(Qt.Key.Key_Up)

    assert hearing.words == ["There is no other line."]


def test_down_leads_through_every_part_of_a_sheet_that_is_longer_than_its_window(opened):
    dialog = opened.press(Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    dialog.resize(dialog.width(), dialog.minimumSizeHint().height())
    area = dialog.findChild(QScrollArea)
    assert area.verticalScrollBar().maximum() > 0

    met = []
    for _part in dialog.paragraphs:
        met.append(dialog.focusWidget())
        opened.press(Qt.Key.Key_Down)

    assert met == list(dialog.paragraphs)


def test_ctrl_slash_lists_every_key(opened):
    dialog = opened.press(Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)

    words = words_of(dialog)
    assert dialog.accessibleName() == "Keyboard shortcuts"
    assert {each.shortcut for each in LISTED} <= set(words)
    assert {translate(each.title) for each in LISTED} <= set(words)
    assert {"On this page", "F7"} <= set(words)
    assert opened.press(Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier) is None


def test_where_no_key_leads_to_a_place_there_is_no_such_list(opened):
    opened.keys.allow_shortcuts(allowed=False)

    assert opened.press(Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier) is None
    said = " ".join(words_of(opened.press(Qt.Key.Key_F1)))
    assert "Ctrl+/" not in said


def test_a_window_that_shows_nothing_explains_nothing(opened):
    opened.page = None

    assert opened.press(Qt.Key.Key_F1) is None


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_nothing_of_it_is_cut_or_unnamed(qtbot, wear, scale):
    wear("dark", scale)
    opened = Opened(qtbot)

    assert clipped(opened.press(Qt.Key.Key_F1)) == []


def test_a_key_says_all_that_stands_where_the_keyboard_is_and_stays_there(opened, monkeypatch):
    hearing = Hearing(monkeypatch)
    whole = "One sentence. Another one, and all that there is to say of it to whoever asks."
    hold_whole(opened.page.second, whole)

    assert opened.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier) is None
    opened.page.first.setFocus()
    opened.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)

    assert opened.window.focusWidget() is opened.page.first
    opened.page.second.setFocus()
    opened.page = None  # the window is hidden, or locked
    opened.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)

    assert hearing.words == [whole, "Nothing more stands here."]
