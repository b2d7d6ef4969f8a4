"""The record as a form of a first contact sees it: whoever it is about is added with it."""

from dataclasses import dataclass, field

from typing_extensions import override

from session_forms.filling.filling import FormState
from therapist_app.forms.form_store import RecordStore
from therapist_app.workflows.forms.keeping_forms import Kept
from therapist_app.workflows.forms.opening_forms import OpenForm
from therapist_app.workflows.overviews.first_contacts import Caller, take_in


@dataclass(slots=True)
class Newcomer:
    """Who makes contact, as it stands on the page, and whether the record has them by now."""

    caller: Caller = field(default_factory=Caller)
    is_added: bool = False


@dataclass(frozen=True, slots=True)
class FirstContactStore(RecordStore):
    """Adds the client in the same change that first keeps something about them."""

    newcomer: Newcomer = field(default_factory=Newcomer)

    @override
    def keep_draft(self, opened: OpenForm, state: FormState) -> Kept:
        """Keep what is answered so far, with the client."""
        with self.workspace.caseload.together():
            self._take_in(opened)
            kept = RecordStore.keep_draft(self, opened, state)
        self.newcomer.is_added = True
        return kept

    @override
    def finish_form(self, opened: OpenForm, state: FormState) -> Kept:
        """Keep the form as finished, with the client."""
        with self.workspace.caseload.together():
            self._take_in(opened)
            kept = RecordStore.finish_form(self, opened, state)
        self.newcomer.is_added = True
        return kept

    def _take_in(self, opened: OpenForm) -> None:
        newcomer = self.newcomer
        take_in(self.workspace, opened, newcomer.caller, is_added=newcomer.is_added)
