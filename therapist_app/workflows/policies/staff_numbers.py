"""Whom the staff reach: numbers that stay in the clinic.

They stand on the day sheet and beside an alert, never on a page that a client takes home.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from session_forms.reference.directory import DirectoryEntry, offered
from session_forms.reference.jurisdictions import is_usable
from session_forms.reference.service_words import clinic_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _, pgettext
from therapist_app.record.service import settings
from therapist_app.workflows.permissions import require
from therapist_app.workflows.policies.page_numbers import (
    hours_problem,
    number_problem,
    page_numbers,
    unbroken,
)
from therapist_app.workflows.policies.settled_lines import kept, problems_of, settled
from therapist_app.workflows.workspace import Workspace

KEY = "staff_numbers"
HOURS = "on_call_hours"
TO_WRITE = "_" * 18
EVERYWHERE_IN_THE_UNION = "EU"


@dataclass(frozen=True, slots=True)
class StaffNumbers:
    """What this service settled for its own people; empty where it did not.

    Attributes:
        lead_phone: Where the clinical lead is reached.
        on_call_phone: Who is on duty for urgent advice.
        on_call_hours: When somebody answers that, in a few words.

    """

    lead_phone: str = ""
    on_call_phone: str = ""
    on_call_hours: str = ""


def staff_numbers(workspace: Workspace) -> StaffNumbers:
    """Return what the service settled."""
    return settled(workspace, KEY, StaffNumbers)


def problems_in(numbers: StaffNumbers) -> Mapping[str, str]:
    """Return a sentence for each line that cannot stand on the sheet, by its name."""
    return problems_of(numbers, _problem)


def _problem(name: str, words: str) -> str:
    return hours_problem(words) if name == HOURS else number_problem(words)


def settle_staff_numbers(workspace: Workspace, numbers: StaffNumbers) -> None:
    """Settle the numbers, for every day sheet from now on.

    Raises:
        NotAllowed: The person signed in does not speak for the service.
        ValueError: One of them cannot stand on the sheet; `problems_in` says which.

    """
    require(workspace.vault, "settle_policies")
    settings.save(workspace.service, KEY, kept(numbers, problems_in(numbers)))


def whom_to_reach(workspace: Workspace) -> tuple[str, ...]:
    """Return whom to reach and how, a line each; for what nobody entered, a line to write on."""
    return tuple(_lines(workspace))


def numbers_to_call(workspace: Workspace, *, danger: bool) -> tuple[tuple[str, str], ...]:
    """Return who and the number, each that the service settled, as an alert asks for them.

    Those who answer for the service come first, but after the emergency number where there is
    danger now. Where none was settled, that is the directory's for this place.
    """
    ours, known = page_numbers(workspace), staff_numbers(workspace)
    emergency_number = unbroken(ours.emergency_number) or _directory_words(workspace)
    emergency = (pgettext("field", "Emergency number"), emergency_number)
    found = (
        *([emergency] if danger else []),
        (_lead_words(workspace), unbroken(known.lead_phone)),
        (
            facts_in_a_line(pgettext("service", "On call for urgent advice"), known.on_call_hours),
            unbroken(known.on_call_phone),
        ),
        *([] if danger else [emergency]),
        (pgettext("field", "Crisis line"), unbroken(ours.crisis_line)),
    )
    return tuple((who, number) for who, number in found if number)


def are_numbers_settled(workspace: Workspace) -> bool:
    """Return whether the service settled any of the numbers that an alert asks for."""
    ours, known = page_numbers(workspace), staff_numbers(workspace)
    return any((ours.emergency_number, ours.crisis_line, known.lead_phone, known.on_call_phone))


def _lead_words(workspace: Workspace) -> str:
    people = workspace.vault.header.people
    leads = facts_in_a_line(*(each.name for each in people if "lead" in each.roles))
    return facts_in_a_line(pgettext("service", "Clinical lead"), leads)


def _lines(workspace: Workspace) -> Iterator[str]:
    ours, known = page_numbers(workspace), staff_numbers(workspace)
    yield _said(_lead_words(workspace), known.lead_phone)
    yield _said(
        pgettext("service", "On call for urgent advice"), known.on_call_phone, known.on_call_hours
    )
    yield _said(_("Telephone of this service"), ours.clinic_phone, ours.clinic_hours)
    emergency = pgettext("service", "Emergency number")
    in_directory = _directory_words(workspace)
    if ours.emergency_number or not in_directory:
        yield _said(emergency, ours.emergency_number)
    else:
        yield _("{what}: {number}").format(what=emergency, number=in_directory)
    yield _said(pgettext("service", "Crisis line"), ours.crisis_line)


def _said(what: str, number: str, hours: str = "") -> str:
    shown = facts_in_a_line(unbroken(number), hours) if number else TO_WRITE
    return _("{what}: {number}").format(what=what, number=shown)


def _directory_words(workspace: Workspace) -> str:
    """Return the directory's emergency number in words; "" where it has none."""
    found = _emergency(workspace)
    return "" if found is None else clinic_words(found, workspace.today())


def _emergency(workspace: Workspace) -> DirectoryEntry | None:
    """Return the emergency number that the directory has for the place of the local text."""
    today, practice = workspace.today(), workspace.practice
    countries = {
        each.country
        for each in workspace.local_texts
        if each.country and is_usable(each, today, practice=practice)
    }
    found = [each for each in offered(workspace.directory, countries) if each.kind == "emergency"]
    near = [each for each in found if each.country in countries]
    union = [each for each in found if each.country == EVERYWHERE_IN_THE_UNION]
    return next(iter((*near, *union)), None)
