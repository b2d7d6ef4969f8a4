"""Forms as the record would hand them out, without a record: opened, kept, finished."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from session_forms.answers import Answers
from session_forms.filling.filling import FormState, start
from session_forms.filling.states import Context
from session_forms.form.definition import FormDefinition
from tests.support.windows.settling import settle
from therapist_app.form_widgets.panel.panel import FormPanel
from therapist_app.form_widgets.render_context import TOGETHER, FillMode
from therapist_app.forms.form_filling import FormFilling
from therapist_app.record.model import FilledForm
from therapist_app.widgets.layout.layouts import scroll, stack
from therapist_app.workflows.forms.correcting_forms import Correction
from therapist_app.workflows.forms.keeping_forms import Kept
from therapist_app.workflows.forms.opening_forms import OpenForm
from therapist_app.workflows.measures.score_moment import ScoreMoment

TODAY = date(2026, 3, 2)
SAVED_AT = datetime.fromisoformat("2026-03-02T11:06:00+00:00")


@dataclass
class FakeStore:
    """Hands out forms and remembers what comes back.

    An alert that an answer raises is opened once, as the record does it; `asked_by` is an open
    alert that asked for the forms, and to which the answers are added instead.
    """

    forms: dict[str, FormDefinition] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    context: Context = field(default_factory=lambda: Context(today=TODAY))
    saved_at: datetime | None = None
    read_only: bool = False
    may_correct: bool = False
    made: tuple[Correction, ...] = ()
    moment: ScoreMoment | None = None
    untold: str = ""
    drafts: list[FormState] = field(default_factory=list)
    finished: list[FormState] = field(default_factory=list)
    filled_by: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    row: dict[str, object] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    asked_by: SimpleNamespace | None = None
    _open: set[str] = field(default_factory=set)

    def open_form(self, client_id, form_id, *, appointment_id=None, filled_by="together"):
        self.filled_by.append(filled_by)
        row = {"client_id": client_id, "appointment_id": appointment_id, **self.row}
        return opened(
            start(self.forms[form_id], self.context, self.answers),
            saved_at=self.saved_at,
            read_only=self.read_only,
            may_correct=self.may_correct,
            **row,
        )

    def reopen_form(self, filled_form_id):
        """Return the form of that id: a row of this store has the id of its form."""
        return self.open_form("client", filled_form_id)

    def begin_correction(self, _filled_form_id, reason):
        self.reasons.append(reason)
        return self.reopen_form(next(iter(self.forms)))

    def corrections(self, _opened):
        return self.made

    def limits_to_tell(self, _client_id, _form_ids):
        return self.untold

    def score_moment(self, _opened):
        return self.moment

    def next_measure(self, _opened):
        return None

    def handed_over_beside(self, _opened):
        return self.beside

    def awaited(self, _opened):
        return ()

    def keep_draft(self, _opened, state):
        self.drafts.append(state)
        return self._kept(state)

    def finish_form(self, _opened, state):
        self.finished.append(state)
        return self._kept(state)

    def _kept(self, state):
        alerts = []
        for raised in state.alerts:
            name = f"{raised.question_id}-{raised.level}"
            if name not in self._open:
                self._open.add(name)
                alerts.append(
                    SimpleNamespace(
                        id=name,
                        question_id=raised.question_id,
                        stream=raised.stream,
                        level=raised.level,
                        states=raised.states,
                        appointment_id="held",
                    )
                )
        if self.asked_by is not None:
            return Kept(SAVED_AT, (), (self.asked_by,) if alerts else ())
        return Kept(SAVED_AT, tuple(alerts))


def an_open_alert(level: str = "act") -> SimpleNamespace:
    """Return an alert that opened in another form."""
    return SimpleNamespace(
        id=f"before-{level}",
        question_id="mood",
        stream="suicide",
        level=level,
        states="The morning sheet said so.",
        appointment_id="held",
    )


def opened(state, *, saved_at=None, read_only=False, may_correct=False, **row):
    """Return a form as it is opened, with the row it would be kept in."""
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    filled = FilledForm(
        id="0" * 32,
        client_id="client",
        appointment_id=None,
        form_id=state.form.id,
        form_version=1,
        slot=None,
        status="draft",
        filled_by="together",
        answers="{}",
        started_at=at,
        changed_at=at,
    )
    return OpenForm(replace(filled, **row), state, "K7-412", saved_at, read_only, may_correct)


def filling_of(state, store=None, turns_on=()):
    """Return a form that is filled in from a state on; it is kept in `store`."""
    return FormFilling(opened(state), store or FakeStore(), turns_on=turns_on)


def panel_in_a_page(
    qtbot: QtBot, state: FormState, height: int, mode: FillMode = TOGETHER
) -> tuple[FormPanel, QScrollArea]:
    """Show a form in a page that scrolls, with the keyboard in its first question."""
    panel = FormPanel(filling_of(state), mode=mode)
    area = scroll(stack(panel))
    qtbot.addWidget(area)
    area.resize(900, height)
    with qtbot.waitActive(area):
        area.show()
        area.activateWindow()
    panel.focus_first()
    settle()
    return panel, area
