"""The note while it is written: drafted from what was done, factual and brief."""

from functools import partial

from PySide6.QtWidgets import QWidget

from session_forms.answers import QuestionId
from session_forms.filling.filling import FormState
from session_forms.questions.writing import LongTextQuestion
from session_forms.words.day_words import clock_time
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_, _, ngettext, pgettext
from therapist_app.accessibility.hushing import describe_quietly
from therapist_app.form_widgets.values.problems import problem_text
from therapist_app.screens.close.viewmodel import (
    FOR_SUPERVISION,
    SAFETY,
    CloseState,
    CloseViewModel,
)
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    TextArea,
    TextLine,
    Tick,
    card,
    row,
    stack,
    text,
)
from therapist_app.workflows.sessions.closing_a_session import MINUTES

ASKS = {
    MINUTES: N_("Did it take 0 minutes? Correct it, or sign once more."),
    SAFETY: N_(
        "An alert opened in this session, and nothing is said of what changed for safety. Write "
        "it, or sign once more."
    ),
    FOR_SUPERVISION: N_("What should be asked in supervision? Write it, or sign once more."),
}
NO_MINUTES = N_("How long did it take? Write the minutes, or sign once more.")


def asks_words(asked: QuestionId, note: FormState) -> str:
    """Return what somebody is asked once before they sign."""
    is_empty = asked == MINUTES and note.question_state(MINUTES).answer is None
    return _(NO_MINUTES if is_empty else ASKS[asked])


class NoteView(QWidget):
    """The fields of the note."""

    def __init__(self, viewmodel: CloseViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        note = viewmodel.state.note
        self.attendance, self.mode = (
            ChoiceBox((option.id, option.label) for option in note.question_state(each).options)
            for each in ("attendance", "mode")
        )
        self.minutes = TextLine()
        self.summary = TextArea(lines=9)
        self.risk = TextLine()
        self.plan = TextLine()
        self.supervision = Tick(note.question_state("supervision_flag").prompt)
        self.question = TextLine()
        self._written: dict[str, TextLine | TextArea] = {
            "duration_min": self.minutes,
            "summary": self.summary,
            "risk_changes": self.risk,
            "plan": self.plan,
            "supervision_question": self.question,
        }
        for question_id, field in self._written.items():
            field.setObjectName(question_id)
        self.count = text("", "caption")
        self.saved = text("", "caption")
        self._fields = {
            "attendance": LabelledField(pgettext("field", "Attendance"), self.attendance),
            "mode": LabelledField(_("How you met"), self.mode),
            "duration_min": LabelledField(pgettext("field", "Minutes"), self.minutes),
            "summary": _field(note, "summary", self.summary),
            "risk_changes": _field(note, "risk_changes", self.risk),
            "plan": _field(note, "plan", self.plan),
            "supervision_question": _field(note, "supervision_question", self.question),
        }
        self._build()
        self.attendance.chosen.connect(partial(viewmodel.write, "attendance"))
        self.mode.chosen.connect(partial(viewmodel.write, "mode"))
        self.minutes.edited.connect(self._on_minutes_edited)
        self.summary.edited.connect(self._on_summary_edited)
        self.risk.edited.connect(self._on_risk_edited)
        self.plan.edited.connect(self._on_plan_edited)
        self.supervision.turned.connect(self._on_supervision_turned)
        self.question.edited.connect(self._on_question_edited)

    def show_state(self, state: CloseState) -> None:
        """Show the note as it stands, and when it was kept."""
        note = state.note
        self.attendance.show_chosen(note.question_state("attendance").answer)
        self.mode.show_chosen(note.question_state("mode").answer)
        for question_id, line in self._written.items():
            if question_id not in note.problems:  # what does not fit is still being written
                line.show_words(_words(note, question_id))
        self.supervision.setChecked(note.question_state("supervision_flag").answer is True)
        for question_id, field in self._fields.items():
            shown = note.question_state(question_id)
            field.setVisible(shown.shown)
            field.show_problem(problem_text(shown.problem, shown.question))
            field.hint.setText(shown.warning)
            field.hint.setVisible(bool(shown.warning))
        for each in state.asks:
            describe_quietly(self._written[each], asks_words(each, note))
        written, most = len(self.summary.toPlainText()), _most(note, "summary")
        self.count.setText(
            ngettext("{used} of {limit} character", "{used} of {limit} characters", most).format(
                used=number_words(written, grouped=True), limit=number_words(most, grouped=True)
            )
        )
        saved = clock_time(state.saved_at.astimezone()) if state.saved_at else ""
        self.saved.setText(_("saved {time}").format(time=saved) if saved else _("not saved yet"))

    def focus_on(self, question_id: str) -> None:
        """Put the keyboard on a field that is typed in."""
        line = self._written[question_id]
        line.setFocus()
        line.selectAll()

    def _build(self) -> None:
        fields = self._fields
        told = _("Written from what was done. Change anything. Factual and brief.")
        counted = row(self.count, STRETCH, self.saved)
        held_by = self._viewmodel.state.page.held_by_another
        stands_in = _(
            "{name} held this session. If you sign, the note says that they held it and that you "
            "signed. Leave it to them if they come back soon."
        ).format(name=held_by)
        sheet = card(
            pgettext("card", "Note"),
            *([sign_line("info", stands_in, "small")] if held_by else []),
            sign_line("info", told, "small"),
            Columns(fields["attendance"], fields["mode"], fields["duration_min"], gap="m"),
            fields["summary"],
            counted,
            fields["risk_changes"],
            fields["plan"],
            self.supervision,
            fields["supervision_question"],
            gap="s",
        )
        self.setLayout(stack(sheet))

    def _on_minutes_edited(self, words: str) -> None:
        typed = words.strip()
        self._viewmodel.write("duration_min", int(typed) if typed.isdecimal() else typed or None)

    def _on_summary_edited(self, words: str) -> None:
        self._viewmodel.write("summary", words or None)

    def _on_risk_edited(self, words: str) -> None:
        self._viewmodel.write("risk_changes", words or None)

    def _on_plan_edited(self, words: str) -> None:
        self._viewmodel.write("plan", words or None)

    def _on_supervision_turned(self) -> None:
        self._viewmodel.write("supervision_flag", self.supervision.isChecked())

    def _on_question_edited(self, words: str) -> None:
        self._viewmodel.write("supervision_question", words or None)


def _words(note: FormState, question_id: str) -> str:
    answer = note.question_state(question_id).answer
    return "" if answer is None else str(answer)


def _most(note: FormState, question_id: str) -> int:
    question = note.question_state(question_id).question
    return question.max_characters if isinstance(question, LongTextQuestion) else 0


def _field(note: FormState, question_id: str, field: QWidget) -> LabelledField:
    return LabelledField(note.question_state(question_id).prompt, field)
