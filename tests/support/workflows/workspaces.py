"""A workspace for tests: a real encrypted record, what ships, and a clock to move."""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Generic, TypeVar

from programme.definition.requirements import AnswerRequirement, asks_what_was_said_back
from programme.loading.earlier_versions import earlier_versions
from programme.loading.library import installed as installed_programme
from session_forms.answers import QuestionId
from session_forms.filling.filling import FormState, answer
from session_forms.library.library import installed as installed_forms
from session_forms.reference.directory import installed_directory
from session_forms.reference.jurisdictions import installed_jurisdictions
from tests.support.record.records import ServiceOnDisk, laid_out
from therapist_app.record.clients import appointments, filled_forms
from therapist_app.record.clock_and_random import SeededClock
from therapist_app.record.model import Acknowledgement, Alert, Appointment, Client
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.course.following_a_plan import agenda_of
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.forms.keeping_forms import finish_form
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.answering_alerts import acknowledge
from therapist_app.workflows.sessions.closing_a_session import close_page_data, rate, sign_note
from therapist_app.workflows.sessions.following_the_pathway import safety_check_of
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    finish_step,
    start_session,
)
from therapist_app.workflows.sessions.passing_gates import gates_before, override_gate
from therapist_app.workflows.workspace import Workspace

T = TypeVar("T")

CALM: dict[str, object] = {
    "mood": 6,
    "self_harm_thoughts": "none",
    "events_since": ["none"],
    "substance_use_change": False,
    "contact_with_children_changed": False,
    "worry_about_acting": 1,
    "boundaries_kept": "fully",
    "concern_for_identifiable_child": False,
}
"""A safety check that raises no alert."""
PLANS: dict[str, dict[str, object]] = {
    "safety-plan": {
        "status": "complete",
        "signs": ["I stop answering"],
        "own_steps": ["Go for a walk"],
        "places_people_distraction": ["The library"],
        "people_to_ask": ["My brother"],
        "services": ["eu-emergency", "gb-samaritans"],
        "safer_environment": ["Tablets stay with my brother"],
        "safer_environment_done": "done",
        "copy_form": "by_heart",
    },
    "boundaries": {
        "status": "complete",
        "children_in_household_or_role": "no",
        "situations": [{"area": "online", "agreed_boundary": "Screens in shared rooms"}],
        "first_step_if_boundary_slips": "Leave, and call",
    },
}
"""Plans with all that their forms ask of a complete one, but for the day of the next look."""


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

    def have_colleague(self, name: str, *roles: str) -> None:
        """Let somebody else be in the service, in the header alone: their keys are nobody's."""
        header, uid = self.workspace.vault.header, self.workspace.vault.person.uid
        person = header.person(uid)
        assert person is not None
        other = replace(person, uid=uid[::-1], name=name, roles=roles)
        self.workspace.vault.header = replace(header, people=(*header.people, other))

    def add_client(self) -> Client:
        return add_client(self.workspace, NewClient(anonymity="code_only", age_band="25-34"))

    def from_a_list(self) -> Client:
        """Return a client who came from an earlier list today."""
        new = NewClient(anonymity="code_only", age_band="25-34")
        return add_client(self.workspace, new, imported_at=self.clock())

    def plan(self, client: Client, plan_id: str, at: datetime | None = None) -> str:
        return plan_appointment(self.workspace, client.id, plan_id, at or self.clock()).id

    def appointment(self, appointment_id: str) -> Appointment:
        """Return an appointment as it is kept now."""
        return appointments.load(self.workspace.caseload, appointment_id)

    def start(self, client: Client, plan_id: str) -> str:
        appointment_id = self.plan(client, plan_id)
        start_session(self.workspace, appointment_id, "As the test needs it")
        return appointment_id

    def pass_gates(self, client: Client, plan_id: str) -> None:
        """Pass the hard gates before a session, as a supervisor agreed; the limits are told."""
        for gate in gates_before(self.workspace, client.id, plan_id):
            if any(asks_what_was_said_back(each) for each in gate.requires):
                self.tell_limits(client)
            if gate.kind == "hard" and gate.overridable:
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
        if sign:
            self.do_every_step(appointment_id)
        end_session(self.workspace, appointment_id, "finished")
        self.rate(appointment_id, ratings)
        if sign:
            note = close_page_data(self.workspace, appointment_id).note
            sign_note(self.workspace, appointment_id, note, note.state)
        return appointment_id

    def do_every_step(self, appointment_id: str) -> None:
        """Do what no session is signed without: a calm safety check, the gates due, each step."""
        appointment = appointments.load(self.workspace.caseload, appointment_id)
        client = self.workspace.client(appointment.client_id)
        agenda = agenda_of(self.workspace, appointment)
        check = safety_check_of(self.workspace, appointment)
        if check is not None and not self._is_filled(appointment_id, check.form_id):
            self.fill(client, check.form_id, CALM, appointment_id)
        always = {each.form_id for each in agenda if each.skippable == "never"}
        for gate in self.workspace.programme_of(client).gates:
            asked = [each for each in gate.requires if isinstance(each, AnswerRequirement)]
            if gate.kind == "hard" and asked and all(each.form in always for each in asked):
                for each in asked:
                    if not self._is_filled(appointment_id, each.form):
                        self.fill(client, each.form, _meeting(each), appointment_id)
        for step in agenda:
            finish_step(self.workspace, appointment_id, step.id)

    def _is_filled(self, appointment_id: str, form_id: str) -> bool:
        found = filled_forms.for_appointment(self.workspace.caseload, appointment_id)
        return any(each.form_id == form_id and each.status == "finished" for each in found)

    def tell_limits(self, client: Client, appointment_id: str | None = None) -> None:
        """Tell the limits of confidentiality, which the client says back."""
        self.fill(client, "limits", {"teach_back": True}, appointment_id)

    def answer_alert(self, alert: Alert, days: int = 1) -> None:
        """Answer an alert whole, with the next contact promised in so many days."""
        answer = Acknowledgement(
            actions=("contact", "told"),
            facts="Asked directly; the plan was gone through.",
            told="Clinical lead",
            told_when="10:10",
            next_contact=(self.workspace.today() + timedelta(days=days)).isoformat(),
            reason_for_open_actions="Not needed today",
            by="Ana Example",
        )
        acknowledge(self.workspace, alert.id, answer)

    def plan_answers(self, form_id: str) -> dict[str, object]:
        """Return the answers of a whole plan, looked at again in two days."""
        return {
            **PLANS[form_id],
            "review_date": (self.workspace.today() + timedelta(days=2)).isoformat(),
        }

    def write_plan(
        self, client: Client, form_id: str, appointment_id: str | None = None
    ) -> FormState:
        """Fill in a whole plan and finish it."""
        given = self.plan_answers(form_id)
        if filled_forms.latest(self.workspace.caseload, client.id, form_id, finished=True):
            asked = {"used_since_last": "not_needed"} if form_id == "safety-plan" else {}
            given = {**given, **asked}
        return self.fill(client, form_id, given, appointment_id)

    def fill(
        self, client: Client, form_id: str, answers: dict[str, object], appointment_id: str | None
    ) -> FormState:
        opened = open_form(self.workspace, client.id, form_id, appointment_id=appointment_id)
        state = answered(opened.state, answers)
        finish_form(self.workspace, opened, state)
        return state


