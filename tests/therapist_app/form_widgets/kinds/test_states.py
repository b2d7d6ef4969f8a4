"""Questions told what to show: answers from before, limits, nothing to choose from."""

from dataclasses import replace
from datetime import date
from itertools import islice
from typing import get_args

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

from session_forms.answers import CANNOT_TELL, DECLINED
from session_forms.filling.filling import answer, start
from session_forms.filling.states import Context, QuestionState
from session_forms.questions.kinds import Question
from session_forms.questions.options import Option
from session_forms.reference.directory import installed_directory
from tests.support.session_forms.forms import ask
from tests.support.session_forms.reference import APPROVED, local_text
from tests.support.windows.hearing import Hearing
from tests.support.windows.kinds import CONTEXT, TODAY, every_kind
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from therapist_app.form_widgets.choices.choices import letters
from therapist_app.form_widgets.kinds.date_and_time import limits_in_words
from therapist_app.form_widgets.kinds.reference_question import (
    HOW_ON,
    client_entry_words,
    entry_words,
)
from therapist_app.form_widgets.kinds.widget_for_kind import WIDGETS, make_question_widget
from therapist_app.form_widgets.question.question_widget import AdviceLine, QuestionWidget
from therapist_app.form_widgets.render_context import RenderContext
from therapist_app.theme.look import look

OWN_MENU = 'kind = "choice"\noptions_from = "own_menu"'
UNAVAILABLE = """
kind = "choice"
options = [
    { id = "now", label = "Now" },
    { id = "later", label = "Later", unavailable_while = { open_alert = "suicide" } },
]
"""
MULTI = """
kind = "multi"
cannot_tell = true
options = [{ id = "walks", label = "Walks" }, { id = "music", label = "Music" }]
"""


@pytest.fixture
def draw(qtbot, wear):
    """Return the widget of a question, shown as it stands."""
    wear()

    def draw_it(state: QuestionState):
        widget = make_question_widget(state, RenderContext(today=TODAY))
        widget.show_state(state)
        qtbot.addWidget(widget)
        widget.resize(760, 300)
        widget.show()
        return widget

    return draw_it


def told(question_id: str, value: object) -> QuestionState:
    return answer(every_kind(), question_id, value).question_state(question_id)


def test_every_kind_of_question_has_its_widget():
    kinds = {kind for each in get_args(Question) for kind in get_args(each.__annotations__["kind"])}

    assert set(WIDGETS) == kinds


def test_a_list_shows_the_lines_from_before_and_takes_back_what_is_gone(draw):
    widget = draw(told("steps", ("ring", "walk", "rest")))
    before = [entry.line.text() for entry in widget.lines]

    widget.show_state(told("steps", ("walk",)))

    assert before == ["ring", "walk", "rest"]
    assert [entry.line.text() for entry in widget.lines] == ["walk"]


def test_a_list_goes_on_to_the_empty_line_that_is_there(draw):
    widget = draw(told("steps", None))
    widget.insert_after(widget.lines[0])

    widget.insert_after(widget.lines[0])

    assert len(widget.lines) == 2


def test_a_table_shows_the_rows_from_before_and_takes_back_what_is_gone(draw):
    rows = ({"what": "walk", "sure": 3, "day": "2026-03-04"}, {"what": "music", "alone": False})
    widget = draw(told("plan", rows))
    before = [line.values for line in widget.rows]

    widget.show_state(told("plan", (rows[1],)))

    assert tuple(before) == rows
    assert [line.values for line in widget.rows] == [rows[1]]


def test_a_row_in_the_middle_is_taken_away(draw):
    widget = draw(told("plan", ({"what": "walk"}, {"what": "music"}, {"what": "rest"})))
    heard = []
    widget.answered.connect(lambda _question, value: heard.append(value))

    widget.rows[1].take_away.click()

    assert heard == [({"what": "walk"}, {"what": "rest"})]
    assert [line.accessibleName() for line in widget.rows] == ["Row 1", "Row 2"]


