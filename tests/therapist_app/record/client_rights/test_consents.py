"""Consents and legal holds: kept with their history, the newest counts."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.support.record.records import a_client
from therapist_app.record.client_rights import consents, protection
from therapist_app.record.clients import clients
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import audit, migrations
from therapist_app.record.database.connection import create_connection
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.migrations import CASELOAD, bring_up
from therapist_app.record.folder.files import create_private_file
from therapist_app.record.model import Client, Consent, Decision, LegalHold


@pytest.fixture
def client(caseload: Caseload) -> Client:
    client = a_client(caseload)
    clients.add(caseload, client)
    return client


def decide(caseload: Caseload, client: Client, decision: Decision, minutes: int = 0) -> Consent:
    consent = Consent(
        id=caseload.new_id(),
        client_id=client.id,
        topic="figures_used",
        text_id="agreement",
        text_version="1",
        decision=decision,
        given_how="spoken",
        decided_at=caseload.now() + timedelta(minutes=minutes),
    )
    consents.add(caseload, consent)
    return consent


def test_the_newest_decision_counts_and_the_others_stay(caseload: Caseload, client: Client) -> None:
    given = decide(caseload, client, "given")
    withdrawn = decide(caseload, client, "withdrawn", minutes=5)

    assert consents.newest(caseload, [client.id], "figures_used")[client.id] == withdrawn
    assert consents.for_client(caseload, client.id) == (given, withdrawn)
    assert consents.newest(caseload, [client.id], "another_topic") == {}


def test_of_each_version_of_a_text_it_is_known_since_when_and_how_many_decided_about_it(
    caseload: Caseload, client: Client
) -> None:
    other = a_client(caseload, code="B0-000")
    clients.add(caseload, other)
    first = decide(caseload, client, "given")
    decide(caseload, client, "withdrawn", minutes=5)
    decide(caseload, other, "given", minutes=6)

    assert consents.versions(caseload, "figures_used", "agreement") == (
        consents.TextVersion("1", first.decided_at, 2),
    )
    assert consents.versions(caseload, "figures_used", "another") == ()


def test_only_those_whose_newest_decision_agrees_are_among_those_who_agreed(
    caseload: Caseload, client: Client
) -> None:
    other = a_client(caseload, code="B0-000")
    clients.add(caseload, other)
    decide(caseload, client, "given")
    decide(caseload, other, "refused")
    first = consents.given_by(caseload, "figures_used")
    decide(caseload, client, "withdrawn", minutes=1)
    decide(caseload, other, "given", minutes=1)

    assert first == (client.id,)
    assert consents.given_by(caseload, "figures_used") == (other.id,)


def test_of_one_client_the_newest_decision_says_whether_they_agreed(
    caseload: Caseload, client: Client
) -> None:
    other = a_client(caseload, code="B0-000")
    clients.add(caseload, other)
    found = [consents.is_given(caseload, client.id, "figures_used")]
    for minutes, decision in enumerate(("given", "withdrawn", "given")):
        decide(caseload, client, decision, minutes)
        found.append(consents.is_given(caseload, client.id, "figures_used"))

    assert found == [False, True, False, True]
    assert not consents.is_given(caseload, client.id, "another_topic")
    assert not consents.is_given(caseload, other.id, "figures_used")


def test_the_audit_tells_topic_and_decision(caseload: Caseload, client: Client) -> None:
    decide(caseload, client, "refused")

    told = audit.entries(caseload, newest=1)[0]
    assert (told.action, told.fields) == ("consent_recorded", ("figures_used", "refused"))


def test_a_new_hold_takes_the_place_of_the_one_before_and_both_stay(
    caseload: Caseload, client: Client
) -> None:
    first = LegalHold(caseload.new_id(), client.id, "A complaint", caseload.now())
    second = LegalHold(
        caseload.new_id(), client.id, "A claim", caseload.now() + timedelta(minutes=1)
    )

    protection.hold(caseload, first)
    protection.hold(caseload, second)

    assert protection.hold_on(caseload, client.id) == second
    kept = protection.all_holds_on(caseload, client.id)
    assert [(each.reason, each.lift_reason) for each in kept] == [
        ("A complaint", "A claim"),
        ("A claim", ""),
    ]


def test_a_hold_is_lifted_with_its_reason(caseload: Caseload, client: Client) -> None:
    protection.hold(caseload, LegalHold(caseload.new_id(), client.id, "A claim", caseload.now()))

    protection.lift_hold(caseload, client.id, "It was settled")

    assert protection.hold_on(caseload, client.id) is None
    [kept] = protection.all_holds_on(caseload, client.id)
    assert (kept.lifted_at, kept.lift_reason) == (caseload.now(), "It was settled")
    assert audit.entries(caseload, newest=1)[0].is_signed


@pytest.fixture
def of_version_4(tmp_path: Path) -> dbapi2.Connection:
    path = tmp_path / "older.db"
    create_private_file(path)
    connection = create_connection(path, Masked(bytearray(32)))
    for step in range(1, 5):
        migrations._take(connection, CASELOAD, step)
    return connection


def test_what_finished_forms_said_becomes_consents(of_version_4: dbapi2.Connection) -> None:
    client = "c" * 32
    of_version_4.execute(
        "INSERT INTO clients"
        " VALUES (?, 'A1-111', '2026-03-02', 'active', 'p', '1', 'm', '[]', '', '')",
        (client,),
    )
    for number, (form, status, answers) in enumerate(
        (
            (
                "agreement",
                "finished",
                '{"signed":true,"pseudonymised_use":"declined","emergency_contact_consent":"later"}',
            ),
            ("agreement", "draft", '{"signed":false}'),
            ("ending", "finished", '{"consent_follow_up":"yes"}'),
            ("phq-9", "finished", '{"signed":true}'),
        )
    ):
        of_version_4.execute(
            "INSERT INTO filled_forms (id, client_id, form_id, form_version, status, filled_by,"
            " answers, started_at, changed_at, finished_at)"
            " VALUES (?, ?, ?, 1, ?, 'together', ?, '1', '2', '3')",
            (f"{number:032}", client, form, status, answers),
        )

    bring_up(of_version_4, CASELOAD)

    found = of_version_4.execute(
        "SELECT topic, text_id, text_version, decision, given_how, decided_at, length(id)"
        " FROM consents ORDER BY topic"
    ).fetchall()
    assert found == [
        ("contact_after_end", "ending", "1", "given", "form", "3", 32),
        ("figures_used", "agreement", "1", "refused", "form", "3", 32),
        ("working_agreement", "agreement", "1", "given", "form", "3", 32),
    ]
    of_version_4.close()
