"""The parts of a copy that say who received what, how long it is kept, and whom to ask."""

from collections.abc import Iterator
from datetime import datetime

from exports.access.access_record import AccessItem, AccessLine, AccessPart
from session_forms.words.day_words import written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.workflows.policies import retaining
from therapist_app.workflows.policies.page_numbers import page_numbers
from therapist_app.workflows.rights.left_of_client import LeftOfClient, left_of_client
from therapist_app.workflows.workspace import Workspace


def received_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return which summaries of the client left the service, and for whom."""
    return AccessPart(
        "received",
        _("Who received something about you"),
        tuple(_received(each) for each in left_of_client(workspace, client_id)),
    )


def kept_part(workspace: Workspace, _client_id: str) -> AccessPart:
    """Return how long the record is kept, and whom to ask about it."""
    lines = (
        AccessLine("kept:long", _("How long it is kept"), _how_long(workspace)),
        AccessLine("kept:ask", _("Whom to ask"), _whom_to_ask(workspace)),
    )
    item = AccessItem("kept", _("The record about you"), lines)
    return AccessPart("kept", _("Keeping and questions"), (item,))


def _received(left: LeftOfClient) -> AccessItem:
    key = f"received:{left.id}"
    lines = [
        AccessLine(f"{key}:for", pgettext("fact", "For whom"), left.recipient),
        AccessLine(f"{key}:purpose", pgettext("fact", "What for"), left.purpose),
        AccessLine(f"{key}:by", pgettext("fact", "Approved by"), left.approved_by),
    ]
    if not left.is_known_to_have_left:
        said = _("It was being saved when something stopped it. It may have left.")
        lines.append(AccessLine(f"{key}:state", pgettext("fact", "State"), said))
    title = _("A summary of your course, without your name, {day}").format(day=_day(left.made_at))
    return AccessItem(key, title, (*lines, *_copies(key, left)))


def _copies(key: str, left: LeftOfClient) -> Iterator[AccessLine]:
    for each in left.copies:
        what, why = _("A copy that is not encrypted"), _("Why it was saved without encryption")
        said = _("Saved by {name} on {day}").format(name=each.saved_by, day=_day(each.saved_at))
        yield AccessLine(f"{key}:{each.id}", what, said)
        yield AccessLine(f"{key}:{each.id}:reason", why, each.reason, is_about_others=True)


def _how_long(workspace: Workspace) -> str:
    rule = retaining.approved(workspace)
    if rule is None:
        return _("The service has not decided yet how long it keeps records. Ask about it.")
    return ngettext(
        "{count} year after the end of your course. Then the service decides about erasing it.",
        "{count} years after the end of your course. Then the service decides about erasing it.",
        rule.years,
    ).format(count=rule.years)


def _whom_to_ask(workspace: Workspace) -> str:
    numbers = page_numbers(workspace)
    if not numbers.clinic_phone:
        return _("Your therapist, or the service that gave you this copy.")
    return facts_in_a_line(
        _("Your therapist, or the service that gave you this copy"),
        *(each for each in (numbers.clinic_phone, numbers.clinic_hours) if each),
    )


def _day(moment: datetime) -> str:
    return written_day(moment.astimezone().date())
