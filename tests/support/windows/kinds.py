"""A form with one question of every kind, filled in by a person at a keyboard."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from session_forms.filling.filling import FormState, answer, start
from session_forms.filling.prefill import initial
from session_forms.filling.states import Context, QuestionState
from session_forms.library.library import installed, read_form
from session_forms.questions.from_form import EarlierForm
from session_forms.reference.directory import installed_directory
from session_forms.reference.jurisdictions import installed_jurisdictions
from tests.support.windows.open_forms import filling_of
from tests.support.windows.settling import settle
from therapist_app.form_widgets.kinds.widget_for_kind import make_question_widget
from therapist_app.form_widgets.panel.panel import FormPanel
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.render_context import RenderContext
from therapist_app.forms.form_filling import FormFilling
from therapist_app.widgets.layout.layouts import STRETCH, scroll, stack

TODAY = date(2026, 3, 2)

EVERY_KIND = """
id = "every-kind"
version = 1
title = "Every kind"
licence = { status = "own", notice = "Own wording." }
introduction = "One of each."
standing_note = "Brief and factual."

[[questions]]
id = "often"
kind = "rating"
prompt = "How often was sleep good?"
options = [
    { value = 0, label = "Not at all" },
    { value = 1, label = "Some days" },
    { value = 2, label = "Most days" },
    { value = 3, label = "Every day" },
]

[[questions]]
id = "tense"
kind = "scale"
prompt = "How tense is the body now?"
low = { value = 0, label = "calm" }
high = { value = 10, label = "very tense" }
cannot_tell = true

[[questions]]
id = "hope"
kind = "scale"
prompt = "How hopeful is this week?"
low = { value = 0, label = "not at all" }
high = { value = 100, label = "fully" }

[[questions]]
id = "eased"
kind = "scale"
prompt = "How much has it eased?"
low = { value = 0, label = "not at all" }
high = { value = 10, label = "fully" }
line = true

[[questions]]
id = "first_way"
kind = "choice"
prompt = "Which way comes first?"
options = [
    { id = "breathing", label = "Breathing" },
    { id = "water", label = "Cold water" },
    { id = "walk", label = "Fast walk" },
]
can_decline = true

[[questions]]
id = "helped"
kind = "multi"
prompt = "What helped?"
options = [
    { id = "none", label = "Nothing yet", exclusive = true },
    { id = "walks", label = "Walks" },
    { id = "music", label = "Music" },
    { id = "friends", label = "Friends" },
]
min_choices = 1

[[questions]]
id = "practised"
kind = "yes_no"
prompt = "Was there time to practise?"
cannot_tell = true

[[questions]]
id = "nights"
kind = "number"
prompt = "How many good nights?"
minimum = 0
maximum = 7
unit = "nights"

[[questions]]
id = "hours"
kind = "number"
prompt = "How many hours of sleep last night?"
maximum = 24
decimals = 1
unit = "hours"

[[questions]]
id = "next_day"
kind = "date"
prompt = "When is the next contact?"
earliest = { days_after_today = 0 }
latest = { days_after_today = 7 }

[[questions]]
id = "at_time"
kind = "time"
prompt = "At what time of day?"

[[questions]]
id = "moment"
kind = "datetime"
prompt = "When was that?"

[[questions]]
id = "word"
kind = "short_text"
prompt = "One word for the week?"
max_characters = 20

[[questions]]
id = "story"
kind = "long_text"
prompt = "What is worth keeping?"
max_characters = 60
show_standing_note = true

[[questions]]
id = "steps"
kind = "list"
prompt = "Which steps come next?"
max_entries = 3
max_characters_each = 30

[[questions]]
id = "plan"
kind = "table"
prompt = "What is planned?"
max_rows = 3

[[questions.columns]]
id = "what"
label = "What"
kind = "short_text"
max_characters = 30

[[questions.columns]]
id = "where"
label = "Where"
kind = "choice"
options = [{ id = "home", label = "Home" }, { id = "out", label = "Outside" }]

[[questions.columns]]
id = "alone"
label = "Alone"
kind = "yes_no"

[[questions.columns]]
id = "times"
label = "Times"
kind = "number"
maximum = 9

[[questions.columns]]
id = "sure"
label = "Sure"
kind = "scale"
low = { value = 0, label = "no" }
high = { value = 4, label = "yes" }

[[questions.columns]]
id = "day"
label = "Day"
kind = "date"

