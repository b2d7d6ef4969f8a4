"""A workspace for tests: a real encrypted record, what ships, and a clock to move."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from programme.loading.library import installed as installed_programme
from session_forms.answers import QuestionId
from session_forms.filling.filling import FormState, answer
from session_forms.library.library import installed as installed_forms
from session_forms.reference.directory import installed_directory
from session_forms.reference.jurisdictions import installed_jurisdictions
from tests.support.record.records import laid_out
from therapist_app.record.clock_and_random import SeededClock
from therapist_app.record.model import Client
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.forms.keeping_forms import finish_form
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.closing_a_session import close_page_data, rate, sign_note
from therapist_app.workflows.sessions.holding_a_session import end_session, start_session
from therapist_app.workflows.sessions.passing_gates import gates_before, override_gate
from therapist_app.workflows.workspace import Workspace


@dataclass
class Workplace:
    """A workspace, its clock, and a person's verbs."""

    workspace: Workspace
    clock: SeededClock

    def have_roles(self, *roles: str) -> None:
        """Let the person signed in have other roles from now on, as if a keeper had signed them."""
        vault = self.workspace.vault
        person = vault.header.person(vault.person.uid)
        assert person is not None
        vault.header = vault.header.with_person(replace(person, roles=roles))
        vault.person = vault.header.entry(replace(person, roles=roles))

    def add_client(self) -> Client:
        return add_client(self.workspace, NewClient(anonymity="code_only", age_band="25-34"))

    def plan(self, client: Client, plan_id: str, at: datetime | None = None) -> str:
        return plan_appointment(self.workspace, client.id, plan_id, at or self.clock()).id

    def start(self, client: Client, plan_id: str) -> str:
        appointment_id = self.plan(client, plan_id)
        start_session(self.workspace, appointment_id, "As the test needs it")
        return appointment_id

    def pass_gates(self, client: Client, plan_id: str) -> None:
        """Pass the hard gates before a session, as a supervisor agreed."""
        for gate in gates_before(self.workspace, client.id, plan_id):
            if gate.kind == "hard":
                reason = f"As the test of {plan_id} needs it"
                override_gate(
                    self.workspace,
                    client.id,
                    gate.id,
                    plan_id,
                    reason=reason,
                    supervisor="A. Supervisor",
                )

    def rate(self, appointment_id: str, ratings: str) -> None:
        """Rate the items of a session in order, as `22n1`; n needs and gets a reason."""
        for line, rating in zip(
            close_page_data(self.workspace, appointment_id).items, ratings, strict=False
        ):
            given = {"0": "0", "1": "1", "2": "2", "n": "na"}[rating]
            rate(self.workspace, appointment_id, line.item.id, given, "as agreed")

    def hold(self, client: Client, plan_id: str, ratings: str = "", *, sign: bool = True) -> str:
        """Hold a session to its end, rate its items, and sign its note as it was drafted."""
        appointment_id = self.start(client, plan_id)
        end_session(self.workspace, appointment_id)
        self.rate(appointment_id, ratings)
        if sign:
            note = close_page_data(self.workspace, appointment_id).note
            sign_note(self.workspace, appointment_id, note, note.state)
        return appointment_id

    def fill(
        self, client: Client, form_id: str, answers: dict[str, object], appointment_id: str | None
    ) -> FormState:
        opened = open_form(self.workspace, client.id, form_id, appointment_id=appointment_id)
        state = answered(opened.state, answers)
        finish_form(self.workspace, opened, state)
        return state


def answered(state: FormState, answers: dict[str, object]) -> FormState:
    """Return `state` with several questions answered."""
    for question_id, value in answers.items():
        state = answer(state, QuestionId(question_id), value)
    return state


def workspace_for(vault: Vault) -> Workspace:
    """Return the workspace of an open vault, with everything that ships."""
    return Workspace(
        vault=vault,
        programme=installed_programme(),
        forms=installed_forms(),
        directory=installed_directory(),
        jurisdictions=installed_jurisdictions(),
    )


@contextmanager
def open_workplace(tmp_path: Path, *, practice: bool = True, seed: int = 1) -> Iterator[Workplace]:
    """Yield a workspace over a new, empty record."""
    service = laid_out(tmp_path, practice=practice, seed=seed)
    with service.open() as vault:
        yield Workplace(workspace_for(vault), service.clock)
