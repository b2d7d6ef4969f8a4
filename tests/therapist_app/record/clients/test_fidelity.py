"""A rating that is corrected counts as corrected, and the first one stays."""

from tests.support.record.records import a_client, an_appointment
from therapist_app.record.clients import appointments, clients, fidelity
from therapist_app.record.database.database import Caseload
from therapist_app.record.model import FidelityAmendment, FidelityRating


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
