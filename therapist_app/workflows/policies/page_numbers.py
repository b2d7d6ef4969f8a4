"""The numbers on the pages that clients take home, as this service settled them.

A page may be found by somebody else, so it bears numbers and hours, and no name of a service.
Nothing is taken from a list that nobody checked.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from programme.checks.wording import tells_why
from session_forms.words.texts import _
from therapist_app.record.service import settings
from therapist_app.workflows.permissions import require
from therapist_app.workflows.policies.settled_lines import kept, problems_of, settled
from therapist_app.workflows.workspace import Workspace

KEY = "take_home_numbers"
HOURS = "clinic_hours"
LONGEST = 60
_NUMBER = re.compile(r"\+?\d[\d ()/.\-]*\d")


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """What this service settled for the pages of its clients; empty where it did not.

    Attributes:
        emergency_number: The emergency number of the place.
        crisis_line: A line for people who think of ending their life.
        prevention_line: A line for people who worry about what they could do.
        clinic_phone: The service's own telephone number.
        clinic_hours: When somebody answers it, in a few words.

    """

    emergency_number: str = ""
    crisis_line: str = ""
    prevention_line: str = ""
    clinic_phone: str = ""
    clinic_hours: str = ""


def page_numbers(workspace: Workspace) -> PageNumbers:
    """Return what the service settled."""
    return settled(workspace, KEY, PageNumbers)


def problems_in(numbers: PageNumbers) -> Mapping[str, str]:
    """Return a sentence for each line that cannot stand on a page, by its name."""
    return problems_of(numbers, _problem)


def settle_numbers(workspace: Workspace, numbers: PageNumbers) -> None:
    """Settle the numbers, for every page that is printed from now on.

    Raises:
        NotAllowed: The person signed in does not speak for the service.
        ValueError: One of them cannot stand on a page; `problems_in` says which.

    """
    require(workspace.vault, "settle_policies")
    settings.save(workspace.service, KEY, kept(numbers, problems_in(numbers)))


def as_printed(numbers: PageNumbers) -> Mapping[str, str]:
    """Return what is settled, by its name; a number is never broken in two."""
    return {
        name: words if name == HOURS else unbroken(words)
        for name, words in asdict(numbers).items()
        if words
    }


def unbroken(number: str) -> str:
    """Return a number that no line breaks in two."""
    return number.replace(" ", "\N{NO-BREAK SPACE}")


def number_problem(words: str) -> str:
    """Return why words are no number, as a sentence; empty for a number and for nothing."""
    is_number = len(words) <= LONGEST and _NUMBER.fullmatch(words)
    if is_number or not words:
        return ""
    return _("Write a number as it is dialled, without a name.")


def hours_problem(words: str) -> str:
    """Return why hours cannot stand on paper, as a sentence; empty where they can."""
    is_short = len(words) <= LONGEST and words.isprintable()
    return "" if is_short else _("Say it in one short line.")


def _problem(name: str, words: str) -> str:
    if name != HOURS:
        return number_problem(words)
    return hours_problem(words) or _reveals(words)


def _reveals(words: str) -> str:
    return _("Whoever finds the page must not learn why it was given.") if tells_why(words) else ""
