"""Questions by mouse, and what no question does: keep, guess, take a file, undo."""

from dataclasses import replace
from datetime import date
from gettext import NullTranslations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent, QFontMetrics, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from session_forms.answers import DECLINED
from session_forms.filling.filling import answer, start
from session_forms.filling.states import Context, OfferedDay
from session_forms.library.library import installed
from session_forms.words import texts
from tests.support.windows.kinds import CONTEXT, EVERY_KIND, Table, every_kind, open_panel
from tests.support.windows.settling import settle
from therapist_app.form_widgets.kinds.numbers import ScaleLine
from therapist_app.form_widgets.kinds.widget_for_kind import WIDGETS, make_question_widget
from therapist_app.form_widgets.render_context import RenderContext
from therapist_app.theme.look import look

FIELDS = (QLineEdit, QPlainTextEdit)


@pytest.fixture
def sit_at(qtbot, wear):
    """Return a question on screen, with the keyboard in it."""
    wear()
    return lambda question_id, **how: Table(qtbot, question_id, **how)


def option(question: Table, name: str):
    return next(each for each in question.widget.grid.buttons if each.accessibleName() == name)


def test_the_whole_box_of_an_option_answers_a_click(sit_at, qtbot):
    question = sit_at("first_way")
    box = option(question, "C, Fast walk")

    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(box.width() - 5, 5))

    assert question.answer == "walk"
    assert box.isChecked()


def test_a_long_number_does_not_touch_the_words_of_its_question(sit_at):
    widget = sit_at("often").widget

    widget.show_number("10a")

    wide = QFontMetrics(look().font("body", strong=True)).horizontalAdvance("10a")
    assert widget.prompt.contentsMargins().left() >= wide + look().space("s")


def test_a_second_click_on_the_chosen_option_leaves_it_chosen(sit_at):
    question = sit_at("often")
    box = option(question, "2, Most days")

    question.click(box)
    question.click(box)

    assert question.answer == 2
    assert box.isChecked()


def test_an_option_shows_what_the_form_says_and_not_what_was_clicked(sit_at):
    question = sit_at("often")
    question.widget.answered.disconnect()

    question.click(option(question, "2, Most days"))

    assert not option(question, "2, Most days").isChecked()


def test_showing_an_answer_is_not_announced_as_an_answer(sit_at):
    for asked in (each.id for each in every_kind().form.questions):
        question = sit_at(asked)
        announced = []
        question.widget.answered.connect(lambda *what, said=announced: said.append(what))

        question.widget.show_state(answer(question.state, asked, None).question_state(asked))

        assert announced == []


def test_preferring_not_to_say_is_an_answer_of_its_own(sit_at):
    question = sit_at("first_way")

    question.click(option(question, "Z, Prefer not to say"))

    assert question.answer == DECLINED


def test_a_click_on_a_long_scale_points_at_a_value(sit_at, qtbot):
    question = sit_at("hope")
    line = question.widget.slider

    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())

    assert question.answer == 50
    assert question.widget.line.text() == "50"


def test_a_long_scale_takes_a_number_in_its_field(sit_at, qtbot):
    question = sit_at("hope")

    qtbot.keyClicks(question.widget.line, "42")

    assert question.answer == 42
    assert question.widget.slider.value() == 42


def test_a_tick_too_many_stays_in_sight_to_be_put_right(sit_at):
    question = sit_at("services")

    for box in question.widget.grid.buttons:
        question.click(box)

    assert question.answer is None
    assert [box.isChecked() for box in question.widget.grid.buttons] == [True, True]
    assert question.widget._problem.label.text() == "1 at most. Remove some."


def test_half_a_number_is_said_when_the_line_is_left(sit_at):
    question = sit_at("nights")
    question.type("4x")
    assert question.now.problem is None

    question.widget.commit()

    assert question.widget.line.text() == "4x"
    assert question.widget.line.accessibleDescription() == "Write a whole number in figures."


def test_once_what_lacked_is_written_its_note_is_no_news(sit_at, monkeypatch):
    question = sit_at("story")
    question.widget.point_at(replace(question.now, required=True))
    area = question.widget.area
    assert area.accessibleDescription() == "Safety needs an answer here."
    told = []
    describe = area.setAccessibleDescription

    def note(words):
        told.append((words, QAccessible.isActive()))
        describe(words)

    monkeypatch.setattr(area, "setAccessibleDescription", note)
    QAccessible.setActive(True)

    question.widget.answer("Slept well.")

    assert area.accessibleDescription() == "Brief and factual."
    assert told == [("Brief and factual.", False)]


def test_half_a_day_is_said_when_the_line_is_left(sit_at):
    question = sit_at("next_day")
    question.type("31 02 2026")
    assert question.now.problem is None

    question.widget.commit()

    assert question.widget.line.text() == "31 02 2026"
    assert "cannot be read as a day" in question.widget.line.accessibleDescription()


