"""A rating that is corrected counts as corrected, and the first one stays."""

from tests.support.record.records import a_client, an_appointment
from therapist_app.record.clients import appointments, clients, fidelity
from therapist_app.record.database.database import Caseload
from therapist_app.record.model import FidelityAmendment, FidelityRating, SecondRating
from therapist_app.record.vault.vault import Vault


def test_a_corrected_rating_counts_wherever_ratings_are_read(caseload: Caseload) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    meeting = an_appointment(caseload, client, state="signed")
    appointments.add(caseload, meeting)
    now = caseload.now()
    for item, rating in (("F1", "2"), ("F2", "1")):
        fidelity.rate(caseload, FidelityRating(meeting.id, item, rating, "", now))
    amendment = FidelityAmendment(
        caseload.new_id(), meeting.id, "F1", "na", "not asked", "a slip", "Ana Example", now
    )

    fidelity.amend(caseload, amendment)

    standing = fidelity.for_appointment(caseload, meeting.id)
    assert [(each.item_id, each.rating, each.reason) for each in standing] == [
        ("F1", "na", "not asked"),
        ("F2", "1", ""),
    ]
    assert fidelity.for_client(caseload, client.id) == {meeting.id: {"F1": "na", "F2": "1"}}
    first = fidelity.first_for_appointment(caseload, meeting.id)
    assert [each.rating for each in first] == ["2", "1"]
    assert fidelity.amendments_for_appointment(caseload, meeting.id) == (amendment,)


def test_who_typed_ratings_in_for_a_rater_is_told_until_the_rater_confirms_them(
    vault: Vault,
) -> None:
    caseload = vault.caseload
    client = a_client(caseload)
    clients.add(caseload, client)
    meeting = an_appointment(caseload, client, state="held")
    appointments.add(caseload, meeting)
    ratings = [
        SecondRating(meeting.id, item, "2", "Bo Example", caseload.now()) for item in ("F1", "F2")
    ]
    for each in ratings:
        fidelity.rate_second(caseload, each)
    assert fidelity.entered_for_raters(caseload) == {meeting.id: {vault.person.uid}}

    fidelity.rate_second(caseload, ratings[0], confirmed_by="b" * 32)
    assert fidelity.entered_for_raters(caseload) == {meeting.id: {vault.person.uid}}
    fidelity.rate_second(caseload, ratings[1], confirmed_by="b" * 32)
    assert fidelity.entered_for_raters(caseload) == {}
