"""A first contact goes from one service to another in a file that the other alone opens."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from exports.errors import NotForExport, PackageRefused, SealRefused
from exports.package.hand_over_file import HandOverFile, sealed_hand_over
from session_forms.answers import CANNOT_TELL, DECLINED, QuestionId
from tests.support.workflows.workspaces import Workplace, open_workplace
from therapist_app.record.client_rights import protection
from therapist_app.record.database import audit
from therapist_app.record.model import Client, Restriction
from therapist_app.workflows.exporting.keeping_recipients import (
    enter_recipient,
    note_compared,
    own_key,
)
from therapist_app.workflows.overviews.first_contact_files import (
    hand_over_first_contact,
    receive_first_contact,
    services_to_hand_to,
)
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client

SAID = {
    "source": "helpline",
    "way": "telephone",
    "day": "2026-02-20",
    "life_in_danger": CANNOT_TELL,
    "child_in_danger": "no",
    "asks_for": ("treatment", "crisis"),
    "hope": DECLINED,
    "may_contact": True,
    "safe_ways": ("call",),
    "safe_when": "after six",
    "next_step": "we_contact",
    "contact_by": "2026-03-09",
}
HANDED_ON = {key: each for key, each in SAID.items() if key not in {"next_step", "contact_by"}}


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path / "clinic", practice=False, seed=2) as found:
        yield found


@pytest.fixture
def helpline(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path / "helpline", practice=False) as found:
        yield found


def caller(helpline: Workplace, **changed: object) -> Client:
    known = NewClient(anonymity="pseudonym", name="Robin", contact="0700 900 111")
    client = add_client(helpline.workspace, known)
    helpline.fill(client, "first-contact", SAID | changed, None)
    return client


def know(helpline: Workplace, clinic: Workplace) -> None:
    enter_recipient(helpline.workspace, "The clinic", own_key(clinic.workspace).public_key)


def test_what_a_helpline_wrote_arrives_but_for_what_it_promised_itself(
    helpline: Workplace, clinic: Workplace
) -> None:
    know(helpline, clinic)
    client = caller(helpline)
    assert services_to_hand_to(helpline.workspace) == ()
    with pytest.raises(NotForExport, match="compared"):
        hand_over_first_contact(helpline.workspace, client.id, "The clinic")
    note_compared(helpline.workspace, "The clinic")
    assert services_to_hand_to(helpline.workspace) == ("The clinic",)

    data = hand_over_first_contact(helpline.workspace, client.id, "The clinic")
    found = receive_first_contact(clinic.workspace, data)

    assert (found.name, found.contact) == ("Robin", "0700 900 111")
    assert dict(found.answers) == {**HANDED_ON, "way": "page"}
    assert b"Robin" not in data
    [told] = audit.entries_of(helpline.workspace.caseload, "first_contact_handed_over")
    assert told.subject == f"client:{client.id}"
    with pytest.raises(SealRefused):
        receive_first_contact(helpline.workspace, data)


def test_nothing_is_handed_over_unfinished_or_of_a_restricted_record(
    helpline: Workplace, clinic: Workplace
) -> None:
    know(helpline, clinic)
    note_compared(helpline.workspace, "The clinic")
    nobody = helpline.add_client()
    with pytest.raises(NotForExport, match="Finish the first contact"):
        hand_over_first_contact(helpline.workspace, nobody.id, "The clinic")
    client, caseload = caller(helpline, life_in_danger="no"), helpline.workspace.caseload
    protection.restrict(
        caseload, Restriction(caseload.new_id(), client.id, "accuracy", caseload.now())
    )

    with pytest.raises(NotForExport, match="restricted"):
        hand_over_first_contact(helpline.workspace, client.id, "The clinic")


def test_the_lead_of_this_service_is_no_other_service(helpline: Workplace) -> None:
    own_key(helpline.workspace)  # with which a report is sealed for the lead

    assert services_to_hand_to(helpline.workspace) == ()


@pytest.mark.parametrize(("practice", "said"), [(True, "invented"), (False, "real")])
def test_invented_and_real_people_are_never_mixed(
    clinic: Workplace, work: Workplace, *, practice: bool, said: str
) -> None:
    opens = clinic if practice else work
    form = opens.workspace.forms.latest("first-contact")
    told = HandOverFile("", "", {QuestionId("child_in_danger"): "no"}, practice)
    data = sealed_hand_over(told, form, own_key(opens.workspace).public_key)

    with pytest.raises(PackageRefused, match=said):
        receive_first_contact(opens.workspace, data)

    own = sealed_hand_over(
        replace(told, practice=not practice), form, own_key(opens.workspace).public_key
    )
    assert receive_first_contact(opens.workspace, own).answers["child_in_danger"] == "no"