@pytest.mark.parametrize(
    ("question_id", "words", "said"),
    [
        ("nights", "12", "Choose a number from 0 to 7."),
        ("next_day", "20.3.2026", "Too late"),
        ("next_day", "1.3.2026", "Too early"),
        ("word", "a very long word, much too long", "Too long"),
        ("eased", "12", "Choose a number from 0 to 10."),
    ],
)
def test_what_does_not_fit_is_said_once_the_field_is_left_and_never_while_it_is_written(
    sit_at, monkeypatch, question_id, words, said
):
    heard = []
    module = "therapist_app.form_widgets.question.question_widget.announce"
    monkeypatch.setattr(module, lambda _widget, words, *_subject: heard.append(words))
    question = sit_at(question_id)
    if question_id == "eased":
        question.widget.line.setFocus()

    for each in words:
        question.type(each)
        assert question.widget._problem is None
    question.focused.clearFocus()
    question.widget.commit()

    assert said in question.widget._problem.label.text()
    assert [each for each in heard if said in each] == heard
    assert len(heard) == 1


def test_what_is_in_reach_is_said_by_its_description_alone(sit_at, monkeypatch):
    heard = []
    module = "therapist_app.form_widgets.question.question_widget.announce"
    monkeypatch.setattr(module, lambda _widget, words, *_subject: heard.append(words))
    question = sit_at("nights")

    question.type("12")
    question.widget.commit()

    assert heard == []
    assert question.focused.accessibleDescription() == "Choose a number from 0 to 7."


def test_what_is_needed_is_told_once_for_a_question_and_not_with_each_answer(sit_at):
    question = sit_at("often")

    question.widget.tell_place("1", 3)
    question.widget.point_at(replace(question.now, required=True))
    needed = question.widget.accessibleDescription()
    question.widget.point_at(replace(question.now, required=False))
    open_one = question.widget.accessibleDescription()

    assert needed.splitlines() == ["Question 1 of 3", "Safety needs an answer here."]
    assert open_one == "Question 1 of 3"
    assert question.widget._problem.label.text() == "Still open. You may leave it open."
    assert not any(each.accessibleDescription() for each in question.widget.grid.buttons)


def test_a_day_too_late_stays_in_sight_with_its_limit(sit_at):
    question = sit_at("next_day")

    question.type("10 03 2026")
    writing = question.widget.line.property("problem")
    question.widget.commit()

    assert not writing
    assert question.widget.line.text() == "10 03 2026"
    assert "9 March 2026 is the last day" in question.widget.line.accessibleDescription()


def test_half_of_a_day_and_a_time_is_said_when_both_are_left(sit_at):
    question = sit_at("moment")
    question.type("01 03 2026")

    question.widget.commit()

    assert "Both are needed" in question.widget.accessibleDescription()
    assert "Both are needed" not in question.widget.day.accessibleDescription()
    assert question.widget.day.text() == "01 03 2026"


def test_a_text_that_is_too_long_stays_to_be_shortened(sit_at):
    question = sit_at("word")

    question.type("x" * 21)
    question.widget.commit()

    assert question.answer is None
    assert question.widget.line.text() == "x" * 21
    assert question.widget.line.property("problem") is True


def test_a_space_at_the_start_is_not_taken_away_while_writing(sit_at):
    question = sit_at("word")

    question.type(" c")

    assert question.widget.line.text() == " c"


def test_a_long_text_shows_the_standing_note_of_its_form(sit_at):
    question = sit_at("story")

    assert question.widget.note.text() == "Brief and factual."
    assert question.widget.area.accessibleDescription() == "Brief and factual."


def test_a_wrong_line_of_a_list_is_the_one_that_is_marked(sit_at):
    question = sit_at("steps")
    question.type("ring")
    question.press(Qt.Key.Key_Return)

    question.type("x" * 31)
    question.widget.commit()

    assert [entry.line.property("problem") for entry in question.widget.lines] == [False, True]


def test_a_line_is_taken_away_by_its_button(sit_at):
    question = sit_at("steps")
    question.type("ring")
    question.press(Qt.Key.Key_Return)
    question.type("walk")

    question.click(question.widget.lines[0].take_away)

    assert question.answer == ("walk",)


def test_a_row_is_taken_away_by_its_button_and_the_last_is_emptied(sit_at):
    question = sit_at("plan")
    question.type("walk")

    question.click(question.widget.rows[0].take_away)

    assert question.answer is None
    assert question.widget.rows[0].values == {}


def test_a_wrong_cell_is_the_one_that_is_marked(sit_at, qtbot):
    question = sit_at("plan")
    times = question.widget.rows[0].fields[3]

    qtbot.keyClicks(times, "99")
    question.widget.commit()

    marked = [each.property("problem") for each in question.widget.rows[0].fields]
    assert marked == [False, False, False, True, False, False]
    assert times.text() == "99"


