"""Every kind of question is completed with the keyboard alone."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from session_forms.answers import CANNOT_TELL, DECLINED
from session_forms.words.day_words import day_in_words
from tests.support.windows.hearing import Hearing
from tests.support.windows.kinds import TODAY, Table, open_panel
from tests.support.windows.outline import outline
from therapist_app.form_widgets.choices.typed_value import LONGEST_PAUSE
from therapist_app.form_widgets.letter_run import QUIET, TWICE, WITHIN
from therapist_app.form_widgets.values.days import day_in_figures

KEY = Qt.Key
CLOCK = "therapist_app.widgets.controls.pressed_at.monotonic_ns"


@pytest.fixture(autouse=True)
def typed_at_once(monkeypatch):
    """However slow the machine, keys without a moment of their own follow without a pause."""
    monkeypatch.setattr(CLOCK, lambda: 1_000_000)


@pytest.fixture
def sit_at(qtbot, wear):
    """Return a question on screen, with the keyboard in it."""
    wear()
    return lambda question_id, **how: Table(qtbot, question_id, **how)


@pytest.mark.parametrize("value", [0, 1, 2, 3])
def test_a_labelled_rating_takes_its_printed_value(sit_at, value):
    question = sit_at("often")

    question.type(str(value))

    assert question.answer == value


@pytest.mark.parametrize(("keys", "value"), [("7", 7), ("0", 0), ("10", 10), ("1", 1), ("110", 10)])
def test_a_scale_to_ten_takes_figures_and_one_zero_for_ten(sit_at, keys, value):
    question = sit_at("tense")

    question.type(keys)

    assert question.answer == value


def test_a_scale_says_cannot_tell_by_letter(sit_at):
    question = sit_at("tense")

    question.type("x")

    assert question.answer == CANNOT_TELL


@pytest.mark.parametrize(("keys", "value"), [("75", 75), ("100", 100), ("8", 8)])
def test_a_long_scale_takes_figures(sit_at, keys, value):
    question = sit_at("hope")

    question.type(keys)

    assert question.answer == value


def test_a_long_scale_is_moved_by_arrows_and_page_keys(sit_at):
    question = sit_at("hope")

    question.type("50")
    question.press(KEY.Key_Right, KEY.Key_Right, KEY.Key_PageUp, KEY.Key_Left)

    assert question.answer == 61


@pytest.mark.parametrize(("key", "end"), [(KEY.Key_Home, 0), (KEY.Key_End, 100)])
def test_a_long_scale_goes_to_its_ends(sit_at, key, end):
    question = sit_at("hope")

    question.press(key)

    assert question.answer == end


@pytest.mark.parametrize(
    ("letter", "value"),
    [("a", "breathing"), ("B", "water"), ("c", "walk"), ("z", DECLINED)],
)
def test_a_choice_takes_its_letter(sit_at, letter, value):
    question = sit_at("first_way")

    question.type(letter)

    assert question.answer == value


def test_arrows_move_between_options_without_choosing(sit_at):
    question = sit_at("first_way")

    question.press(KEY.Key_Right, KEY.Key_Down, KEY.Key_Up, KEY.Key_Down)

    assert question.answer is None
    assert question.moves == []
    assert question.focused.accessibleName() == "C, Fast walk"


@pytest.mark.parametrize(
    ("keys", "end"),
    [
        ((KEY.Key_Left, KEY.Key_Up), "A, Breathing"),
        ((KEY.Key_Down,) * 9, "Z, Prefer not to say"),
    ],
)
def test_arrows_stay_at_the_ends(sit_at, keys, end):
    question = sit_at("first_way")

    question.press(*keys)

    assert question.moves == []
    assert question.focused.accessibleName() == end


def test_the_space_bar_takes_what_has_the_keyboard(sit_at):
    question = sit_at("first_way")

    question.press(KEY.Key_Right, KEY.Key_Space)

    assert question.answer == "water"


def test_letters_tick_and_only_the_space_bar_unticks(sit_at):
    question = sit_at("helped")

    question.type("bdb")
    assert question.answer == ("walks", "friends")
    assert "Ticked already. The space bar takes the tick away." in outline(question.widget)
    question.pause()
    question.press(KEY.Key_Space)

    assert question.answer == ("friends",)
    assert "Ticked already" not in outline(question.widget)


def test_a_letter_that_ticks_says_that_enter_goes_on_until_the_question_is_left(sit_at):
    question = sit_at("helped")

    def shown() -> bool:
        labels = question.widget.findChildren(QLabel)
        said = [each.text() for each in labels if each.isVisibleTo(question.widget)]
        return "Several can be ticked; Enter goes on." in said

    question.widget.set_current(current=True)
    before = shown()
    question.type("b")
    ticked = shown()
    question.widget.set_current(current=False)

    assert (before, ticked, shown()) == (False, True, False)


def test_an_option_that_stands_alone_unticks_the_others(sit_at):
    question = sit_at("helped")

    question.type("bca")

    assert question.answer == ("none",)


def test_another_option_unticks_the_one_that_stands_alone(sit_at):
    question = sit_at("helped")

    question.type("ab")

    assert question.answer == ("walks",)


@pytest.mark.parametrize(("letter", "value"), [("a", True), ("b", False), ("x", CANNOT_TELL)])
def test_yes_and_no_take_letters(sit_at, letter, value):
    question = sit_at("practised")

    question.type(letter)

    assert question.answer == value


def test_a_number_is_typed(sit_at):
    question = sit_at("nights")

    question.type("5")

    assert question.answer == 5


def test_a_day_is_typed_as_people_write_it(sit_at):
    question = sit_at("next_day")

    question.type("5.3.26")

    assert question.answer == "2026-03-05"
    assert question.widget.beside.text() == "Thursday 5 March 2026"


def test_a_day_is_moved_by_the_page_keys(sit_at):
    question = sit_at("next_day")

    question.type("1.3.26")
    question.press(KEY.Key_PageUp, KEY.Key_PageUp, KEY.Key_PageUp, KEY.Key_PageDown)

    assert question.answer == "2026-03-03"


def test_the_page_keys_write_no_day_where_none_is_written(sit_at):
    question = sit_at("next_day")

    question.press(KEY.Key_PageDown, KEY.Key_PageUp)

    assert question.answer is None
    assert question.widget.day.text() == ""


def test_one_letter_writes_today_and_is_said_once(sit_at, monkeypatch):
    question = sit_at("next_day")
    hint = question.widget.beside.text()
    hearing = Hearing(monkeypatch)

    question.type("t")

    assert question.answer == TODAY.isoformat()
    assert hint.endswith("· T: today")
    # that the words with it changed is news by itself: they are not announced as well
    assert question.widget.day.accessibleDescription().startswith(day_in_words(TODAY))
    assert day_in_words(TODAY) not in hearing.words

    question.type("t")
    assert hearing.words == [day_in_words(TODAY)]  # nothing changed, and no key is silent


def test_the_example_of_a_day_is_one_that_is_possible(sit_at):
    question = sit_at("next_day")

    question.type("thirty")
    question.widget.commit()

    example = day_in_figures(TODAY)
    assert question.widget.line.example == example
    assert f"Write it as {example}." in outline(question.widget)


@pytest.mark.parametrize("written", ["14:30", "14.30", "1430"])
def test_a_time_is_typed(sit_at, written):
    question = sit_at("at_time")

    question.type(written)

    assert question.answer == "14:30"


def test_a_day_and_a_time_are_one_answer(sit_at):
    question = sit_at("moment")

    question.type("01 03 2026")
    question.press(KEY.Key_Tab)
    question.type("9:05")

    assert question.answer == "2026-03-01T09:05"


def test_half_of_a_day_and_a_time_is_no_mistake_while_it_is_written(sit_at):
    question = sit_at("moment")

    question.type("01 03 2026")

    assert question.now.problem is None
    assert question.answer is None


def test_a_word_is_typed_and_digits_and_letters_are_only_words_there(sit_at):
    question = sit_at("word")

    question.type("s3 a")

    assert question.answer == "s3 a"


def test_lines_are_typed_and_counted(sit_at):
    question = sit_at("story")

    question.type("A good walk.")

    assert question.answer == "A good walk."
    assert question.widget.count.text() == "12 of 60 characters"


def test_tab_leaves_a_long_text_instead_of_being_written(sit_at):
    question = sit_at("story")

    question.type("calm")
    question.press(KEY.Key_Tab)

    assert question.answer == "calm"


def test_enter_adds_a_line_to_a_list(sit_at):
    question = sit_at("steps")

    question.type("ring")
    question.press(KEY.Key_Return)
    question.type("walk")

    assert question.answer == ("ring", "walk")


def test_enter_on_an_empty_line_ends_a_list_and_goes_on(sit_at):
    question = sit_at("steps")

    question.type("ring")
    question.press(KEY.Key_Return)
    before = list(question.moves)
    question.press(KEY.Key_Return)

    assert (before, question.moves) == ([], [1])
    assert question.answer == ("ring",)
    assert len(question.widget.lines) == 1


def test_enter_in_a_list_with_nothing_in_it_goes_on_and_leaves_its_line(sit_at):
    question = sit_at("steps")

    question.press(KEY.Key_Return)

    assert question.moves == [1]
    assert len(question.widget.lines) == 1


def test_backspace_takes_an_empty_line_away(sit_at):
    question = sit_at("steps")
    question.type("ring")
    question.press(KEY.Key_Return)

    question.press(KEY.Key_Backspace)

    assert len(question.widget.lines) == 1
    assert question.focused is question.widget.lines[0].line


def test_a_full_list_takes_no_further_line(sit_at):
    question = sit_at("steps")

    for word in ("one", "two", "three", "four"):
        question.type(word)
        question.press(KEY.Key_Return)

    assert question.answer == ("one", "two", "threefour")
    assert question.moves == [1, 1]
    assert not question.widget.add.isEnabled()


def test_a_row_of_a_table_is_filled_in_from_field_to_field(sit_at):
    question = sit_at("plan")

    question.type("walk")
    question.press(KEY.Key_Tab, KEY.Key_Down, KEY.Key_Down, KEY.Key_Tab, KEY.Key_Down, KEY.Key_Tab)
    question.type("3")
    question.press(KEY.Key_Tab, KEY.Key_Down, KEY.Key_Tab)
    question.type("04 03 2026")

    assert question.answer == (
        {
            "what": "walk",
            "where": "out",
            "alone": True,
            "times": 3,
            "sure": 0,
            "day": "2026-03-04",
        },
    )


def test_a_row_is_added_by_keyboard(sit_at):
    question = sit_at("plan")
    question.type("walk")
    question.widget.add.setFocus()

    question.press(KEY.Key_Space)
    question.type("music")

    assert [row["what"] for row in question.answer] == ["walk", "music"]


def test_fixed_rows_keep_their_places(sit_at):
    question = sit_at("week")

    question.press(KEY.Key_Tab)
    question.type("6")

    assert question.answer == ({}, {"mood": 6})


def test_services_are_ticked_by_letter(sit_at):
    question = sit_at("services")

    question.type("b")

    assert question.answer == ("gb-samaritans",)


def test_a_service_that_is_not_in_view_is_shown_by_its_letter_and_ticked_by_the_next(sit_at, qtbot):
    question = sit_at("services")
    page = QWidget()
    qtbot.addWidget(page)
    question.widget.setParent(page)
    second = question.widget.grid.buttons[1]
    page.resize(760, second.mapTo(question.widget, QPoint(0, 0)).y() + 2)
    with qtbot.waitActive(page):
        page.show()
        question.widget.show()
        page.activateWindow()
    question.widget.take_keyboard()

    question.type("b")
    assert question.answer is None
    assert second.hasFocus()
    page.resize(760, 400)
    question.type("b")

    assert question.answer == ("gb-samaritans",)


def test_a_local_text_is_chosen_by_letter(sit_at):
    question = sit_at("rules")

    question.type("a")

    assert question.answer == "sample@1"


@pytest.mark.parametrize(
    "question_id", ["often", "tense", "hope", "first_way", "practised", "rules"]
)
def test_s_skips_a_question_without_an_answer_and_delete_alone_takes_one_away(sit_at, question_id):
    question = sit_at(question_id)
    question.type("s")
    assert (question.answer, question.moves) == (None, [1])
    question.type({"often": "1", "tense": "7", "hope": "1"}.get(question_id, "a"))
    given = question.answer
    question.moves.clear()

    question.type("s")
    assert question.answer == given
    assert "Remove the answer:" in outline(question.widget)
    question.press(KEY.Key_Delete)

    assert question.answer is None
    assert question.moves == []
    assert "Remove the answer:" not in outline(question.widget)
    question.press(KEY.Key_Delete)
    assert question.answer is None


WORDS = "Words were typed: they are not saved and answer nothing."


@pytest.mark.parametrize(
    ("question_id", "words"),
    [
        ("practised", "My thoughts stay here, as a child's."),
        ("often", "It was a bad 3 days."),
        ("first_way", "He said so a second time."),
        ("helped", "No, a bad dance."),
        ("rules", "The law says a"),
    ],
)
def test_a_sentence_that_begins_with_no_answer_answers_removes_and_skips_nothing(
    sit_at, question_id, words
):
    question = sit_at(question_id)
    for _each in range(2):
        stands = question.answer
        question.moves.clear()

        question.type(words)
        question.press(KEY.Key_Backspace)

        assert (question.answer, question.moves) == (stands, [])
        assert outline(question.widget).count(WORDS) == 1
        question.pause()
        question.type("1" if question_id == "often" else "a")
        assert question.answer is not None
        assert WORDS not in outline(question.widget)
        question.pause()


def test_a_single_letter_that_is_no_answer_says_which_are_ones(sit_at):
    question = sit_at("practised")

    question.type("c")

    assert "C is no answer here. Answers: A, B, X." in outline(question.widget)
    assert WORDS not in outline(question.widget)


def test_a_figure_that_is_no_answer_begins_no_words(sit_at):
    question = sit_at("often")

    question.type("72")

    assert question.answer == 2


def test_words_after_figures_leave_what_the_figures_answered(qtbot, wear):
    wear()
    opened = open_panel(qtbot, {})
    opened.panel.go_to("often")

    for each in "2b 1":
        QTest.keyClicks(QApplication.focusWidget(), each)

    assert opened.filling.state.answers["often"] == 2
    assert "tense" not in opened.filling.state.answers


@pytest.mark.parametrize("words", ["Also the", "A b", "Sad x"])
def test_letters_of_a_word_that_answered_on_the_way_are_taken_back_and_that_is_said(
    qtbot, wear, monkeypatch, words
):
    wear()
    opened = open_panel(qtbot, {"practised": False, "first_way": "walk"})
    opened.panel.go_to("first_way")
    hearing = Hearing(monkeypatch)

    for each in words:
        QTest.keyClicks(QApplication.focusWidget(), each)

    answers = opened.filling.state.answers
    assert answers["first_way"] == "walk"
    assert answers["practised"] is False
    assert "helped" not in answers
    assert opened.panel.place == "first_way"
    assert WORDS in outline(opened.panel.question("first_way"))
    assert hearing.words.count("What these letters answered before is taken back.") == 1


def test_letters_with_pauses_answer_each_and_stay(qtbot, wear):
    wear()
    opened = open_panel(qtbot, {})
    opened.panel.go_to("first_way")

    for at, each in enumerate("ax"):
        key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, each)
        key.setTimestamp(10_000 + at * (WITHIN + 1))
        QApplication.sendEvent(QApplication.focusWidget(), key)

    assert opened.filling.state.answers["first_way"] == "breathing"
    assert opened.panel.place == "helped"


@pytest.mark.parametrize(("question_id", "letter"), [("first_way", "z"), ("practised", "x")])
def test_a_second_press_of_what_leaves_an_answer_open_answers_nothing_at_the_next_question(
    qtbot, wear, question_id, letter
):
    wear()
    opened = open_panel(qtbot, {})
    opened.panel.go_to(question_id)
    before = {*opened.filling.state.answers}

    for at in range(2):
        key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        key.setTimestamp(10_000 + at * (WITHIN + 1))
        QApplication.sendEvent(QApplication.focusWidget(), key)

    assert {*opened.filling.state.answers} - before == {question_id}
    assert opened.panel.place != question_id


def _press_at(sign: str, *moments: int) -> None:
    for at in moments:
        key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, sign)
        key.setTimestamp(at)
        QApplication.sendEvent(QApplication.focusWidget(), key)


@pytest.mark.parametrize(("apart", "taken"), [(TWICE - 1, [3]), (TWICE, [3, 3])])
def test_a_figure_that_slips_answers_once_and_one_that_is_meant_twice_answers_both(
    qtbot, wear, apart, taken
):
    wear()
    opened = open_panel(qtbot, {}, form_id="phq-9")
    opened.panel.go_to("q1")

    _press_at("3", 10_000, 10_000 + apart)

    assert list(opened.filling.state.answers.values()) == taken
    assert ("3 came twice at once" in outline(opened.panel)) is (len(taken) == 1)


def test_a_figure_that_goes_on_from_a_one_answers_the_next_question(qtbot, wear):
    wear()
    opened = open_panel(qtbot, {}, form_id="session-feedback")
    opened.panel.go_to("felt_respected")

    _press_at("1", 10_000)
    _press_at("9", 10_300)

    assert list(opened.filling.state.answers.values()) == [1, 9]
    assert opened.panel.place == "way_of_working_fits"


def test_a_figure_that_goes_on_from_a_one_and_slips_answers_one_question(qtbot, wear):
    wear()
    opened = open_panel(qtbot, {}, form_id="session-feedback")
    opened.panel.go_to("felt_respected")

    _press_at("1", 10_000)
    _press_at("9", 10_300, 10_300 + TWICE - 1)

    assert list(opened.filling.state.answers.values()) == [1, 9]


def test_a_skip_that_slips_skips_one_question(qtbot, wear):
    wear()
    opened = open_panel(qtbot, {}, form_id="phq-9")
    opened.panel.go_to("q1")

    _press_at("s", 10_000, 10_000 + TWICE - 1)

    assert opened.panel.place == "q2"


def test_figures_without_their_moment_are_no_slip(qtbot, wear):
    wear()
    opened = open_panel(qtbot, {}, form_id="phq-9")
    opened.panel.go_to("q1")

    _press_at("3", 0, 0)

    assert list(opened.filling.state.answers.values()) == [3, 3]


def _clock_of_pauses(monkeypatch, pause):
    moments = iter(range(1, 100))
    monkeypatch.setattr(CLOCK, lambda: 1_000_000 * (pause + 1) * next(moments))


def test_beside_a_screen_reader_a_wrong_letter_takes_no_earlier_answer_back(
    qtbot, wear, monkeypatch
):
    wear()
    opened = open_panel(qtbot, {})
    opened.panel.go_to("first_way")
    _clock_of_pauses(monkeypatch, QUIET)

    for each in "axb":  # without the moment of each key, as Qt hands them on there
        QTest.keyClicks(QApplication.focusWidget(), each)

    assert opened.filling.state.answers["first_way"] == "breathing"
    assert len(opened.filling.state.answers["helped"]) == 1


def test_beside_a_screen_reader_a_later_figure_is_no_part_of_the_number_before(sit_at, monkeypatch):
    question = sit_at("hope")
    _clock_of_pauses(monkeypatch, LONGEST_PAUSE)

    question.type("75")

    assert question.answer == 5


@pytest.mark.parametrize("question_id", ["often", "tense", "helped", "practised", "hope"])
def test_enter_goes_on_and_backspace_goes_back_from_a_choice(sit_at, question_id):
    question = sit_at(question_id)

    question.press(KEY.Key_Return, KEY.Key_Backspace)

    assert question.moves == [1, -1]
    assert question.answer is None


@pytest.mark.parametrize("question_id", ["word", "nights"])
def test_in_a_line_enter_goes_on_and_backspace_takes_a_letter(sit_at, question_id):
    question = sit_at(question_id)

    question.type("55")
    question.press(KEY.Key_Backspace, KEY.Key_Return)

    assert str(question.answer) == "5"
    assert question.moves == [1]


@pytest.mark.parametrize(
    ("question_id", "keys", "moves"),
    [
        ("often", "2", [1]),
        ("often", "22", [1, 1]),
        ("first_way", "z", [1]),
        ("practised", "x", [1]),
        ("tense", "7", [1]),
        ("tense", "1", []),
        ("tense", "10", [1]),
        ("tense", "15", [1, 1]),  # a 5 makes nothing of the 1, so each is an answer of its own
        ("tense", "x", [1]),
        ("hope", "75", []),
        ("helped", "bd", []),
        ("services", "b", []),
        ("rules", "a", []),
    ],
)
def test_the_key_of_an_answer_goes_on_where_it_answers_all_and_nothing_is_to_be_read(
    sit_at, question_id, keys, moves
):
    question = sit_at(question_id)

    question.type(keys)

    assert question.moves == moves
    assert question.answer is not None


@pytest.mark.parametrize(("question_id", "key"), [("often", "2"), ("tense", "10"), ("rules", "a")])
def test_a_client_goes_on_by_a_key_of_its_own(sit_at, question_id, key):
    question = sit_at(question_id, client=True)

    question.type(key)
    stayed = list(question.moves)
    question.press(KEY.Key_Return)

    assert question.answer is not None
    assert (stayed, question.moves) == ([], [1])


def test_ten_is_typed_at_any_pace(sit_at):
    question = sit_at("tense")
    late = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_0, Qt.KeyboardModifier.NoModifier, "0")
    late.setTimestamp(10 * LONGEST_PAUSE)

    question.type("1")
    QApplication.sendEvent(question.focused, late)

    assert question.answer == 10


def test_a_key_that_is_held_answers_once(sit_at):
    question = sit_at("often")
    held = QKeyEvent(
        QEvent.Type.KeyPress, KEY.Key_2, Qt.KeyboardModifier.NoModifier, "2", autorep=True
    )

    question.type("2")
    QApplication.sendEvent(question.focused, held)

    assert question.moves == [1]


def test_arrows_move_the_handle_of_a_long_scale(sit_at):
    question = sit_at("hope")

    question.type("50")
    question.press(KEY.Key_Up, KEY.Key_Up, KEY.Key_Down)

    assert question.answer == 51
    assert question.moves == []


def test_a_key_with_control_is_never_an_answer(sit_at, qtbot):
    question = sit_at("often")

    qtbot.keyClick(question.focused, KEY.Key_2, Qt.KeyboardModifier.ControlModifier)

    assert question.answer is None


def test_tab_stops_once_in_a_question(sit_at):
    question = sit_at("often")

    stops = [
        each
        for each in question.widget.grid.buttons
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]

    assert len(stops) == 1


def test_a_tick_at_hand_is_said_by_itself_alone(sit_at, monkeypatch):
    heard = []
    module = "therapist_app.form_widgets.choices.option_grid.announce"
    monkeypatch.setattr(module, lambda _grid, words: heard.append(words))
    question = sit_at("helped")
    question.press(KEY.Key_Space)

    assert any(each.isChecked() for each in question.widget.grid.buttons)
    assert heard == []


@pytest.mark.parametrize("kind", ["often", "tense"])
def test_an_option_at_hand_says_that_it_was_chosen_and_one_gone_to_says_so_by_itself(
    sit_at, monkeypatch, kind
):
    heard = []
    module = "therapist_app.form_widgets.choices.option_grid.announce"
    monkeypatch.setattr(module, lambda _grid, words: heard.append(words))
    question = sit_at(kind)

    question.type("0")
    first, *_more = question.widget.grid.buttons
    assert heard == [f"{first.accessibleName()}: chosen."]
    question.type("2")
    assert len(heard) == 1
    question.press(KEY.Key_Left, KEY.Key_Space)
    assert len(heard) == 2


@pytest.mark.parametrize(
    ("kind", "key", "said"),
    [
        ("often", "7", "7 is no answer here. Answers: 0 to 3."),
        ("often", "x", "X is no answer here. Answers: 0 to 3."),
        ("tense", "b", "B is no answer here. Answers: 0 to 10, X."),
        ("hope", "a", "A is no answer here. Answers: 0 to 100."),
        ("first_way", "1", "1 is no answer here. Answers: A to C, Z."),
        ("practised", "9", "9 is no answer here. Answers: A, B, X."),
        ("helped", "z", "Z is no answer here. Answers: A to D."),
    ],
)
def test_a_key_that_fits_no_answer_says_which_keys_do_and_answers_nothing(
    sit_at, monkeypatch, kind, key, said
):
    hearing = Hearing(monkeypatch)
    question = sit_at(kind)

    question.type(key)

    assert hearing.words == [said]
    assert question.answer is None


def test_a_figure_that_can_become_an_answer_and_a_key_that_is_no_letter_say_nothing(
    sit_at, monkeypatch
):
    hearing = Hearing(monkeypatch)

    for kind, keys in (("hope", "-"), ("first_way", "-.,")):
        sit_at(kind).type(keys)

    assert hearing.words == []


def test_an_answer_that_cannot_be_chosen_now_is_none_of_those_that_are_said(sit_at, monkeypatch):
    hearing = Hearing(monkeypatch)
    question = sit_at("first_way")
    question.widget.grid.show_available(["breathing", "walk"])

    question.type("b")

    assert hearing.words == ["B is no answer here. Answers: A, C, Z."]
    assert question.answer is None


def test_a_key_that_goes_on_from_a_one_and_fits_nothing_there_is_said_once(
    qtbot, wear, monkeypatch
):
    wear()
    opened = open_panel(qtbot, {})
    opened.panel.go_to("tense")
    QTest.keyClicks(QApplication.focusWidget(), "1")
    hearing = Hearing(monkeypatch)

    QTest.keyClicks(QApplication.focusWidget(), "x")

    assert opened.filling.state.answers["tense"] == 1
    said = [each for each in hearing.words if "is no answer" in each]
    assert said == ["X is no answer here. Answers: 0 to 100."]


def test_a_figure_that_waits_for_another_one_says_so_to_whoever_only_listens(
    qtbot, wear, monkeypatch
):
    wear()
    opened = open_panel(qtbot, {})
    opened.panel.go_to("tense")
    hearing = Hearing(monkeypatch)

    QTest.keyClicks(QApplication.focusWidget(), "1")
    waiting = [each.words for each in hearing.take()]
    QTest.keyClicks(QApplication.focusWidget(), "2")

    assert waiting == ["Enter goes on, or type another figure."]
    assert not any(each.startswith("Enter goes on") for each in hearing.words)


@pytest.mark.parametrize("way", ["taken away", "words"])
def test_nothing_stays_ticked_that_was_taken_back_while_too_few_are_ticked(qtbot, wear, way):
    wear()
    opened = open_panel(qtbot, {"status": "complete"}, form_id="safety-plan")
    opened.panel.go_to("services")
    question = opened.panel.question("services")
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Space)
    assert opened.filling.state.answers["services"] == ("eu-emergency",)

    if way == "taken away":
        QTest.keyClick(QApplication.focusWidget(), KEY.Key_Delete)
    else:
        opened.filling.answer("services", None)

    assert opened.filling.state.question_state("services").problem is not None
    assert question.grid.ticked == ()


def test_an_answer_says_nothing_of_what_it_asks_for_further_down(qtbot, wear, monkeypatch):
    wear()
    opened = open_panel(qtbot, {}, form_id="safety-plan")
    opened.panel.go_to("status")
    hearing = Hearing(monkeypatch)

    QTest.keyClicks(QApplication.focusWidget(), "b")

    assert opened.filling.state.question_state("own_steps").problem is not None
    assert hearing.words == ["Question 1: B, Complete: all six parts, or a reason."]
    told = QAccessible.queryAccessibleInterface(opened.panel.question("own_steps"))
    assert "At least 1 is needed." in told.text(QAccessible.Text.Description)
