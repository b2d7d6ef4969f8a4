"""What a service publishes from quarter to quarter, by the very rules of the product."""

from collections.abc import Iterable, Mapping, Sequence

from exports.case.case import PseudonymisedCase
from tests.campaigns.disclosure.protecting import PROFILE, Release, release
from tests.campaigns.disclosure.services import Content
from therapist_app.workflows.exporting.quarters import marks_of, stands


def published(
    quarters: Iterable[Sequence[PseudonymisedCase]], content: Content
) -> list[Release | None]:
    """Return the report of each quarter of one caseload; None where it holds too few people.

    Figures stand as they were where nobody left and few have anything new.
    """
    found: list[Release | None] = []
    before: Mapping[str, str] | None = None
    for cases in quarters:
        marks = marks_of(cases, content.programme)
        if before is not None and stands(before, marks):
            found.append(found[-1])
        else:
            before = marks
            enough = len(cases) >= PROFILE.people_from
            found.append(release(cases, content) if enough else None)
    return found
