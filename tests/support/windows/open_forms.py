"""Forms as the record would hand them out, without a record: opened, kept, finished."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

from session_forms.answers import Answers
from session_forms.filling.filling import Context, FormState, start
from session_forms.form.definition import FormDefinition
from tests.support.windows.kinds import SAVED_AT
from therapist_app.form_widgets.filling.form_store import FormDoor
from therapist_app.record.model import FilledForm

TODAY = date(2026, 3, 2)


@dataclass
class FakeDoor:
    """Hands out forms and remembers what comes back.

    An alert that an answer raises is opened once, as the record does it.
    """

    forms: dict[str, FormDefinition]
    answers: Answers = field(default_factory=dict)
    context: Context = field(default_factory=lambda: Context(today=TODAY))
    saved_at: object = None
    read_only: bool = False
    drafts: list[FormState] = field(default_factory=list)
    finished: list[FormState] = field(default_factory=list)
    filled_by: list[str] = field(default_factory=list)
    row: dict[str, object] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)

    @property
    def door(self) -> FormDoor:
        """The ways, as a screen takes them."""
        return FormDoor(self.open_form, self.keep_draft, self.finish_form, self.reopen_form)

    def open_form(self, _desk, _client, form_id, *, appointment_id=None, filled_by="together"):
        self.filled_by.append(filled_by)
        return SimpleNamespace(
            state=start(self.forms[form_id], self.context, self.answers),
            client_code="K7-412",
            saved_at=self.saved_at,
            read_only=self.read_only,
            appointment_id=appointment_id,
            filled=self.filled(form_id, appointment_id),
        )

    def reopen_form(self, desk, filled_form_id):
        """The form of that id in this door, whatever the row's."""
        return self.open_form(desk, "client", filled_form_id)

    def filled(self, form_id, appointment_id):
        """The row it would be kept in."""
        at = datetime(2026, 3, 2, 9, tzinfo=UTC)
        row = FilledForm(
            id="0" * 32,
            client_id="client",
            appointment_id=appointment_id,
            form_id=form_id,
            form_version=1,
            slot=None,
            status="draft",
            filled_by="together",
            answers="{}",
            started_at=at,
            changed_at=at,
        )
        return replace(row, **self.row)

    def keep_draft(self, _desk, _opened, state):
        self.drafts.append(state)
        return self._kept(state)

    def finish_form(self, _desk, _opened, state):
        self.finished.append(state)
        return self._kept(state)

    def _kept(self, state):
        opened = []
        for raised in state.alerts:
            name = f"{raised.question_id}-{raised.level}"
            if name not in self._open:
                self._open.add(name)
                opened.append(SimpleNamespace(id=name, level=raised.level, states=raised.states))
        return SimpleNamespace(at=SAVED_AT, alerts=tuple(opened))
