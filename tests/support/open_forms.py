"""Forms as the record would hand them out, without a record: opened, kept, finished."""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from session_forms.answers import Answers
from session_forms.definition import FormDefinition
from session_forms.filling import Context, FormState, start
from tests.support.kinds import SAVED_AT
from therapist_app.form_widgets.door import FormDoor

TODAY = date(2026, 3, 2)


@dataclass
class FakeDoor:
    """Hands out forms and remembers what comes back.

    An alert that an answer raises is opened once, as the record does it.
    """

    forms: dict[str, FormDefinition]
    answers: Answers = field(default_factory=dict)
    saved_at: object = None
    read_only: bool = False
    drafts: list[FormState] = field(default_factory=list)
    finished: list[FormState] = field(default_factory=list)
    filled_by: list[str] = field(default_factory=list)
    _open: set[str] = field(default_factory=set)

    @property
    def door(self) -> FormDoor:
        """The three ways, as a screen takes them."""
        return FormDoor(self.open_form, self.keep_draft, self.finish_form)

    def open_form(self, _desk, _client, form_id, *, appointment_id=None, filled_by="together"):
        self.filled_by.append(filled_by)
        return SimpleNamespace(
            state=start(self.forms[form_id], Context(today=TODAY), self.answers),
            client_code="K7-412",
            saved_at=self.saved_at,
            read_only=self.read_only,
            appointment_id=appointment_id,
        )

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
