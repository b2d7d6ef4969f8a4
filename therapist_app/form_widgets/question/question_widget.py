"""The shape shared by every question on screen."""

from PySide6 import QtGui
from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QStyle, QVBoxLayout, QWidget
from typing_extensions import override

from programme.definition.requirements import AnswerRequirement
from session_forms.answers import AnswerValue, CannotTell, Declined
from session_forms.errors import Problem
from session_forms.filling.states import QuestionState
from session_forms.words.texts import N_, _, pgettext
from therapist_app.accessibility.announcing import announce, with_stop
from therapist_app.accessibility.hushing import describe_quietly
from therapist_app.form_widgets.choices.choices import special_choices
from therapist_app.form_widgets.choices.option_grid import GridChoices, GridStyle, OptionGrid
from therapist_app.form_widgets.question.prompt import PromptText
from therapist_app.form_widgets.render_context import RenderContext
from therapist_app.form_widgets.values.days import example_day
from therapist_app.form_widgets.values.problems import problem_text, unanswered_text
from therapist_app.theme.icons import pixmap
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.fields.begun_fields import mark_saved
from therapist_app.widgets.layout.layouts import STRETCH, read_in_order, row
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.repolish import set_state
from therapist_app.widgets.words import text

BAR = 4
UNDO_KEY = "Ctrl+Z"
ANSWERED = N_("This question has an answer. S skips only a question without one.")
REMOVE_KEY = "Delete"
LONG_PROMPT = 90
SIGN_SHARE = 0.9