def test_what_cannot_be_read_in_a_cell_is_handed_on_to_be_pointed_at(draw):
    widget = draw(told("plan", None))
    heard = []
    widget.answered.connect(lambda _question, value: heard.append(value))

    widget.rows[0].fields[5].setText("31 02 2026")
    widget.rows[0].fields[5].edited.emit("31 02 2026")

    assert heard == [({"day": "31 02 2026"},)]


def test_a_day_and_a_time_from_before_are_shown(draw):
    widget = draw(told("moment", "2026-03-01T09:05"))
    before = widget.day.text(), widget.clock.text()

    widget.show_state(told("moment", None))

    assert before == ("01 03 2026", "09:05")
    assert (widget.day.text(), widget.clock.text()) == ("", "")


def test_a_number_that_is_taken_away_leaves_its_line_empty(draw):
    widget = draw(told("nights", 5))

    widget.show_state(told("nights", None))

    assert widget.line.text() == ""


def test_an_own_menu_that_is_empty_says_so(draw):
    state = start(ask(OWN_MENU), Context(today=TODAY)).question_state("asked")

    widget = draw(state)

    words = [label.text() for label in widget.findChildren(QLabel)]
    assert "There is nothing to choose from yet." in words


def test_an_own_menu_offers_the_clients_own_words(draw):
    menu = Context(today=TODAY, own_menu=("Ring my brother", "Walk to the river"))
    state = start(ask(OWN_MENU), menu).question_state("asked")

    widget = draw(state)

    names = [each.accessibleName() for each in widget.grid.buttons]
    assert names == ["A, Ring my brother", "B, Walk to the river"]


def test_an_option_that_is_not_open_now_cannot_be_chosen(draw):
    context = Context(today=TODAY, open_streams=frozenset({"suicide"}))
    widget = draw(start(ask(UNAVAILABLE), context).question_state("asked"))

    assert [each.isEnabled() for each in widget.grid.buttons] == [True, False]


def test_ticks_give_way_to_cannot_tell(draw):
    state = start(ask(MULTI), Context(today=TODAY))
    state = answer(state, "asked", ("walks",))
    widget = draw(state.question_state("asked"))
    heard = []
    widget.answered.connect(lambda _question, value: heard.append(value))

    widget.grid.buttons[2].click()
    widget.show_state(answer(state, "asked", CANNOT_TELL).question_state("asked"))

    assert heard == [CANNOT_TELL]
    assert [each.isChecked() for each in widget.grid.buttons] == [False, False, True]


def test_a_text_can_be_answered_with_cannot_tell_instead(draw):
    form = ask('kind = "short_text"\ncannot_tell = true')
    widget = draw(start(form, Context(today=TODAY)).question_state("asked"))
    heard = []
    widget.answered.connect(lambda _question, value: heard.append(value))

    widget.special.buttons[0].click()

    assert heard == [CANNOT_TELL]


def test_no_letter_takes_written_words_away_and_what_does_offers_them_back(draw, qtbot):
    form = ask('kind = "short_text"\ncan_decline = true')
    state = answer(start(form, Context(today=TODAY)), "asked", "to sleep again")
    widget = draw(state.question_state("asked"))
    heard, taken = [], []
    widget.answered.connect(lambda _question, value: heard.append(value))
    widget.taking_away.connect(taken.append)
    decline = widget.special.buttons[0]

    qtbot.keyClick(decline, Qt.Key.Key_A)
    assert heard == []
    widget.context.letters.end()  # as after a pause
    qtbot.keyClick(decline, Qt.Key.Key_Space)

    assert (heard, taken) == ([DECLINED], ["asked"])
    widget.show_state(answer(state, "asked", DECLINED).question_state("asked"))
    decline.click()
    assert taken == ["asked"]


