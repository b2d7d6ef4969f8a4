"""A form on one page, on a page for each part, or with one question a page."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from session_forms.filling.filling import start
from session_forms.filling.states import Context
from tests.support.session_forms.forms import make_form
from tests.support.windows.hearing import Hearing
from tests.support.windows.open_forms import FakeStore, filling_of
from tests.support.windows.settling import settle
from therapist_app.form_widgets.panel.panel import FormPanel
from therapist_app.form_widgets.render_context import FillMode
from therapist_app.widgets.layout.layouts import scroll, stack

PARTS = """
[[parts]]
id = 1
title = "This week"
introduction = "Think of the past seven days."

[[parts]]
id = 2
title = "What helps"
new_page = true
"""
QUESTIONS = """
[[questions]]
id = "first"
kind = "yes_no"
part = 1
prompt = "Did something happen?"

[[questions]]
id = "what"
kind = "short_text"
part = 1
prompt = "What happened?"
shown_when = { question = "first", equals = true }

[[questions]]
id = "helps"
kind = "yes_no"
part = 2
prompt = "Did something help?"

[[questions]]
id = "who"
kind = "short_text"
part = 2
prompt = "Who helped?"
"""
FORM = make_form(PARTS + QUESTIONS)
FLAT = make_form(QUESTIONS)
DAYS = make_form("""
[[questions]]
id = "when"
kind = "date"
prompt = "When was it?"

[[questions]]
id = "how"
kind = "yes_no"
prompt = "Did it go well?"
""")
NOT_READ = "This cannot be read as a day. Write it as 28 02 2026."


class Screen:
    """A panel on a page."""

    def __init__(self, qtbot, form, *, one_by_one=False, store=None):
        state = start(form, Context(today=date(2026, 3, 2)))
        self.filling = filling_of(state, store)
        self.panel = FormPanel(self.filling, mode=FillMode(one_by_one=one_by_one))
        self.page = scroll(stack(self.panel))
        qtbot.addWidget(self.page)
        self.page.resize(800, 600)
        with qtbot.waitActive(self.page):
            self.page.show()
            self.page.activateWindow()

    @property
    def seen(self):
        return [each.question_id for each in self.panel.questions if each.isVisible()]

    @property
    def headings(self):
        return [each.title.text() for each in self.panel.parts.values() if each.isVisible()]

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget(), key, modifier)
        settle()


@pytest.fixture
def show(qtbot, wear):
    wear()
    screens = []

    def open_one(form, **how):
        screens.append(Screen(qtbot, form, **how))
        return screens[-1]

    yield open_one
    for screen in screens:
        screen.filling.flush()


def test_a_form_without_pages_stands_on_one(show):
    screen = show(FLAT)

    assert screen.seen == ["first", "helps", "who"]
    assert screen.panel.page_bar.isHidden()


def test_a_part_on_a_new_page_is_turned_to(show):
    screen = show(FORM)
    screen.panel.focus_first()
    assert (screen.seen, screen.headings) == (["first"], ["This week"])

    screen.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)

    assert (screen.seen, screen.headings) == (["helps", "who"], ["What helps"])
    assert screen.panel.current.question_id == "helps"
    assert screen.panel.page_bar.place.text() == "Page 2 of 2"


def test_moving_past_the_last_question_of_a_page_turns_it_and_back(show):
    screen = show(FORM)
    screen.panel.go_to("first")

    screen.press(Qt.Key.Key_Return)
    turned = screen.seen
    screen.panel.go_to("first")

    assert turned == ["helps", "who"]
    assert screen.seen == ["first"]


def test_pages_end_at_both_ends(show):
    screen = show(FORM)
    screen.panel.turn(-1)
    assert not screen.panel.page_bar.back.isEnabled()

    screen.panel.page_bar.on.click()
    screen.panel.turn(1)

    assert screen.seen == ["helps", "who"]
    assert not screen.panel.page_bar.on.isEnabled()
    screen.panel.page_bar.back.click()
    assert screen.seen == ["first"]


def test_one_question_a_page_and_back_to_one_page(show):
    screen = show(FLAT)
    screen.panel.go_to("helps")

    screen.panel.show_pages(one_by_one=True)
    alone = screen.seen
    screen.panel.show_pages(one_by_one=False)

    assert alone == ["helps"]
    assert screen.seen == ["first", "helps", "who"]


@pytest.mark.parametrize("way", ["answer", "back"])
def test_on_the_way_to_another_page_no_button_of_the_bar_has_the_keyboard(show, way):
    screen = show(FLAT, one_by_one=True)
    screen.panel.go_to("first" if way == "answer" else "helps")
    heard = []
    note = lambda _old, new: heard.append(new) if new else None  # noqa: E731
    app = QApplication.instance()
    app.focusChanged.connect(note)

    screen.press(Qt.Key.Key_B if way == "answer" else Qt.Key.Key_Backspace)
    app.focusChanged.disconnect(note)

    goal = screen.panel.question("helps" if way == "answer" else "first")
    assert goal.isVisible()
    assert goal.isAncestorOf(heard[-1])
    assert not any(screen.panel.page_bar.isAncestorOf(each) for each in heard)


def test_a_follow_up_makes_a_page_of_its_own(show):
    screen = show(FLAT, one_by_one=True)
    screen.panel.go_to("first")

    screen.filling.answer("first", True)

    assert screen.seen == ["first"]
    screen.press(Qt.Key.Key_Return)
    assert screen.seen == ["what"]
    assert screen.panel.page_bar.place.text() == "Page 2 of 4"


def test_finish_turns_to_the_first_question_without_an_answer(show):
    screen = show(FORM)
    screen.filling.answer("first", False)

    screen.filling.finish()

    assert screen.seen == ["helps", "who"]
    assert screen.panel.found.needed.isVisible() or screen.panel.found.open_ones.isVisible()


def test_an_answer_that_is_hidden_again_is_named_at_once(show):
    screen = show(FLAT)
    screen.filling.answer("first", True)
    screen.filling.answer("what", "rain")
    before = screen.panel.dropped.isVisible()

    screen.filling.answer("first", False)

    assert not before
    assert screen.panel.dropped.isVisible()
    assert screen.panel.dropped.title.text() == (
        "One answer is hidden now. It is deleted when you finish."
    )
    assert screen.panel.dropped.detail.text() == "What happened?"
    screen.filling.answer("first", True)
    assert screen.panel.dropped.isHidden()


def test_finish_points_once_at_what_it_drops_and_then_keeps_the_form_without_it(show):
    store = FakeStore()
    screen = show(FLAT, store=store)
    for question, value in (
        ("first", True),
        ("what", "rain"),
        ("helps", True),
        ("who", "a friend"),
    ):
        screen.filling.answer(question, value)
    screen.filling.answer("first", False)
    dropping = []
    screen.filling.dropping_found.connect(dropping.append)

    screen.filling.finish()
    assert [[each.id for each in found] for found in dropping] == [["what"]]
    assert store.finished == []
    screen.filling.finish()

    assert [state.answers_to_keep for state in store.finished] == [
        {"first": False, "helps": True, "who": "a friend"}
    ]


def test_what_is_dropped_is_named_up_to_three_and_then_counted(show):
    more = "".join(
        f'[[questions]]\nid = "w{at}"\nkind = "short_text"\nprompt = "W{at}?"\n'
        'shown_when = { question = "first", equals = true }\n'
        for at in range(5)
    )
    screen = show(make_form(QUESTIONS + more))
    screen.filling.answer("first", True)
    for at in range(5):
        screen.filling.answer(f"w{at}", "x")

    screen.filling.answer("first", False)

    assert screen.panel.dropped.detail.text() == "W0?\nW1?\nW2?\nand 2 more"


HEBREW = """
[[questions]]
id = "tense"
kind = "scale"
prompt = "כמה מתוח?"
low = { value = 0, label = "רגוע" }
high = { value = 10, label = "מתוח" }

