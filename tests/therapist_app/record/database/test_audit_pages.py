"""The audit a page at a time."""

import pytest

from tests.support.record.records import (
    ServiceOnDisk,
    a_client,
    a_filled_form,
    an_alert,
    an_appointment,
)
from therapist_app.record.clients import (
    alerts,
    appointments,
    clients,
    course_events,
    filled_forms,
    promises,
)
from therapist_app.record.database import audit
from therapist_app.record.database.audit import UNREADABLE, AuditFilter, page
from therapist_app.record.database.database import Caseload
from therapist_app.record.model import GateOverride, Promise
from therapist_app.record.vault.vault import Vault

ALL = AuditFilter()


@pytest.fixture
def chain(caseload: Caseload) -> Caseload:
    for number in range(10):
        audit.note(caseload, "step_opened" if number % 2 else "form_changed", f"form:{number}")
    return caseload


def subjects(
    caseload: Caseload, wanted: AuditFilter = ALL, *, before: int | None = None
) -> list[str]:
    return [each.subject for each in page(caseload, wanted, before=before, limit=3)]


def test_the_newest_come_first_and_the_next_page_goes_on(chain: Caseload) -> None:
    first = page(chain, ALL, before=None, limit=3)

    assert [each.subject for each in first] == ["form:9", "form:8", "form:7"]
    assert subjects(chain, before=first[-1].n) == ["form:6", "form:5", "form:4"]


def test_only_some_actions_are_shown(chain: Caseload) -> None:
    assert subjects(chain, AuditFilter(actions=("step_opened",))) == ["form:9", "form:7", "form:5"]
    assert subjects(chain, AuditFilter(actions=("step", "nothing"))) == []


def test_only_one_persons_entries_are_shown(vault: Vault, chain: Caseload) -> None:
    assert subjects(chain, AuditFilter(by=vault.person.uid))[0] == "form:9"
    assert subjects(chain, AuditFilter(by="ab" * 16)) == []


def test_what_others_wrote_comes_oldest_first_after_a_number(vault: Vault, chain: Caseload) -> None:
    chain.run("UPDATE audit SET entry = CAST(? AS BLOB) WHERE n = 5", ("no JSON",))
    mine = vault.person.uid
    every = audit.by_others(chain, "ab" * 16, after=3, limit=4)

    assert [each.n for each in every] == [4, 5, 6, 7]
    assert [each.n for each in audit.by_others(chain, mine, after=3, limit=4)] == [5]


def test_a_subject_cannot_pass_for_a_person(chain: Caseload) -> None:
    audit.note(chain, "opened", '"by":"somebody"')

    assert subjects(chain, AuditFilter(by="somebody")) == []


@pytest.mark.parametrize("altered", ["{}", "no JSON", "[]", '{"at": 3}', "[" * 100_000])
def test_an_entry_that_somebody_spoilt_is_shown_as_such(chain: Caseload, altered: str) -> None:
    chain.run("UPDATE audit SET entry = CAST(? AS BLOB) WHERE n = 5", (altered,))

    found = page(chain, ALL, before=6, limit=1)

    assert [(each.n, each.action, each.by) for each in found] == [(5, UNREADABLE, "")]


def test_it_is_said_since_when_there_are_entries(on_disk: ServiceOnDisk, chain: Caseload) -> None:
    assert audit.began(chain) == on_disk.clock()
    chain.run("UPDATE audit SET entry = x'7b7d' WHERE n = 1")
    assert audit.began(chain) is None
    chain.run("DELETE FROM audit")
    assert audit.began(chain) is None


def test_an_id_leads_to_its_clients_code_and_one_of_nobody_leads_nowhere(
    caseload: Caseload,
) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    appointment = an_appointment(caseload, client)
    appointments.add(caseload, appointment)
    filled = a_filled_form(caseload, client)
    filled_forms.add(caseload, filled)
    alert = an_alert(caseload, filled)
    alerts.open_alert(caseload, alert)
    passed = GateOverride(caseload.new_id(), client.id, "G1", "S02", "a", "b", caseload.now())
    course_events.add_override(caseload, passed)
    now = caseload.now()
    promised = Promise(
        caseload.new_id(), client.id, "next_contact", None, None, now.date(), "", now, "Ana"
    )
    promises.add(caseload, promised)
    ids = {client.id, appointment.id, filled.id, alert.id, passed.id, promised.id}

    found = audit.codes_of(caseload, {*ids, "ab" * 16})

    assert found == dict.fromkeys(ids, client.code)
    assert audit.codes_of(caseload, ()) == {}