def test_a_word_of_advice_stands_under_the_question(draw):
    form = ask(
        'kind = "scale"\nwarn_text = "Make the step smaller."\nwarn_when = { at_most = 6 }\n'
        'low = { value = 0, label = "no" }\nhigh = { value = 10, label = "yes" }'
    )
    state = start(form, Context(today=TODAY))
    widget = draw(answer(state, "asked", 4).question_state("asked"))
    before = widget._warning.label.text()

    widget.show_state(answer(state, "asked", 8).question_state("asked"))

    assert before == "Make the step smaller."
    assert not widget._warning.isVisible()


def test_a_word_of_advice_is_heard_once_by_whoever_is_at_the_question(draw, qtbot, monkeypatch):
    form = ask(
        'kind = "rating"\nwarn_text = "Make the step smaller."\nwarn_when = { at_most = 1 }\n'
        'low = { value = 0, label = "no" }\nhigh = { value = 3, label = "yes" }'
    )
    state = start(form, Context(today=TODAY))
    widget = draw(state.question_state("asked"))
    widget.activateWindow()
    widget.take_keyboard()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    hearing = Hearing(monkeypatch)

    for given in (1, 0, 3):
        widget.show_state(answer(state, "asked", given).question_state("asked"))

    assert [each.words for each in hearing.take()] == ["Make the step smaller."]


def test_a_drag_along_a_long_scale_follows_the_mouse(draw, qtbot):
    widget = draw(told("hope", 20))
    line = widget.slider
    heard = []
    widget.answered.connect(lambda _question, value: heard.append(value))

    qtbot.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(1, 5))
    QApplication.sendEvent(line, dragged(line.width() // 2))
    QApplication.sendEvent(line, dragged(line.width() - 1))
    qtbot.mouseRelease(line, Qt.MouseButton.LeftButton, pos=QPoint(line.width() - 1, 5))

    assert heard == [0, 50, 100]


def dragged(x: int) -> QMouseEvent:
    return QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(x, 5),
        QPointF(x, 5),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, ""),
        (date(2026, 3, 2), None, "From 2 March 2026"),
        (None, date(2026, 3, 9), "Up to 9 March 2026"),
        (date(2026, 3, 2), date(2026, 3, 9), "From 2 March 2026 to 9 March 2026"),
        (date(2026, 3, 2), date(2026, 3, 2), "Only 2 March 2026"),
    ],
)
def test_which_days_are_possible_is_said_in_words(first, last, words):
    assert limits_in_words(first, last) == words


@pytest.mark.parametrize(
    ("checked_on", "words"),
    [
        (date(2025, 9, 1), "check before giving: last checked 1 September 2025"),
        (date(2025, 9, 2), ""),
        (None, "check before giving: seen in a source without a day"),
    ],
)
def test_an_entry_older_than_six_months_is_to_be_checked_before_it_is_given(checked_on, words):
    verified = {"verified_on": checked_on, "source_on": None, "status": "verified"}
    entry = installed_directory()[0].model_copy(update=verified)

    said = entry_words(entry, TODAY)

    known = "Emergency number · 112 · for anybody · day and night"
    assert said == (f"{known} · {words}" if words else known)
    assert "check" not in entry_words(entry, None)


def test_an_entry_that_nobody_verified_says_so():
    unverified = installed_directory()[0].model_copy(update={"status": "unverified"})

    assert entry_words(unverified, TODAY).endswith(
        "check before giving: nobody has verified this contact"
    )


def test_what_the_client_is_told_first_stands_with_the_service():
    [entry] = [each for each in installed_directory() if each.id == "ie-one-in-four"]

    said = entry_words(entry, TODAY)

    assert "tell the client: This service notifies the authorities" in said


def test_lines_for_family_are_told_from_those_for_the_client_alone_and_countries_apart(draw):
    state = every_kind().question_state("services")
    offered = [Option(id=each, label=each) for each in ("nl-stop-it-now", "fr-stop")]

    widget = draw(replace(state, options=tuple(offered)))

    both, alone = [each.accessibleName() for each in widget.grid.buttons]
    assert "Stop it Now! (Offlimits, De Waag), Netherlands" in both
    assert "for the client, family, professionals · Dutch" in both
    assert "S.T.O.P. (FFCRIAVS), France" in alone
    assert "for the client · French" in alone