[[questions]]
id = "hope"
kind = "scale"
line = true
prompt = "כמה תקווה?"
low = { value = 0, label = "אין" }
high = { value = 100, label = "מלאה" }

[[questions]]
id = "steps"
kind = "list"
prompt = "צעדים?"
"""


@pytest.mark.parametrize(("language", "is_right"), [("he", True), ("ar-EG", True), ("en", False)])
def test_a_form_is_read_from_the_side_of_its_language(show, language, is_right):
    screen = show(make_form(HEBREW, head=f'language = "{language}"\n'))
    first, second = screen.panel.question("tense").grid.buttons[:2]
    line = screen.panel.question("hope").slider
    far = QPoint(line.width() - 8, line.height() // 2)

    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=far)

    assert (first.x() > second.x()) is is_right
    assert (screen.filling.state.answers["hope"] < 10) is is_right
    entry = screen.panel.question("steps").lines[0]
    assert (entry.take_away.x() < entry.line.x()) is is_right


def test_arrows_move_the_way_they_point_where_words_are_read_from_the_right(show):
    screen = show(make_form(HEBREW, head='language = "he"\n'))
    screen.filling.answer("hope", 50)
    screen.panel.go_to("hope")

    screen.press(Qt.Key.Key_Left)
    moved = screen.filling.state.answers["hope"]
    screen.panel.go_to("tense")
    screen.press(Qt.Key.Key_Left)

    assert moved == 51
    assert QApplication.focusWidget().accessibleName().startswith("1")


@pytest.mark.parametrize("one_by_one", [False, True])
def test_a_day_that_cannot_be_read_is_told_to_who_goes_on_from_it(show, monkeypatch, *, one_by_one):
    screen = show(DAYS, one_by_one=one_by_one)
    screen.panel.focus_first()
    QTest.keyClicks(QApplication.focusWidget(), "26 Nob")
    hearing = Hearing(monkeypatch)

    screen.press(Qt.Key.Key_Return)

    assert screen.panel.current.question_id == "how"
    assert hearing.words == [f"Question 1: {NOT_READ}"]
