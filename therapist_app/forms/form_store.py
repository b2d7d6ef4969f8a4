"""Where a form comes from and where it is kept."""

from dataclasses import dataclass
from typing import Literal, Protocol

from programme.definition.requirements import AnswerRequirement
from session_forms.filling.filling import FormState
from therapist_app.workflows.forms import correcting_forms, keeping_forms, opening_forms
from therapist_app.workflows.forms.correcting_forms import Correction
from therapist_app.workflows.forms.keeping_forms import Kept
from therapist_app.workflows.forms.opening_forms import OpenForm
from therapist_app.workflows.measures.score_moment import ScoreMoment, score_moment
from therapist_app.workflows.sessions.limits_first import limits_to_tell
from therapist_app.workflows.sessions.seeing_a_session import (
    DueMeasure,
    handed_over_beside,
    next_measure,
)
from therapist_app.workflows.sessions.what_goes_on import awaited_in
from therapist_app.workflows.workspace import Workspace


class FormStore(Protocol):
    """The ways between a form and the record."""

    def open_form(
        self,
        client_id: str,
        form_id: str,
        *,
        appointment_id: str | None = None,
        filled_by: Literal["client", "together"] = "together",
    ) -> OpenForm:
        """Return the client's form: the one begun in this appointment, or a fresh one."""

    def reopen_form(self, filled_form_id: str) -> OpenForm:
        """Return a form that is in the record already, as it was kept."""

    def begin_correction(self, filled_form_id: str, reason: str) -> OpenForm:
        """Return the correction of a finished form, to be filled in."""

    def corrections(self, opened: OpenForm) -> tuple[Correction, ...]:
        """Return what was corrected in a form, oldest first."""

    def score_moment(self, opened: OpenForm) -> ScoreMoment | None:
        """Return what is said after a measure; None for every other form, and for a draft."""

    def next_measure(self, opened: OpenForm) -> DueMeasure | None:
        """Return the measure that is due next where the session of a form runs."""

    def handed_over_beside(self, opened: OpenForm) -> tuple[str, ...]:
        """Return the other forms that the client fills in alone now in the session of a form."""

    def awaited(self, opened: OpenForm) -> tuple[AnswerRequirement, ...]:
        """Return the answers of a form that its session waits for."""

    def limits_to_tell(self, client_id: str, form_ids: tuple[str, ...]) -> str:
        """Return the form in which the limits are told before a hand-over; "" once they were."""

    def keep_draft(self, opened: OpenForm, state: FormState) -> Kept:
        """Keep what is answered so far."""

    def finish_form(self, opened: OpenForm, state: FormState) -> Kept:
        """Keep the form as finished."""


@dataclass(frozen=True, slots=True)
class RecordStore:
    """The record of the service, through its workflows."""

    workspace: Workspace

    def open_form(
        self,
        client_id: str,
        form_id: str,
        *,
        appointment_id: str | None = None,
        filled_by: Literal["client", "together"] = "together",
    ) -> OpenForm:
        """Return the client's form; see `opening_forms.open_form` for what refuses it."""
        return opening_forms.open_form(
            self.workspace, client_id, form_id, appointment_id=appointment_id, filled_by=filled_by
        )

    def reopen_form(self, filled_form_id: str) -> OpenForm:
        """Return a form that is in the record already, as it was kept."""
        return opening_forms.reopen_form(self.workspace, filled_form_id)

    def begin_correction(self, filled_form_id: str, reason: str) -> OpenForm:
        """Return the correction of a finished form, to be filled in."""
        return correcting_forms.begin_correction(self.workspace, filled_form_id, reason)

    def corrections(self, opened: OpenForm) -> tuple[Correction, ...]:
        """Return what was corrected in a form, oldest first."""
        return correcting_forms.corrections(self.workspace, opened.filled)

    def score_moment(self, opened: OpenForm) -> ScoreMoment | None:
        """Return what is said after a measure; None for every other form, and for a draft."""
        return score_moment(self.workspace, opened.filled.id)

    def next_measure(self, opened: OpenForm) -> DueMeasure | None:
        """Return the measure that is due next where the session of a form runs."""
        filled = opened.filled
        return next_measure(self.workspace, filled.appointment_id, after=filled.form_id)

    def handed_over_beside(self, opened: OpenForm) -> tuple[str, ...]:
        """Return the other forms that the client fills in alone now in the session of a form."""
        filled = opened.filled
        return handed_over_beside(self.workspace, filled.appointment_id, filled.form_id)

    def awaited(self, opened: OpenForm) -> tuple[AnswerRequirement, ...]:
        """Return the answers of a form that its session waits for."""
        return awaited_in(self.workspace, opened)

    def limits_to_tell(self, client_id: str, form_ids: tuple[str, ...]) -> str:
        """Return the form in which the limits are told before a hand-over; "" once they were."""
        return limits_to_tell(self.workspace, client_id, form_ids)

    def keep_draft(self, opened: OpenForm, state: FormState) -> Kept:
        """Keep what is answered so far, and open the alerts it raises."""
        return keeping_forms.keep_draft(self.workspace, opened, state)

    def finish_form(self, opened: OpenForm, state: FormState) -> Kept:
        """Keep the form as finished, and open the alerts it raises."""
        return keeping_forms.finish_form(self.workspace, opened, state)