class AdviceLine(QWidget):
    """A sign and a sentence; without a sentence it is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.label = text("", "small", wrap=True)
        self.sign = ""
        self._side = round(look().size("icon") * SIGN_SHARE)
        self._mark = QLabel()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look().space("xs"))
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.label, 1)

    def show_words(self, words: str, tone: str, sign: str) -> None:
        """Show a sentence in a tone, after a sign, or nothing."""
        set_state(self.label, "tone", value=tone)
        ink = "text-muted" if tone == "muted" else tone
        self._mark.setPixmap(pixmap(sign, ink, self._side))
        self.sign = sign
        self.label.setText(words)
        self.setVisible(bool(words))


class TakenLine(QWidget):
    """Says that something was taken away, with the way to bring it back."""

    def __init__(self, prompt: str) -> None:
        super().__init__()
        words = pgettext("button", "Undo")
        self.undo = button(f"{words}  {UNDO_KEY}", "quiet")
        self.undo.setAccessibleName(_("Undo: {question}").format(question=prompt))
        told = text(pgettext("answer", "Removed"), "small", tone="muted")
        self.setLayout(row(told, self.undo, STRETCH, gap="s"))


class KeptLine(QWidget):
    """Says that what was to be skipped has an answer, with the way to remove that."""

    def __init__(self, prompt: str) -> None:
        super().__init__()
        words = pgettext("button", "Remove the answer")
        self.remove = button(f"{words}  {REMOVE_KEY}", "quiet")
        self.remove.setAccessibleName(_("Remove the answer: {question}").format(question=prompt))
        self.setLayout(row(text(_(ANSWERED), "small", wrap=True), self.remove, gap="s", grows=0))


class QuestionWidget(StyledInPlace, QWidget):
    """Draws one question and says when it is answered.

    It keeps no answer of its own: `show_state()` is told what to show, and `answered` tells
    the view-model what the person did. Its field is made by the first `show_state()` that
    shows it.

    Signals:
        answered: The question's id and the value the person gave, unchecked.
        taking_away: The question's id, before the answer that takes away what stands there; the
            person may want it back, and a client is never asked.
        bring_back_requested: They want it back.
        move_requested: The person moves on by so many questions.
        keys_done: It was answered with the mouse, and keys that come are not for it.
        words_begun: The person types words where only keys answer.

    """

    answered = Signal(str, object)
    taking_away = Signal(str)
    bring_back_requested = Signal()
    move_requested = Signal(int)
    keys_done = Signal()
    words_begun = Signal()
    client_keys = N_("With the keyboard: Ctrl+Enter goes on.")
    """What a client is told of the keys, to be translated."""
    told_keys = ""
    """What is said of its keys on coming to it, to be translated; as a rule nothing."""
    special_by_key = True
    """Whether a letter chooses the answers of their own kind."""
    is_told_above = False
    """Whether what is wrong stands over the field, which is as high as a window and would hide it.

    Once there it keeps its room until the question is left: nothing moves under who answers.
    """

    def __init__(self, state: QuestionState, context: RenderContext) -> None:
        super().__init__()
        self.question_id = state.question.id
        self.context = context
        self.field: QWidget | None = None
        self.special: OptionGrid | None = None
        self.is_far = False
        """Whether it stands so far below that nobody sees it at first."""
        self._grids: list[OptionGrid] = []
        self._indented: list[QLabel] = []
        self._number = ""
        self._help = state.question.help if context.shows_help else ""
        self._is_shown = state.shown
        self._is_on_page = True
        self._is_current = self._was_here = False
        self._came_by_click = False
        self._is_pointed_at = False
        self._wanted: AnswerRequirement | None = None
        self._finish = ""
        self._is_writing = False
        self._told: QuestionState | None = None
        self._place: tuple[str, ...] = ()
        self._taken: TakenLine | None = None
        self._key_note: AdviceLine | None = None
        self._kept: KeptLine | None = None
        self._waiting: AdviceLine | None = None
        self._tone = ""
        self.setObjectName(state.question.id)
        if not state.shown:
            self.hide()

    def show_state(self, state: QuestionState) -> None:
        """Show `state`, without announcing the change as an answer."""
        if state.shown or self.field is not None:
            self._fill(state)
        self._is_shown = state.shown
        self._show_or_hide()

    def show_on_page(self, *, on_page: bool) -> None:
        """Stand on the page that is shown, or wait on another."""
        self._is_on_page = on_page
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        wanted = self._is_shown and self._is_on_page
        if self.isHidden() == wanted:
            self.setVisible(wanted)

    @property
    def is_built(self) -> bool:
        """Whether the field has been made."""
        return self.field is not None

    @override
    def sizeHint(self) -> QSize:
        """Return the room of a plain question until the field has been made."""
        if self.is_built:
            return super().sizeHint()
        return QSize(0, 2 * look().size("control") + look().space("m"))

    def show_number(self, number: str) -> None:
        """Show the number of the question, which is the one that paper prints."""
        if self._number != number:
            self._number = number
            for each in self._indented:
                self._indent(each)
            self.update()

    def tell_place(self, number: str, count: int, *, time: str = "", before: str = "") -> None:
        """Tell a screen reader where it stands in the form, the time that it asks about, the rest.

        `time` is told with each question: who jumps to one has not heard it. `before` is read
        before the question, its help after that.
        """
        place = pgettext("place in a form", "Question {number} of {count}")
        keys = _(self.told_keys) if self.told_keys else ""
        self._place = (place.format(number=number, count=count), time, before, self._help, keys)
        self._tell()

    def _tell(self, advice: str = "") -> None:
        """Tell what is said on coming to the question, once for all that stands in it."""
        words = "\n".join(each for each in (*self._place, advice) if each)
        describe_quietly(self, words)  # what is new of it is announced alone

    def point_at(
        self, state: QuestionState, wanted: AnswerRequirement | None = None, finish: str = ""
    ) -> None:
        """Show that the question has no answer, or not the one `wanted`, until it has.

        Where the person stands it says which button, `finish`, saves the form all the same.
        """
        self._is_pointed_at, self._wanted, self._finish = True, wanted, finish
        self._show_advice(state)

    def make_whole(self) -> None:
        """Make what can be chosen, in sight or not."""
        for each in self._grids:
            each.make_parts()

    def set_current(self, *, current: bool) -> None:
        """Mark the question the person is at, so that the place is found again."""
        if self._is_current != current:
            self._is_current = current
            self._was_here = True
            self.update()
            if not current:
                self._came_by_click = False
                self.note_of_key("")
                self._keep_room(keeps=False)

    def put_at_hand(self) -> None:
        """Take the keyboard after the question before was clicked: the person may be there still.

        Enter then leads here, and passes nothing.
        """
        self.take_keyboard()
        self._came_by_click = True

    def take_keyboard(self) -> None:
        """Put the keyboard where the question is answered."""
        assert self.field is not None
        self.make_whole()
        inside = (self.field, *self.field.findChildren(QWidget))
        target = next((each for each in inside if _takes_keyboard(each)), self.field)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def commit(self) -> None:
        """Hand on what is written but not yet announced; most kinds announce at once."""
        self.settle()
        if self._told is not None and self._told.problem is None:
            mark_saved(self)

    def go_on_writing(self) -> None:
        """Go on with what was being written when the form was left: nothing is said of it yet."""
        self._is_writing = True
        if self._told is not None:
            self._fill(self._told)

    def settle(self) -> None:
        """Say what does not fit: the person is done writing."""
        if self._is_writing:
            self._is_writing = False
            if self._told is not None:
                self._fill(self._told)

    @property
    def problem_said(self) -> str:
        """What was said last of what does not fit; empty while all fits."""
        return self._said_problem if self.field is not None else ""

    def leave_field(self, *, stays_inside: bool) -> None:
        """Take note that the keyboard left what was written in, or the question as a whole."""
        del stays_inside
        self.settle()

    def write(self, value: object) -> None:
        """Hand on what the person is still writing; what does not fit is said once they are done.

        On the way to a number or a day stands many a one that does not fit.
        """
        self._is_writing = True
        self.answer(value)

    def answer(self, value: object) -> None:
        """Hand on what the person answered; Enter goes on from it."""
        self.note_of_key("")
        self._came_by_click = False
        self.answered.emit(self.question_id, value)

    @property
    def _is_filled(self) -> bool:
        """Whether there is an answer, or something that was tried as one."""
        told = self._told
        return told is not None and (told.answer is not None or told.problem is not None)

    def leave_out(self) -> None:
        """Move on from a question without an answer; S alone takes none away."""
        if not self._is_filled:
            self.move_requested.emit(1)
            self._say_left(pgettext("said of an answer", "skipped"))
            return
        self.note_of_key("")
        if self._kept is None:
            self._kept = KeptLine(self.prompt.text())
            self._kept.remove.clicked.connect(self._on_remove_clicked)
            self._place_note(self._kept)
        self._kept.show()
        told = _("{key} removes the answer.").format(key=REMOVE_KEY)
        announce(self, f"{_(ANSWERED)} {told}")

    def remove_answer(self) -> None:
        """Take the answer away, if there is one, and stay."""
        if self._is_filled:
            self.take_away(None)
        else:
            announce(self, _("There is no answer to remove."))

    @Slot()
    def _on_remove_clicked(self) -> None:
        self.take_keyboard()
        self.remove_answer()

    def note_of_key(self, words: str, tone: str = "attention") -> None:
        """Show what a key did not do until the question is answered or left; "" shows nothing."""
        if self._kept is not None:
            self._kept.hide()
        if self._key_note is None and words:
            self._key_note = AdviceLine()
            self._place_note(self._key_note)
        if self._key_note is not None:
            self._key_note.show_words(words, tone, "info")

    def show_waiting(self, words: str) -> None:
        """Say what further questions depend on the answer; "" says nothing."""
        if self._waiting is None and words:
            self._waiting = AdviceLine()
            self._column.addWidget(self._waiting)
        if self._waiting is not None and self._waiting.label.text() != words:
            self._waiting.show_words(words, "muted", "info")

    def say_words(self) -> None:
        """Say that the words that were typed answer nothing."""
        if self.special is not None:
            self.special.say_words()

    def _place_note(self, note: QWidget) -> None:
        """Put a note right below what is answered with."""
        below = self.special if self.special is not None else self.field
        assert below is not None
        self._column.insertWidget(self._column.indexOf(below) + 1, note)

    def take_away(self, rest: object) -> None:
        """Take an answer away, or a part of it; only a therapist is offered to bring it back."""
        if not self.context.client:
            self.taking_away.emit(self.question_id)
        self.answer(rest)

    def show_taken(self, *, is_taken: bool) -> None:
        """Offer to bring back what was taken away here, or offer it no more."""
        if self._taken is None and is_taken:
            self._taken = TakenLine(self.prompt.text())
            self._taken.undo.clicked.connect(self.bring_back_requested)
            self._column.addWidget(self._taken)
        if self._taken is not None:
            self._taken.setVisible(is_taken)

    def turn_back(self) -> None:
        """Move to the question before."""
        self.move_requested.emit(-1)

    def _on_typed(self, name: str) -> None:
        """Go on from what was answered by its key alone, and say what that was.

        A client goes on by a key of its own: nothing may be passed that they did not see.
        """
        if self.context.client:
            return
        self.move_requested.emit(1)
        self._say_left(name)

    def _say_left(self, answer: str) -> None:
        """Say what became of the question that the keyboard has left for the next."""
        if not (self._is_current or self.context.client):
            words = pgettext("said of an answer", "Question {number}: {answer}")
            announce(self, with_stop(words.format(number=self._number, answer=answer)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move to the next question with Enter."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            stays, self._came_by_click = self._came_by_click, False
            self.move_requested.emit(0 if stays else 1)
            if not (stays or self._is_filled):  # else an arrow passes for an answer by ear
                self._say_left(pgettext("said of an answer", "no answer"))
            elif not stays and self._said_problem:  # told with the line, which was left at once
                self._say_left(self._said_problem)
        else:
            event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the bar at the left, and the number of the question."""
        painter = QPainter(self)
        if self._tone:
            painter.setClipRegion(self._tinted)
            painter.fillRect(self.rect(), look().qcolor(f"{self._tone}-soft"))
            painter.setClipping(False)
        if self._tone or self._is_current:
            bar = "accent" if self._is_current else self._tone
            painter.fillRect(self._visual(QRect(0, 0, BAR, self.height())), look().qcolor(bar))
        if self._number and self.field is not None:
            painter.setFont(look().font("body", strong=True))
            painter.setPen(look().qcolor("accent"))
            top = self.prompt.y() + self.prompt.fontMetrics().ascent()
            wide = painter.fontMetrics().horizontalAdvance(self._number)
            place = self._visual(QRect(self._inset, top, wide, 1))
            painter.drawText(place.topLeft(), self._number)

    @property
    def _tinted(self) -> QRegion:
        """The part whose ground says that an answer is missing or does not fit."""
        return QRegion(self.rect())

    def _visual(self, place: QRect) -> QRect:
        """Return a place on the other side where words are read from the right."""
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)

    def _indent(self, label: QLabel) -> None:
        """Let words begin beside the number, on whichever side it stands."""
        if label not in self._indented:
            self._indented.append(label)
        wide = self._number_width
        right = self.context.right_to_left
        label.setContentsMargins(0 if right else wide, 0, wide if right else 0, 0)

    def _fill(self, state: QuestionState) -> None:
        self._told = state
        if self.field is None:
            self._build(state)
        self.prompt.setText(state.prompt)
        self.setAccessibleName(state.prompt)
        self._show_answer(state)
        self._show_special(state.answer)
        self._show_advice(state)

    def _make_field(self, state: QuestionState) -> QWidget:
        """Return what the question is answered with."""
        raise NotImplementedError

    def _show_answer(self, state: QuestionState) -> None:
        """Show the answer in the field."""
        raise NotImplementedError

    def _describe(self, words: str) -> None:
        """Have a screen reader say what is wrong, with the field or on coming to the question."""
        assert self.field is not None
        if _takes_keyboard(self.field):
            self.field.setAccessibleDescription(words)
        else:
            self._tell(words)

    def _problem_to_show(self, state: QuestionState) -> Problem | None:
        """Return what does not fit; nothing while the person is writing."""
        return None if self._is_writing else state.problem

    def _make_special(self, state: QuestionState) -> OptionGrid | None:
        """Return the answers of their own kind, which stand below the field."""
        choices = special_choices(state.question, by_key=self.special_by_key)
        if not choices:
            return None
        grid = self._make_grid(GridChoices((), choices), GridStyle.COLUMNS)
        grid.picked.connect(self._on_special_picked)
        grid.typed.connect(self._on_typed)
        return grid

    def _make_grid(self, choices: GridChoices, style: GridStyle) -> OptionGrid:
        grid = OptionGrid(choices, style, self.context, self)
        self._listen_to(grid)
        self._grids.append(grid)
        return grid

    def _listen_to(self, grid: OptionGrid) -> None:
        """Do what its keys ask for besides answering."""
        grid.left_out.connect(self.leave_out)
        grid.taken_away.connect(self.remove_answer)
        grid.turned_back.connect(self.turn_back)
        grid.noted.connect(self.note_of_key)
        grid.words_begun.connect(self.words_begun)

    def _on_special_picked(self, value: object) -> None:
        """Take the answer; where it takes the place of something written, offer that back."""
        written = self._told.answer if self._told is not None else None
        if written is None or isinstance(written, CannotTell | Declined):
            self.answer(value)
        else:
            self.take_away(value)

    @property
    def _inset(self) -> int:
        if self.context.one_at_a_time:
            return 0
        return BAR + look().space("s")

    def _build(self, state: QuestionState) -> None:
        self._warning: AdviceLine | None = None
        self._problem: AdviceLine | None = None
        self._said_problem = self._said_warning = ""
        self._column = column = QVBoxLayout(self)
        gap = look().space("s")
        right = 0 if self.context.one_at_a_time else gap
        column.setContentsMargins(self._inset, gap, right, gap)
        column.setSpacing(look().space("l") if self.context.client else gap)
        self.prompt = self._make_prompt(state)
        column.addWidget(self.prompt)  # at once: what is read first is also first to Qt
        helping = self._make_help(self._help) if self._help else None
        if helping is not None:
            column.addWidget(helping)
        self.field = self._make_field(state)
        if _takes_keyboard(self.field):  # what only holds the field stands in a group of that name
            self.field.setAccessibleName(state.prompt)
            self.prompt.setBuddy(self.field)
        column.addWidget(self.field)
        self.special = self._make_special(state)
        if self.special is not None:
            column.addWidget(self.special)
        if not self.is_far or QtGui.QAccessible.isActive():
            self.make_whole()
        if self.isVisible():
            _show_at_once(self.prompt, helping, self.field, self.special)

    def _make_prompt(self, state: QuestionState) -> QLabel:
        role = "reading"
        if self.context.client:
            is_alone = self.context.one_at_a_time
            role = "display" if is_alone and len(state.prompt) <= LONG_PROMPT else "title"
        prompt: QLabel
        if self.context.one_at_a_time:  # in no column: its layout asks what room it likes
            prompt = text(state.prompt, role, wrap=True, told="words")
        else:
            prompt = PromptText(state.prompt, role)
        self._indent(prompt)
        return prompt

    def _make_help(self, words: str) -> QLabel:
        role = "reading" if self.context.client else "small"
        label = text(words, role, tone="muted", wrap=True)
        self._indent(label)
        return label

    @property
    def _number_width(self) -> int:
        if self.context.one_at_a_time:
            return 0
        gap = look().space("s")
        wide = QFontMetrics(look().font("body", strong=True)).horizontalAdvance(self._number)
        return max(look().size("icon"), wide) + gap

    def _show_special(self, answer: AnswerValue | None) -> None:
        if self.special is not None:
            chosen = [answer] if isinstance(answer, CannotTell | Declined) else []
            self.special.show_chosen(chosen)

    def _show_advice(self, state: QuestionState) -> None:
        """Show what is wrong, or a word of advice, under the field."""
        wanted = self._wanted
        is_answered = state.answer is not None if wanted is None else wanted.accepts(state.answer)
        if is_answered:
            self._is_pointed_at, self._wanted = False, None
        day = example_day(state.earliest, state.latest, self.context.today)
        problem = problem_text(self._problem_to_show(state), state.question, day)
        words, tone, sign = problem, "urgent", "alert"
        told = words
        if not words and self._is_pointed_at:
            words = unanswered_text(
                state.question, required=state.required, wanted=wanted, finish=self._finish
            )
            holds_up = state.required or wanted is not None
            tone, sign = (tone, sign) if holds_up else ("", "info")
            told = words if holds_up else ""
        if self._tone != (tone if words else ""):
            self._tone = tone if words else ""
            self.update()
        warning = "" if self.context.client else state.warning
        self._problem = self._advice(self._problem, words, sign, tone or "muted")
        if words and self.is_told_above:
            self._stand_above(self._problem)
        self._warning = self._advice(self._warning, warning, "info", self._tone or "attention")
        self._describe(told or warning)
        if self._was_here or state.answer is not None or state.is_kept_out:
            self._say_problem(problem)
        else:  # another answer asks for it: it is heard on coming there, and nothing was done yet
            self._said_problem = problem
        self._say_warning(warning)

    def _stand_above(self, line: AdviceLine | None) -> None:
        """Put what is wrong over the field; it keeps its room while somebody answers."""
        assert line is not None
        assert self.field is not None
        field = self._column.indexOf(self.field)
        if self._column.indexOf(line) > field:
            self._column.removeWidget(line)
            self._column.insertWidget(field, line)
            read_in_order(self._column)
        self._keep_room(keeps=self._is_current)

    def _keep_room(self, *, keeps: bool) -> None:
        if self.is_told_above and self.is_built and self._problem is not None:
            policy = self._problem.sizePolicy()
            policy.setRetainSizeWhenHidden(keeps)
            self._problem.setSizePolicy(policy)

    def _say_problem(self, words: str) -> None:
        """Have a screen reader say what does not fit as soon as that is so; nothing of a draft.

        Of what has the keyboard it says by itself that its description is another one.
        """
        before, self._said_problem = self._said_problem, words
        if words in {before, ""} or not self.isVisible():
            return
        here = QApplication.focusWidget()
        if here is None or not self.isAncestorOf(here):
            about = pgettext("said of an answer", "Question {number}: {answer}")
            said = about.format(number=self._number, answer=words) if self._number else words
            announce(self, said, "problem")
        elif words not in here.accessibleDescription():
            announce(self, words, "problem")

    def _say_warning(self, words: str) -> None:
        """Have a screen reader say a word of advice to whoever is at the question, once."""
        before, self._said_warning = self._said_warning, words
        here = QApplication.focusWidget()
        is_inside = here is not None and self.isAncestorOf(here)
        is_told = here is not None and words in here.accessibleDescription()
        if words not in {before, ""} and self.isVisible() and is_inside and not is_told:
            announce(self, words)

    def _advice(
        self, line: AdviceLine | None, words: str, sign: str, tone: str
    ) -> AdviceLine | None:
        """Show words in a line, which is made when it is first needed."""
        if line is None:
            if not words:
                return None
            line = AdviceLine()
            self._column.addWidget(line)
        line.show_words(words, tone, sign)
        return line


def _show_at_once(*parts: QWidget | None) -> None:
    """Show what Qt shows a turn later, but for what is hidden.

    Until then it has no height, and every question below would come up and go down again.
    """
    for part in parts:
        hidden = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        if part is not None and not part.testAttribute(hidden):
            part.show()


def _takes_keyboard(widget: QWidget) -> bool:
    """Return whether it is answered by keys itself; choices hand them on to their buttons."""
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isEnabled() and not isinstance(widget, OptionGrid)
