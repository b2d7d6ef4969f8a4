"""What is known of a form that two people look at together: it, the title, the time."""

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal, Slot
from typing_extensions import override

from session_forms.words.texts import pgettext
from therapist_app.commands import FormPage
from therapist_app.forms.form_filling import FormFilling
from therapist_app.forms.form_store import RecordStore
from therapist_app.view_model import ViewModel
from therapist_app.workflows.forms.sharing import is_shared
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.seeing_a_session import seconds_used, session_page_data
from therapist_app.workflows.workspace import Workspace

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class BesideFormState:
    """What stands around the form.

    Attributes:
        title: The neutral title of the session; outside a session a plain word.
        minutes: The minutes planned; 0 outside a session.
        minutes_used: The minutes that are gone.
        has_alert: Whether an alert of this client is open.
        is_shared: Whether the client is meant to read the form.

    """

    title: str
    minutes: int
    minutes_used: int
    has_alert: bool
    is_shared: bool


class BesideFormViewModel(ViewModel[BesideFormState]):
    """A form that is being filled in, beside the client.

    Signals:
        minutes_changed: The minutes used, once a minute.

    """

    minutes_changed = Signal(int)

    def __init__(
        self,
        workspace: Workspace,
        client_id: str,
        form_id: str,
        appointment_id: str | None = None,
        question_id: str = "",
    ) -> None:
        super().__init__()
        self.question_id = question_id
        self._workspace = workspace
        self._client_id, self._form_id = client_id, form_id
        self._appointment_id = appointment_id
        self._page = session_page_data(workspace, appointment_id) if appointment_id else None
        self._has_alert = bool(open_alerts(workspace, client_id))
        store = RecordStore(workspace)
        opened = store.open_form(client_id, form_id, appointment_id=appointment_id)
        self.is_open = not opened.read_only
        self.filling = FormFilling(opened, store, self)
        self.filling.alerts_opened.connect(self._on_alerts_opened)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._on_minute_timeout)
        self._minute.start()

    @property
    @override
    def state(self) -> BesideFormState:
        """What stands around the form."""
        page = self._page
        return BesideFormState(
            title=page.plan.public_title if page else pgettext("beside the client", "Together"),
            minutes=page.minutes if page else 0,
            minutes_used=page.minutes_used if page else 0,
            has_alert=self._has_alert,
            is_shared=self.is_open and is_shared(self.filling.state.form),
        )

    def sit_back(self, question_id: str) -> None:
        """Keep what is written and go back to the therapist's own page, at the same question."""
        self.filling.flush()
        self.leave_requested.emit(
            FormPage(self._client_id, self._form_id, self._appointment_id, question_id)
        )

    @Slot(tuple)
    def _on_alerts_opened(self, _alerts: tuple[object, ...]) -> None:
        self._has_alert = True
        self._emit_state()

    @Slot()
    def _on_minute_timeout(self) -> None:
        if self._page is not None:
            seconds = seconds_used(self._page.appointment, self._workspace.now())
            self.minutes_changed.emit(seconds // 60)