def test_a_service_chosen_before_stays_to_be_read(draw):
    state = answer(every_kind(), "services", ("gb-samaritans",)).question_state("services")

    widget = draw(replace(state, options=()))

    assert [each.isChecked() for each in widget.grid.buttons] == [True]


def test_a_service_that_left_the_directory_can_be_seen_and_taken_away(draw):
    state = answer(every_kind(), "services", ("gb-samaritans",)).question_state("services")

    widget = draw(replace(state, services={}))

    names = [each.accessibleName() for each in widget.grid.buttons]
    assert all("A service that is no longer in the directory" in each for each in names)
    assert [each.isChecked() for each in widget.grid.buttons] == [False, True]


def test_what_is_open_stands_over_the_list_of_services_and_moves_nothing_once_answered(draw):
    """The list is as high as a window: below it, nobody sees why they were led there."""
    state = every_kind()
    widget = draw(state.question_state("services"))
    widget.set_current(current=True)

    widget.point_at(state.question_state("services"))
    settle()
    [line] = [each for each in widget.findChildren(AdviceLine) if each.isVisible()]
    place = widget.field.y()
    assert line.label.text().startswith("Still open.")
    assert line.y() < place
    told = widget.children()
    assert told.index(line) < told.index(widget.field), "it is read there, too"
    chosen = answer(state, "services", ("gb-samaritans",)).question_state("services")
    widget.show_state(chosen)
    settle()

    assert not line.isVisible()
    assert widget.field.y() == place
    widget.set_current(current=False)
    settle()
    assert widget.field.y() < place


def list_of_services(near, chosen=()):
    """Return a list of two services, of which some are near."""
    state = every_kind()
    if chosen:
        state = answer(state, "services", chosen)
    shown = state.question_state("services")
    widget = make_question_widget(shown, RenderContext(today=TODAY, near=frozenset(near)))
    widget.show_state(shown)
    return widget


@pytest.mark.parametrize(
    ("near", "chosen", "names"),
    [
        (("eu-emergency",), (), ["eu-emergency"]),
        (("eu-emergency",), ("gb-samaritans",), ["eu-emergency", "gb-samaritans"]),
        ((), (), ["eu-emergency", "gb-samaritans"]),
        (("pl-one",), (), ["eu-emergency", "gb-samaritans"]),
    ],
)
def test_services_that_are_near_or_chosen_are_shown_and_the_others_asked_for(
    qtbot, wear, near, chosen, names
):
    wear()
    widget = list_of_services(near, chosen)
    qtbot.addWidget(widget)
    widget.show()

    assert [each.value for each in widget.grid.main_choices] == names
    assert widget.more.isVisible() is (len(names) == 1)


def test_more_services_stand_below_with_their_own_letters_and_keep_what_is_ticked(qtbot, wear):
    wear()
    heard = []
    widget = list_of_services(("gb-samaritans",))
    widget.answered.connect(lambda _id, value: heard.append(value))
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    assert widget.more.text() == "Show 1 more service"
    chosen = answer(every_kind(), "services", ("gb-samaritans",)).question_state("services")
    widget.show_state(chosen)

    widget.more.click()

    shown = widget.grid
    assert [(each.value, each.key) for each in shown.main_choices] == [
        ("gb-samaritans", "A"),
        ("eu-emergency", "B"),
    ]
    assert shown.ticked == ("gb-samaritans",)
    assert shown.main_buttons[1].hasFocus()
    qtbot.keyClick(shown.main_buttons[1], Qt.Key.Key_B)
    assert heard == [("gb-samaritans", "eu-emergency")]


def test_a_service_that_was_chosen_elsewhere_is_shown_and_not_lost(qtbot, wear):
    wear()
    widget = list_of_services(("eu-emergency",))
    qtbot.addWidget(widget)

    chosen = answer(every_kind(), "services", ("gb-samaritans",)).question_state("services")
    widget.show_state(chosen)

    assert widget.grid.ticked == ("gb-samaritans",)


