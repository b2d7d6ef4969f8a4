"""The record as a form of a first contact sees it: whoever it is about is added with it."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from typing_extensions import override

from session_forms.filling.filling import FormState
from therapist_app.forms.form_store import RecordStore
from therapist_app.workflows.forms.keeping_forms import Kept
from therapist_app.workflows.forms.opening_forms import OpenForm
from therapist_app.workflows.overviews.first_contacts import Caller, take_in


@dataclass(slots=True)
class FirstCaller:
    """Who makes contact, as it stands on the page, and whether the record has them by now."""

    caller: Caller = field(default_factory=Caller)
    is_added: bool = False


@dataclass(frozen=True, slots=True)
class FirstContactStore(RecordStore):
    """Adds the client in the same change that first keeps something about them."""

    newcomer: FirstCaller = field(default_factory=FirstCaller)

    @override
    def keep_draft(self, opened: OpenForm, state: FormState) -> Kept:
        """Keep what is answered so far, with the client."""
        with self._taken_in(opened):
            return RecordStore.keep_draft(self, opened, state)

    @override
    def finish_form(self, opened: OpenForm, state: FormState) -> Kept:
        """Keep the form as finished, with the client."""
        with self._taken_in(opened):
            return RecordStore.finish_form(self, opened, state)

    @contextmanager
    def _taken_in(self, opened: OpenForm) -> Generator[None]:
        newcomer = self.newcomer
        with self.workspace.caseload.together():
            take_in(self.workspace, opened, newcomer.caller, is_added=newcomer.is_added)
            yield
        newcomer.is_added = True