def _meeting(requirement: AnswerRequirement) -> dict[str, object]:
    """Return the answer that a gate asks for."""
    accepted = requirement.equals if requirement.equals is not None else requirement.any_of[0]
    return {requirement.question: accepted}


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
        earlier_programmes=tuple(each.programme for each in earlier_versions()),
    )


@contextmanager
def open_workplace(tmp_path: Path, *, practice: bool = True, seed: int = 1) -> Iterator[Workplace]:
    """Yield a workspace over a new, empty record."""
    service = laid_out(tmp_path, practice=practice, seed=seed)
    with service.open() as vault:
        yield Workplace(workspace_for(vault), service.clock)


class BegunOnce(Generic[T]):
    """A workplace in which `begin` is done once; a test is given a copy that goes on from there.

    The copy was signed in to once more. `begin` may lean on nothing but the workplace.
    """

    def __init__(self, begin: Callable[[Workplace], T]) -> None:
        self._begin = begin

    @cached_property
    def _made(self) -> tuple[ServiceOnDisk, int, T]:
        folder = Path(tempfile.mkdtemp(prefix="begun-once-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        service, drawn = laid_out(folder), count()

        def draw(length: int) -> bytes:
            next(drawn)
            return service.sources.random_bytes(length)

        counted = replace(service, sources=replace(service.sources, random_bytes=draw))
        with counted.open() as vault:
            found = self._begin(Workplace(workspace_for(vault), service.clock))
        return service, next(drawn), found

    @property
    def found(self) -> T:
        """What `begin` returned."""
        return self._made[2]

    @contextmanager
    def opened(self, tmp_path: Path) -> Iterator[Workplace]:
        """Yield a copy, which draws on as the first one would."""
        made, drawn, _found = self._made
        service = laid_out(tmp_path)
        shutil.rmtree(service.folder)
        shutil.copytree(made.folder, service.folder)
        for _draw in range(drawn):
            service.sources.random_bytes(1)
        service.clock.move_to(made.clock())
        with service.open() as vault:
            yield Workplace(workspace_for(vault), service.clock)