def test_a_local_text_used_before_stays_to_be_read(draw):
    state = answer(every_kind(), "rules", "sample@1").question_state("rules")

    widget = draw(replace(state, options=()))

    assert [each.isChecked() for each in widget.grid.buttons] == [True]


def test_without_a_local_text_one_sentence_says_what_to_do(draw):
    state = every_kind().question_state("rules")

    widget = draw(replace(state, options=()))

    labels = widget.field.findChildren(QLabel)
    [words] = [each.text() for each in labels if each.isVisible()]
    assert words == (
        "There is no approved and valid local text. Stop here, and ask the clinical "
        "lead to approve one."
    )
    assert widget.grid.buttons == []


@pytest.mark.parametrize(
    ("reads", "words"),
    [
        ("client_text", "What you tell me stays with me"),
        ("therapist_text", "pause after each rule"),
        ("", None),
    ],
)
def test_the_words_of_the_chosen_text_stand_below_to_be_read(draw, reads, words):
    blank = start(ask(f'kind = "jurisdiction"\nreads = "{reads}"'), CONTEXT)
    state = blank.question_state("asked")
    several = (*state.options, Option(id="other@1", label="other@1"))
    widget = draw(replace(state, options=several))
    before = widget.words.isVisible()

    chosen = answer(blank, "asked", "sample@1").question_state("asked")
    widget.show_state(replace(chosen, options=several))

    assert not before
    assert widget.words.isVisible() is bool(words)
    assert (words or "") in widget.words.text()


def test_the_only_text_is_read_before_it_is_answered(draw):
    blank = start(ask('kind = "jurisdiction"\nreads = "client_text"'), CONTEXT)

    widget = draw(blank.question_state("asked"))

    assert [each.id for each in blank.question_state("asked").options] == ["sample@1"]
    assert widget.words.isVisible()
    assert widget.words.text()


def test_what_is_read_aloud_stands_on_no_colour_of_an_error(draw):
    asked = ask('kind = "jurisdiction"\nreads = "client_text"\nrequired = true')
    state = start(asked, CONTEXT).question_state("asked")
    widget = draw(state)
    widget.resize(760, 900)

    widget.point_at(state)

    drawn, pink = widget.grab().toImage(), look().qcolor("urgent-soft").rgb()
    words = widget.aloud.mapTo(widget, QPoint(3, 3))
    assert drawn.pixel(widget.width() - 3, 3) == pink
    assert drawn.pixel(words) != pink


def test_a_local_text_says_beside_its_name_how_to_go_on_and_its_letter_never_does(
    draw, qtbot, monkeypatch
):
    blank = start(ask('kind = "jurisdiction"\nreads = "client_text"'), CONTEXT)
    widget = draw(blank.question_state("asked"))
    moves = []
    widget.move_requested.connect(moves.append)
    widget.answered.connect(
        lambda _id, value: widget.show_state(answer(blank, "asked", value).question_state("asked"))
    )
    assert widget.how_on.isVisible()
    hearing = Hearing(monkeypatch)

    qtbot.keyClick(widget.grid.buttons[0], Qt.Key.Key_A)
    settle()
    assert widget.how_on.isVisible()
    assert widget.how_on.property("tone") == "muted"
    assert widget.grid.geometry().bottom() < widget.how_on.y() < widget.aloud.y()
    qtbot.keyClick(widget.grid.buttons[0], Qt.Key.Key_A)

    assert moves == []
    assert widget.how_on.property("tone") == "attention"
    assert [each for each in hearing.words if "Enter goes on" in each] == [
        f"Its words stand below: Tab leads there. {HOW_ON}",
        HOW_ON,
    ]
    qtbot.keyClick(widget.grid.buttons[0], Qt.Key.Key_S)
    assert "Remove the answer:" in outline(widget)
    assert moves == []
    qtbot.keyClick(widget.grid.buttons[0], Qt.Key.Key_Return)
    assert moves == [1]
    assert widget.aloud.focusPolicy() is Qt.FocusPolicy.TabFocus