[[questions]]
id = "week"
kind = "table"
prompt = "How was each part of the day?"
columns = [{ id = "mood", label = "Mood", kind = "number", maximum = 9 }]
rows = [{ id = "morning", label = "Morning" }, { id = "evening", label = "Evening" }]

[[questions]]
id = "services"
kind = "directory_list"
prompt = "Which services can be called?"
max_entries = 1

[[questions]]
id = "rules"
kind = "jurisdiction"
prompt = "Which local text was used?"

[[questions]]
id = "signs"
kind = "from_form"
prompt = "Which warning signs hold for now?"
form = "warning-sign-ladder"
question = "amber"

[[questions]]
id = "people"
kind = "from_form"
prompt = "Who is in the circle?"
form = "circle-of-support"
question = "people"
editable = false

[[questions]]
id = "change"
kind = "computed"
prompt = "Hope, less tension"
compute = "difference"
of = ["hope", "tense"]
unit = "points"
"""

CONTEXT = Context(
    today=TODAY,
    directory=("eu-emergency", "gb-samaritans"),
    services={each.id: each for each in installed_directory()},
    jurisdictions=("sample@1",),
    local_texts={each.ref: each for each in installed_jurisdictions()},
    earlier={
        "warning-sign-ladder": EarlierForm(
            "Warning-sign ladder", date(2026, 2, 23), {"amber": ("Staying up late", "Cancelling")}
        ),
        "circle-of-support": EarlierForm(
            "Circle of support", date(2026, 2, 16), {"people": ("A friend", "A neighbour")}
        ),
    },
)


def every_kind(context: Context = CONTEXT) -> FormState:
    """Return the form with one question of every kind, fresh."""
    form = read_form("every-kind.v1.toml", EVERY_KIND)
    return start(form, context, initial(form, context))


class Table:
    """One question on screen, answered as a person would, through the rules of filling in."""

    def __init__(
        self, qtbot: QtBot, question_id: str, *, client: bool = False, told: Context = CONTEXT
    ) -> None:
        self.qtbot = qtbot
        self.id = question_id
        self.state = every_kind(told)
        self.moves: list[int] = []
        context = RenderContext(
            self.state.form.standing_note, client=client, one_at_a_time=client, today=TODAY
        )
        self.widget: QuestionWidget = make_question_widget(self.now, context)
        self.widget.answered.connect(self._on_answered)
        self.widget.move_requested.connect(self.moves.append)
        self.widget.show_state(self.now)
        qtbot.addWidget(self.widget)
        self.widget.resize(760, 400)
        with qtbot.waitActive(self.widget):
            self.widget.show()
            self.widget.activateWindow()
        self.widget.take_keyboard()

    @property
    def now(self) -> QuestionState:
        """The question as it stands."""
        return self.state.question_state(self.id)

    @property
    def answer(self) -> object:
        """Its answer."""
        return self.now.answer

    @property
    def focused(self) -> QWidget:
        """What the keyboard acts on."""
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def press(self, *keys: Qt.Key) -> None:
        """Press keys one after the other."""
        for key in keys:
            QTest.keyClick(self.focused, key)

    def type(self, words: str) -> None:
        """Type plain letters and figures."""
        QTest.keyClicks(self.focused, words)

    def pause(self) -> None:
        """Be as long without a key as ends a word."""
        self.widget.context.letters.end()

    def click(self, widget: QWidget) -> None:
        """Click in the middle of a widget."""
        middle = QPoint(widget.width() // 2, widget.height() // 2)
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=middle)

    def _on_answered(self, question_id: str, value: object) -> None:
        self.state = answer(self.state, question_id, value)
        self.widget.show_state(self.now)


@dataclass(frozen=True)
class OpenPanel:
    """A panel on a page that scrolls."""

    panel: FormPanel
    filling: FormFilling
    page: QWidget


def open_panel(
    qtbot: QtBot, answers: dict[str, object], *, form_id: str = "", width: int = 780
) -> OpenPanel:
    """Show the panel of a form with some answers given, whole and with no head or foot."""
    state = start(installed().latest(form_id), CONTEXT) if form_id else every_kind()
    filling = filling_of(state)
    panel = FormPanel(filling)
    panel.build_to(len(panel.questions))
    for question_id, value in answers.items():
        filling.answer(question_id, value)
    filling.flush()
    page = scroll(stack(panel, STRETCH))
    qtbot.addWidget(page)
    page.resize(width, 700)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    settle()
    return OpenPanel(panel, filling, page)
