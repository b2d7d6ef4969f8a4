"""The questions of reports, each with its answer: what is done, by whom, and until when."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from exports.occasion import Standing
from exports.reports.questions import standing_in_words
from session_forms.words.day_words import written_day
from session_forms.words.list_words import together
from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import day_in_figures
from therapist_app.screens.outcomes.questions import QuestionsState, QuestionsViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.layout.into_view import bring_into_view
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Part,
    TextArea,
    TextLine,
    Tick,
    button,
    card,
    chip,
    empty,
    empty_state,
    hold,
    page_head,
    reading,
    row,
    stack,
    text,
)
from therapist_app.workflows.exporting.report_questions import Answer, QuestionLine

SOMEBODY_ELSE = "somebody_else"

TONES: dict[Standing, tuple[str, str]] = {
    "open": ("attention", "circle"),
    "under_way": ("quiet", "clock"),
    "done": ("good", "check"),
    "no_change": ("quiet", "check"),
}


class AnswerFields(QWidget):
    """What is done, who does it, and until when; or why nothing is changed.

    Signals:
        answered: An answer that is whole as far as can be seen here.
        left: The person leaves it as it was.

    """

    answered = Signal(Answer)
    left = Signal()

    def __init__(self, line: QuestionLine, people: Sequence[str], today: date) -> None:
        super().__init__()
        self._warned_of: object = None
        known = line.answer
        self.what = TextArea(lines=2)
        self.person = ChoiceBox(
            [
                ("", pgettext("nobody is chosen", "Choose …")),
                *((each, each) for each in people),
                (SOMEBODY_ELSE, pgettext("somebody is chosen", "Somebody else …")),
            ]
        )
        self.who, self.by_when = TextLine(), DayLine(today=today)
        self.by_when.show_limits(today, None)
        self.no_change = Tick(_("Nothing is changed"))
        self.save = MainButton(_("Save the answer"), loses_words=True)
        self.cancel = button(pgettext("button", "Cancel"))
        self.what_field = LabelledField(
            _("&What you do, or why nothing is changed"),
            self.what,
            hint=_("It stays in this service. No names of clients."),
        )
        self.person_field = LabelledField(_("Wh&o does it"), self.person)
        self.who_field = LabelledField(
            pgettext("field", "Their &name"), self.who, hint=_("A colleague, never a client.")
        )
        self.by_field = LabelledField(
            pgettext("field", "&By when"), self.by_when, hint=self.by_when.how_to_write
        )
        if known is not None:
            self.what.show_words(known.what)
            is_here = known.who in people
            self.person.show_chosen(known.who if is_here or not known.who else SOMEBODY_ELSE)
            self.who.setText("" if is_here else known.who)
            self.by_when.setText(day_in_figures(known.by_when) if known.by_when else "")
            self.no_change.setChecked(known.standing == "no_change")
        self.setLayout(
            stack(
                self.what_field,
                self.no_change,
                row(self.person_field, STRETCH),
                self.who_field,
                row(self.by_field, STRETCH),
                row(STRETCH, self.cancel, self.save, gap="s"),
                gap="s",
            )
        )
        self.no_change.turned.connect(self._show_who)
        self.person.chosen.connect(self._show_who)
        self.save.clicked.connect(self._on_save_clicked)
        self.cancel.clicked.connect(self.left)
        self._show_who()
        self._began_with = self._written

    @property
    def is_unsaved(self) -> bool:
        """Whether anything stands here that leaving would throw away."""
        return self._written != self._began_with

    def hold_back(self) -> bool:
        """Return whether to say once more that what is written here is not saved."""
        is_new = self.is_unsaved and self._written != self._warned_of
        self._warned_of = self._written
        return is_new

    @property
    def _written(self) -> tuple[object, ...]:
        texts = (self.what.toPlainText(), self.who.text(), self.by_when.text())
        return (*texts, self.person.chosen_id, self.no_change.isChecked())

    @Slot()
    def _show_who(self) -> None:
        """Ask who and by when only where something is done, and a name where it is in no list."""
        is_done = not self.no_change.isChecked()
        for each in (self.person_field, self.by_field):
            each.setVisible(is_done)
        self.who_field.setVisible(is_done and self.person.chosen_id == SOMEBODY_ELSE)

    @Slot()
    def _on_save_clicked(self) -> None:
        is_no_change = self.no_change.isChecked()
        what, person = self.what.toPlainText().strip(), self.person.chosen_id
        who = self.who.text().strip() if person == SOMEBODY_ELSE else person
        day = self.by_when.read(self.by_when.text())
        lacks = (
            (self.what_field, not what, _("Write it in a sentence.")),
            (self.person_field, not is_no_change and not person, _("Choose who does it.")),
            (self.who_field, not is_no_change and bool(person) and not who, _("Write who it is.")),
            (self.by_field, not is_no_change and day is None, self.by_when.how_to_write),
        )
        for field, is_missing, words in lacks:
            field.show_problem(words if is_missing else "")
        wrong = [field for field, is_missing, _words in lacks if is_missing]
        if wrong:
            wrong[0].setFocus()
            return
        self.answered.emit(Answer(what, who, day, is_no_change))


class QuestionsView(PageView[QuestionsViewModel]):
    """What reports ask, open ones first."""

    HELP = PageHelp(
        "A report ends in up to three questions. Each stays open here until a lead has "
        "answered it: what is done, by whom and by when, or why nothing is changed. The "
        "answers stay in this service; the next report says only what became of each question.",
        read_on="docs/guides/lead.md",
    )

    def __init__(self, viewmodel: QuestionsViewModel) -> None:
        super().__init__("report-questions", viewmodel)
        self._shown: object = None
        self.back = button(pgettext("button", "Back"), "quiet")
        self.buttons: list[QPushButton] = []
        self.fields: AnswerFields | None = None
        self.message = MessagePlace()
        self._place = stack(gap="m")
        body = stack(
            self.message, self._place, STRETCH, gap="m", margins=("page", "l", "page", "l")
        )
        head = page_head(
            pgettext("page", "Questions of reports"),
            _("Each stays open until a lead has answered it"),
            actions=(self.back,),
        )
        self.setLayout(whole_page(head, self.message.page_of(body)))
        self.back.clicked.connect(viewmodel.go_back)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.begin()

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to do, else on the way back."""
        (self.buttons[0] if self.buttons else self.back).setFocus()

    @property
    def guards(self) -> bool:
        """Whether an answer is written that is not saved."""
        return self.fields is not None and self.fields.is_unsaved

    def hold_back(self) -> bool:
        """Say once that an answer is not saved, and return whether that was said just now."""
        if self.fields is None or not self.fields.hold_back():
            return False
        words = _("If you leave now, this is lost. Save it, or leave once more.")
        self.message.show_message("attention", _("The answer is not saved"), words, again=True)
        bring_into_view(self.message)
        self.fields.what.setFocus()
        return True

    def show_state(self, state: QuestionsState) -> None:
        """Show the questions, and the fields of the one that is being answered."""
        if state.refused:
            self.message.show_message("attention", _("The answer was not saved"), state.refused)
        elif state.done:
            self.message.show_message("good", pgettext("message", "Done"), state.done)
        else:
            self.message.clear()
        shown = (state.lines, state.opened)
        if shown == self._shown:
            return
        had_opened = self.fields is not None
        self._shown = shown
        self.buttons, self.fields = [], None
        empty(self._place)
        if state.open_now and not state.may_answer:
            self._place.addWidget(self._who_answers(state))
        for line in state.lines:
            self._place.addWidget(self._card(line, state))
        if not state.lines:
            detail = _("Questions come with a report of the service, once it is saved.")
            self._place.addWidget(empty_state("check", _("No report asks anything"), detail))
        if self.fields is not None:
            self.fields.what.setFocus()
        elif had_opened:
            self.focus_first()

    def _who_answers(self, state: QuestionsState) -> QWidget:
        """Return who answers, for somebody who may not, and the way to decide it."""
        said = reading(who_answers(state.leads))
        if not state.may_give_roles:
            return hold(stack(said))
        people = button(_("Go to people and roles"))
        people.clicked.connect(self._viewmodel.open_people)
        self.buttons.append(people)
        return hold(stack(said, row(people, STRETCH), gap="s"))

    def _card(self, line: QuestionLine, state: QuestionsState) -> QFrame:
        tone, sign = TONES[line.standing]
        parts: list[Part] = [text(each, "small", wrap=True) for each in asked_words(line)]
        if line.id == state.opened:
            self.fields = AnswerFields(line, state.people, self._viewmodel.today)
            self.fields.answered.connect(self._viewmodel.answer)
            self.fields.left.connect(self._viewmodel.close_question)
            parts.append(self.fields)
        else:
            parts += [text(each, wrap=True) for each in answer_words(line)]
            if acts := self._acts(line, may_answer=state.may_answer):
                parts.append(row(*acts, STRETCH, gap="s"))
        state_chip = chip(standing_in_words(line.standing), tone, sign)
        return card(line.words, *parts, action=state_chip, gap="s")

    def _acts(self, line: QuestionLine, *, may_answer: bool) -> list[QPushButton]:
        """Return what can be done: to answer by a lead, to end it also by whoever does it."""
        acts: list[QPushButton] = []
        if may_answer:
            words = pgettext("button", "Answer") if line.is_open else pgettext("button", "Change")
            rank = "primary" if line.is_open and not self.buttons else "secondary"
            change = ChoosingButton(words, line.id, rank, name=f"{words}: {line.words}")
            change.chosen.connect(self._viewmodel.open_question)
            acts.append(change)
        if line.is_mine or (may_answer and line.standing == "under_way"):
            words = _("Mark as done")
            end = ChoosingButton(words, line.id, name=f"{words}: {line.words}")
            end.chosen.connect(self._viewmodel.end)
            acts.append(end)
        self.buttons += acts
        return acts