def test_a_table_stands_in_lines_where_there_is_room(sit_at):
    question = sit_at("plan")

    question.widget.resize(1200, 400)
    settle()

    tops = {field.y() for field in question.widget.rows[0].fields}
    assert len(tops) == 1


@pytest.mark.parametrize("client", [False, True])
def test_the_words_of_a_table_are_seen_whole_and_stay_one_paragraph(sit_at, client):
    question = sit_at("plan", client=client)
    cell = question.widget.rows[0].fields[0]
    cell.setFixedWidth(120)
    settle()
    low = cell.height()

    question.type("walk to the river, sit there")
    question.press(Qt.Key.Key_Return)
    settle()

    assert cell.height() > low
    assert cell.verticalScrollBar().maximum() == 0
    assert question.answer == ({"what": "walk to the river, sit there"},)
    cell.selectAll()
    pasted = QMimeData()
    pasted.setText("walk\nsit")
    cell.insertFromMimeData(pasted)
    settle()
    assert question.answer == ({"what": "walk sit"},)
    assert cell.height() == low


def test_a_box_of_a_table_tells_words_that_it_has_no_room_for(sit_at):
    question = sit_at("plan")
    box = question.widget.rows[0].fields[1]
    box.show_value("out")
    assert box.toolTip() == ""

    box.setFixedWidth(60)
    settle()

    assert box.toolTip() == "Outside"


@pytest.mark.parametrize("words", ["", "a note"])
def test_a_file_dropped_on_a_field_is_refused(qtbot, wear, words):
    wear()
    opened = open_panel(qtbot, {"plan": ({"what": "x"},)})
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/somewhere/picture.png")])
    if words:
        files.setText(words)

    for field in (each for each in opened.panel.findChildren(QWidget) if isinstance(each, FIELDS)):
        before = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        assert not field.acceptDrops()
        QApplication.sendEvent(field, dropped(files))
        assert before == (field.text() if isinstance(field, QLineEdit) else field.toPlainText())


def dropped(files: QMimeData) -> QDropEvent:
    return QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        files,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


def test_pasting_a_file_writes_nothing(sit_at):
    question = sit_at("story")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/somewhere/picture.png")])

    question.widget.area.insertFromMimeData(files)

    assert question.widget.area.toPlainText() == ""