def test_a_local_text_says_until_when_it_is_approved(draw, tmp_path):
    state = every_kind().question_state("rules")
    approved = local_text(tmp_path, APPROVED)
    options = tuple(Option(id=each, label=each) for each in ("here@3", "sample@1", "gone@1"))
    known = {**state.local_texts, "here@3": approved}

    widget = draw(replace(state, options=options, local_texts=known))

    here, sample, gone = [each.accessibleName() for each in widget.grid.buttons]
    assert "Here (invented), Version 3 · approved, expires on 1 January 2027" in here
    assert "Version 1 · draft, for practice only" in sample
    assert "gone@1, Version 1" in gone


@pytest.mark.parametrize("says", [entry_words, client_entry_words])
@pytest.mark.parametrize(
    ("anonymous", "words"),
    [(True, "callers may stay unknown"), (False, "callers say who they are"), (None, "callers")],
)
def test_who_chooses_a_service_reads_whether_callers_stay_unknown(says, anonymous, words):
    entry = installed_directory()[0].model_copy(update={"anonymous": anonymous})

    assert (words in says(entry, TODAY)) == (anonymous is not None)


def test_no_option_takes_a_letter_that_leaves_out_and_letters_come_to_an_end():
    keys = list(islice(letters(), 25))

    assert {"S", "X", "Z"}.isdisjoint(keys)
    assert keys[22:] == ["Y", "", ""]


def test_what_the_client_reads_of_a_service_does_not_speak_to_the_therapist():
    [entry] = [each for each in installed_directory() if each.id == "ie-one-in-four"]

    said = client_entry_words(entry, TODAY)

    assert entry.confidentiality_note in said
    assert said.endswith("we have not checked it lately")
    for_therapists = ("tell the client", "before giving", "for the client")
    assert [each for each in for_therapists if each in said] == []
    assert "checked" not in client_entry_words(entry, None)


GOALS = """
kind = "table"
min_rows = 2
max_rows = 3
columns = [
    { id = "goal", label = "Goal", kind = "short_text", required = true },
    { id = "often", label = "How often", kind = "number", minimum = 0, maximum = 7 },
]
"""


def at_table(draw, rows) -> QuestionWidget:
    state = start(ask(GOALS), CONTEXT)
    widget = draw(answer(state, "asked", rows).question_state("asked"))
    widget.take_keyboard()
    return widget


def test_with_too_few_rows_the_keyboard_goes_where_one_is_added_and_hears_why(draw):
    widget = at_table(draw, ({"goal": "Walk"},))

    assert widget.focusWidget() is widget.add
    assert "At least 2 rows are needed." in widget.accessibleDescription()
    widget.add.click()
    widget.take_keyboard()
    assert widget.focusWidget() is widget.rows[1].fields[0]


def test_with_a_cell_missing_the_keyboard_goes_into_that_cell(draw):
    widget = at_table(draw, ({"goal": "Walk"}, {"often": 3}))

    assert widget.focusWidget() is widget.rows[1].fields[0]


def test_with_rows_enough_the_keyboard_goes_to_the_first(draw):
    widget = at_table(draw, ({"goal": "Walk"}, {"goal": "Read"}))

    assert widget.focusWidget() is widget.rows[0].fields[0]


def test_with_too_few_lines_the_keyboard_goes_where_one_is_added(draw):
    state = start(ask('kind = "list"\nmin_entries = 2'), CONTEXT)
    widget = draw(answer(state, "asked", ("Walk",)).question_state("asked"))

    widget.take_keyboard()

    assert widget.focusWidget() is widget.add


def test_a_row_that_is_only_read_stands_in_lines_and_not_as_one_run_of_words(draw):
    state = every_kind().question_state("people")

    widget = draw(replace(state, answer=("Sister \N{MIDDLE DOT} close: 3", "Brother")))

    assert widget.lines.text().splitlines() == [
        "\N{BULLET} Sister",
        "    close: 3",
        "\N{BULLET} Brother",
    ]