def who_answers(leads: Sequence[str]) -> str:
    """Return who answers the questions of reports, or that nobody does yet."""
    if leads:
        return _("A clinical lead answers: {names}.").format(names=together(leads))
    return _(
        "Nobody here is a clinical lead yet. An administrator gives the role under Settings, "
        "People and roles, to themselves as well."
    )


def asked_words(line: QuestionLine) -> tuple[str, ...]:
    """Return which report asked a question, and whether an earlier one did as well."""
    words = (
        _("Asked by the report of {quarter}, of the course {title}.")
        if line.course
        else _("Asked by the report of {quarter}.")
    )
    asked = words.format(quarter=line.asked_in, title=line.course)
    again = (_("An earlier report asked it as well."),) if line.asked_again else ()
    return (asked, *again)


def answer_words(line: QuestionLine) -> tuple[str, ...]:
    """Return the answer to a question: what is done, by whom, until when; nothing without one."""
    known = line.answer
    if known is None:
        return ()
    if known.by_when is None:
        return (known.what,)
    who = _("{who}, by {day}").format(who=known.who, day=written_day(known.by_when))
    late = (_("The day has passed."),) if line.is_late else ()
    return (known.what, who, *late)


def open_words(open_now: int) -> str:
    """Return how many questions wait for an answer."""
    if not open_now:
        return _("Every question of a report is answered.")
    return ngettext(
        "{count} question of a report is not answered yet.",
        "{count} questions of reports are not answered yet.",
        open_now,
    ).format(count=open_now)