@pytest.mark.parametrize("question_id", ["word", "story"])
def test_words_that_were_taken_out_cannot_be_brought_back(sit_at, qtbot, question_id):
    question = sit_at(question_id)
    question.type("mill")
    question.press(*[Qt.Key.Key_Backspace] * 4)

    qtbot.keyClick(question.focused, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert question.answer is None


def test_scrolling_past_an_answer_never_changes_it(qtbot, wear):
    wear()
    opened = open_panel(qtbot, {"hope": 75, "plan": ({"where": "out"},)})
    before = opened.filling.state

    for kind in (QComboBox, ScaleLine):
        for field in opened.panel.findChildren(kind):
            turned = wheel()
            QApplication.sendEvent(field, turned)

    assert opened.filling.state.answers == before.answers


def wheel() -> QWheelEvent:
    return QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def test_controls_are_large_in_the_clients_turn(sit_at):
    for asked in ("often", "tense", "word", "hope", "nights"):
        question = sit_at(asked, client=True)
        heights = [
            each.height()
            for each in question.widget.findChildren(QWidget)
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()
        ]

        assert min(heights) >= 52


def test_every_kind_of_question_is_in_the_form_of_these_tests():
    kinds = {question.kind for question in every_kind().form.questions}

    assert kinds == set(WIDGETS)
    assert EVERY_KIND.count("[[questions]]") == len(every_kind().form.questions)


def test_taken_over_lines_say_when_they_were_changed_and_can_be_taken_again(sit_at):
    question = sit_at("signs")
    assert question.widget.again.isHidden()
    assert question.widget.origin.text().startswith("From Warning-sign ladder, Monday 23")

    question.type("!")

    assert question.answer == ("Staying up late!", "Cancelling")
    assert question.widget.origin.text().startswith("Changed here. Warning-sign ladder")
    question.click(question.widget.again)
    assert question.answer == ("Staying up late", "Cancelling")
    assert question.widget.lines[0].line.text() == "Staying up late"


def test_lines_that_were_taken_away_can_be_taken_over(sit_at):
    question = sit_at("signs")

    question.widget.answered.emit("signs", None)

    assert question.widget.origin.text().startswith("Can be taken from Warning-sign ladder")
    assert question.widget.again.text() == "Take over"


def test_lines_to_read_are_reached_and_read_out(sit_at):
    question = sit_at("people")

    assert question.focused.accessibleName() == "Who is in the circle?: A friend; A neighbour"
    question.type("x")
    assert question.answer == ("A friend", "A neighbour")


def test_a_computed_line_is_read_out_with_its_figure(sit_at):
    question = sit_at("change")
    assert "Calculated once" in question.focused.accessibleName()

    question.state = answer(answer(question.state, "hope", 75), "tense", 3)
    question.widget.show_state(question.now)

    assert question.focused.accessibleName() == "Hope, less tension: 72 points"


@pytest.mark.parametrize(("language", "words"), [("de_DE", "7,5"), ("en", "7.5")])
@pytest.mark.parametrize("typed", ["7.5", "7,5"])
def test_a_number_with_decimals_is_written_as_in_the_language(sit_at, language, words, typed):
    texts.install(NullTranslations(), language)
    question = sit_at("hours")

    question.type(typed)
    kept = question.answer
    question.widget.line.show_words("")
    question.widget.show_state(question.now)
    texts.install(NullTranslations())

    assert kept == 7.5
    assert question.widget.line.text() == words


def test_too_many_decimals_are_said(sit_at):
    question = sit_at("hours")

    question.type("7.25")
    question.widget.commit()

    assert question.now.problem is not None
    assert "after the decimal sign: 1 at most" in question.widget.line.accessibleDescription()


def test_a_plain_line_is_pointed_at_however_few_its_numbers_are(sit_at):
    question = sit_at("eased")

    question.press(Qt.Key.Key_End)

    assert question.answer == 10


def test_what_is_asked_each_time_is_empty_beside_what_stood_there_and_one_letter_takes_it_over(
    qtbot, wear
):
    wear()
    form = installed().latest("goals")
    walk = {"goal_text": "Walk"}
    last = {"goals": ({**walk, "rating": -1}, {"goal_text": "Sleep", "rating": 2})}
    context = Context(date(2026, 3, 9), last_rows=last)
    state = start(form, context, {"goals": (walk, {"goal_text": "Call a friend"})})
    table = make_question_widget(state.question_state("goals"), RenderContext())
    qtbot.addWidget(table)
    table.show_state(state.question_state("goals"))
    table.show()
    rating = [each.fields[-1] for each in table.rows]

    assert [each.text() for each in rating] == ["", ""]
    assert [each.placeholderText() for each in rating] == ["L: -1, as last time", ""]
    for cell in rating:
        qtbot.keyClicks(cell, "l")

    assert [each.text() for each in rating] == ["-1", "l"]
    assert table.rows[0].values["rating"] == -1
    qtbot.keyClicks(rating[0], "l")
    assert rating[0].text() == "-1l"


def test_a_box_that_a_table_begins_with_says_the_question_itself(qtbot, wear):
    """Around a box that unfolds Orca says no group, and so not what is asked."""
    wear()
    panel = open_panel(qtbot, {}, form_id="boundaries").panel
    [table] = [each for each in panel.questions if each.question_id == "situations"]

    box = table.rows[0].fields[0]

    assert isinstance(box, QComboBox)
    assert box.accessibleDescription() == "Which situations, and what do we agree for each?"
    assert table.rows[0].fields[1].accessibleDescription() == ""


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("Safety check", "P: Thursday 5 March 2026, as in Safety check"),
        ("", "P: Thursday 5 March 2026, as promised"),
    ],
)
@pytest.mark.parametrize("by", ["letter", "click"])
def test_a_day_that_was_said_before_is_named_and_taken_at_once(qtbot, wear, where, words, by):
    wear()
    offered = {"next_day": OfferedDay(date(2026, 3, 5), where)}
    table = Table(qtbot, "next_day", told=replace(CONTEXT, offered_days=offered))
    question = table.widget
    assert question.offer.text() == words
    assert words in question.line.accessibleDescription()

    if by == "letter":
        table.type("p")
    else:
        qtbot.mouseClick(question.offer, Qt.MouseButton.LeftButton)

    assert table.answer == "2026-03-05"
    assert question.line.hasFocus()
    assert not question.offer.isVisible()


def test_in_large_text_a_day_that_was_said_before_fits_beside_the_session(qtbot, wear):
    wear("light", 2.0)
    offered = {"next_day": OfferedDay(date(2026, 3, 5), "Safety questions")}
    table = Table(qtbot, "next_day", told=replace(CONTEXT, offered_days=offered))

    assert table.widget.offer.text() == "P: 5 March 2026, as in Safety questions"
    assert table.widget.minimumSizeHint().width() < 600


def test_a_day_that_was_said_before_and_is_out_of_time_is_not_offered(qtbot, wear):
    wear()
    offered = {"next_day": OfferedDay(date(2026, 3, 10))}

    table = Table(qtbot, "next_day", told=replace(CONTEXT, offered_days=offered))

    assert not table.widget.offer.isVisible()
