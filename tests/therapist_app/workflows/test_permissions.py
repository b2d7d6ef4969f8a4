"""Who may do what: every cell of the table, in the workflows and for the window."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from exports.errors import ExportError
from exports.package.sealing import new_age_key
from tests.support.programme.packs import SLEEP, forms_folder, pack_file
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.database import audit
from therapist_app.record.errors import KnownRecordError, NoCaseload, NotAllowed
from therapist_app.record.header.header import Cover
from therapist_app.shell.navigation.places import PLACES
from therapist_app.workflows.content import (
    making_packs,
    packs,
    packs_waiting,
    signing_off,
    writing_local_texts,
)
from therapist_app.workflows.content.pack_offers import look_at
from therapist_app.workflows.errors import RetentionRefused, WorkflowError
from therapist_app.workflows.exporting import exporting
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD, enter_recipient
from therapist_app.workflows.exporting.report_questions import end_question, question_lines
from therapist_app.workflows.exporting.waiting_releases import refuse_waiting
from therapist_app.workflows.importing import importing_a_list
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.people.agreeing_to_covers import AskedCover, agree
from therapist_app.workflows.people.giving_up_keys import begin_new_keys
from therapist_app.workflows.people.keeping_own_keys import (
    Proof,
    change_passphrase,
    make_key_file,
    renew_sheet,
)
from therapist_app.workflows.people.keeping_people import (
    AgreeToCover,
    ChangeRoles,
    CorrectClock,
    EndCover,
    HandOverClients,
    LetCover,
    TakeOut,
    UseSheet,
    carry_out,
    renew_continuity,
    take_in,
)
from therapist_app.workflows.people.making_guessing_harder import make_guessing_harder
from therapist_app.workflows.people.moving_clients import offer_client, take_client_over
from therapist_app.workflows.permissions import TABLE, may, require
from therapist_app.workflows.policies import retaining
from therapist_app.workflows.policies.form_use import settle_use
from therapist_app.workflows.rights import taking_out
from therapist_app.workflows.safekeeping import drills
from therapist_app.workflows.safekeeping.audit_trail import trail_check
from therapist_app.workflows.safekeeping.safekeeping import choose_second_place
from therapist_app.workflows.supervision import supervising
from therapist_app.workflows.supervision.oversight import oversight
from therapist_app.workflows.workspace import Workspace

LATER = date(2026, 12, 3)
ROLES = ("keeper", "therapist", "lead")
NOT_THEIRS = (NotAllowed, NoCaseload, RetentionRefused)


@dataclass
class Cell:
    """Somebody with one role, at their desk, and what they try."""

    team: Team
    workspace: Workspace
    tmp_path: Path

    def give(self, request: type, *more: object) -> None:
        caseload = self.team.uid("Ana")
        carry_out(self.workspace.vault, request(caseload, self.team.uid("Ben"), *more))

    def asked(self) -> AskedCover:
        cover = Cover(self.team.uid("Ana"), self.team.uid("Ben"), LATER.isoformat())
        return AskedCover(cover, "Ben", "Ana", LATER)

    def use(self, kind: str) -> None:
        carry_out(self.workspace.vault, UseSheet(self.team.uid("Ben"), kind, "AAAAA"))

    def install(self) -> None:
        pack = pack_file(forms_folder(self.tmp_path / "f", "1.0", SLEEP))
        packs.install(self.workspace, look_at(self.workspace, pack), signer_name="Mara Lind")

    def put_forward(self) -> None:
        pack = pack_file(forms_folder(self.tmp_path / "w", "1.0", SLEEP))
        packs_waiting.put_forward(self.workspace, look_at(self.workspace, pack))

    def export(self) -> None:
        request = exporting.ReleaseRequest("service_report", OWN_LEAD, "clinical_lead")
        exporting.approve(self.workspace, exporting.prepare(self.workspace, request), self.tmp_path)

    def prove(self) -> Proof:
        return Proof(bytearray(b"not what they sign in with"))


TRIES: dict[str, Callable[[Cell], object]] = {
    "add_person": lambda it: take_in(it.workspace.vault, "Dee", ("lead",), bytearray(b"too short")),
    "change_roles": lambda it: carry_out(
        it.workspace.vault, ChangeRoles(it.team.uid("Ben"), ("therapist", "lead"))
    ),
    "remove_person": lambda it: carry_out(it.workspace.vault, TakeOut(it.team.uid("Lea"))),
    "grant_cover": lambda it: it.give(LetCover, LATER),
    "end_cover": lambda it: it.give(EndCover),
    "agree_to_cover": lambda it: agree(it.workspace.vault, it.asked()),
    "agree_to_cover_of_a_keeper": lambda it: it.give(AgreeToCover),
    "correct_clock": lambda it: carry_out(it.workspace.vault, CorrectClock()),
    "hand_over_caseload": lambda it: it.give(HandOverClients),
    "use_sheet_of_another": lambda it: it.use("owner"),
    "use_continuity_sheet": lambda it: it.use("continuity"),
    "renew_continuity_sheet": lambda it: renew_continuity(it.workspace.vault, ""),
    "make_guessing_harder": lambda it: make_guessing_harder(it.workspace.vault, FLOOR),
    "change_own_passphrase": lambda it: change_passphrase(
        it.workspace.vault, it.prove(), bytearray(b"too short")
    ),
    "renew_own_sheet": lambda it: renew_sheet(it.workspace.vault, it.prove()),
    "change_own_key_file": lambda it: make_key_file(it.workspace.vault, it.tmp_path / "key"),
    "give_up_own_keys": lambda it: begin_new_keys(
        it.workspace.vault, it.prove(), bytearray(b"too short"), None
    ),
    "work_with_clients": lambda it: add_client(
        it.workspace, NewClient(anonymity="code_only", age_band="25-34")
    ),
    "move_client": lambda it: offer_client(it.workspace.vault, "0" * 32, it.team.uid("Ben")),
    "import_list": lambda it: importing_a_list.surroundings(it.workspace),
    "take_clients_out": lambda it: taking_out.fault_in_taking_out(
        it.workspace, "nobody knows this one", it.tmp_path / "all.pdf"
    ),
    "take_client_over": lambda it: take_client_over(it.workspace.vault, "0" * 32),
    "make_report": Cell.export,
    "export_outcomes": lambda it: exporting.summary_choices(it.workspace),
    "approve_release": lambda it: refuse_waiting(it.workspace, "R-none"),
    "read_questions": lambda it: question_lines(it.workspace),
    "answer_questions": lambda it: end_question(it.workspace, "2026-Q1/attended"),
    "keep_recipients": lambda it: enter_recipient(it.workspace, "Board", new_age_key()[0]),
    "choose_second_location": lambda it: choose_second_place(
        it.workspace.vault, str(it.tmp_path / "stick")
    ),
    "hold_drill": lambda it: drills.hold(it.workspace, "AAAAA", None),
    "make_supervision_pack": lambda it: supervising.finished(it.workspace),
    "install_pack": Cell.install,
    "put_pack_forward": Cell.put_forward,
    "sign_pack": lambda it: making_packs.read_folder(it.workspace, it.tmp_path),
    "sign_off_programme": lambda it: signing_off.sign_off(
        it.workspace, it.workspace.programme, "Clinical lead"
    ),
    "write_local_text": lambda it: writing_local_texts.begin(it.workspace, "de"),
    "approve_local_text": lambda it: writing_local_texts.approve(it.workspace, "de", LATER),
    "settle_policies": lambda it: settle_use(it.workspace, "research"),
    "approve_retention": lambda it: retaining.approve(it.workspace, 10, "The law of the place"),
    "oversee": lambda it: oversight(it.workspace),
    "read_service_trail": lambda it: trail_check(it.workspace, "service"),
}
SHOWN_ONLY = {
    "list_people",
    "choose_caseload",
    "read_packages",
    "read_programme",
    "practise",
    "see_settings",
    "see_retention",
    "keep_backups",
    "read_audit_trail",
}
"""What nothing is done by: the window asks the table before it builds the screen."""


ASKED_OF_ONE = {"agree_to_cover", "agree_to_cover_of_a_keeper"}
"""What a role may do, and then only whom it is asked of: here nobody is."""
REFUSED_OTHERWISE = {"work_with_clients", "approve_retention", "read_service_trail"}
"""What the keys refuse, or a workflow in words of its own: nothing is noted about it."""


def is_refused(cell: Cell, attempt: Callable[[Cell], object]) -> bool:
    """Try it; what is not allowed is refused, whatever else may come of a poor attempt."""
    try:
        attempt(cell)
    except NOT_THEIRS:
        return True
    except (KnownRecordError, WorkflowError, ExportError):
        return False
    return False


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """One person for each role and nothing else, beside Ana and Ben."""
    folder = tmp_path_factory.mktemp("team")
    return lay_out_team(
        folder,
        Ben=("therapist",),
        Lea=("lead",),
        keeper=("keeper",),
        therapist=("therapist",),
        lead=("lead",),
    )


@pytest.fixture
def team(laid_out: Team, tmp_path_factory: pytest.TempPathFactory) -> Team:
    """The same for each cell, whatever was done in another."""
    return laid_out.copied(tmp_path_factory.mktemp("copied"))


def test_every_action_of_the_table_is_tried() -> None:
    assert set(TRIES) | SHOWN_ONLY == set(TABLE)


# Acceptance G100
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", TRIES)
def test_the_workflow_refuses_what_the_table_does_not_give_a_role(
    tmp_path: Path, team: Team, action: str, role: str
) -> None:
    with team.open(role) as vault:
        cell = Cell(team, workspace_for(vault), tmp_path)

        refused = is_refused(cell, TRIES[action])

        if action in ASKED_OF_ONE:
            assert refused or role in TABLE[action].roles
            return
        assert refused != (role in TABLE[action].roles)
        told = [each.subject for each in audit.entries(vault.service, newest=3)]
        by_the_table = refused and action not in REFUSED_OTHERWISE
        assert (f"action:{action}" in told) == by_the_table


# Acceptance G100
@pytest.mark.parametrize("role", ROLES)
def test_the_window_builds_no_screen_for_what_a_role_may_not_do(team: Team, role: str) -> None:
    with team.open(role) as vault:
        for place in PLACES:
            assert may(vault, place.action) == (role in TABLE[place.action].roles), (
                place.destination
            )


# Acceptance G100
def test_every_place_asks_the_table() -> None:
    assert {place.action for place in PLACES} <= set(TABLE)


# Acceptance G100
def test_what_is_not_in_the_table_nobody_may(team: Team) -> None:
    with team.open("Ana") as vault:
        assert not may(vault, "read_minds")
        with pytest.raises(NotAllowed):
            require(vault, "read_minds")


def test_a_role_that_is_taken_away_is_gone_at_once(team: Team) -> None:
    with team.open("keeper") as vault:
        assert may(vault, "add_person")

        person = vault.header.person(vault.person.uid)
        assert person is not None
        vault.header = vault.header.with_person(replace(person, roles=("lead",)))

        assert not may(vault, "add_person")
