"""What stands on the pages that clients take home: the numbers that this service settled.

A page may be found by somebody else, so it bears numbers and hours, and no name of a service.
What was not settled stays a line to write on; nothing is taken from a list that nobody checked.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from exports.paper.forms.order import PAGES, PaperOffer, PaperOrder
from exports.paper.take_home.handout import handout_pdf
from programme.checks.wording import tells_why
from programme.definition.definition import SessionPlan
from programme.definition.placeholders import fill, unfilled
from session_forms.reference.jurisdictions import newest_of_each, usable_texts
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.record.service import settings
from therapist_app.workflows.forms.paper_copies import PaperCopies
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

KEY = "take_home_numbers"
HOURS = "clinic_hours"
TAKE_HOME = "local_limits_take_home"
OFFERS = (PaperOffer("copy", PAGES),)
LONGEST = 60
SLOT_WORDS = {
    "emergency_number": N_("emergency number"),
    "crisis_line": N_("crisis line"),
    "prevention_line": N_("a number for the worry"),
    "clinic_phone": N_("telephone of this service"),
    "clinic_hours": N_("hours of this service"),
    "next_date": N_("day of the next meeting"),
}
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


@dataclass(frozen=True, slots=True)
class TakeHomePage:
    """The page of one session, as this service would print it.

    Attributes:
        text: Its words in Markdown, with a line to write on where nothing is settled.
        to_write: What has to be written there by hand, in words.
        copies: Where its sheets come from; nothing of a client is on them.

    """

    text: str
    to_write: tuple[str, ...]
    copies: PaperCopies

    @property
    def words(self) -> str:
        """The page as plain paragraphs."""
        return plain(self.text)

    @property
    def note(self) -> str:
        """Say what has to be written by hand."""
        if not self.to_write:
            return ""
        words = _("Write by hand before you give it: {what}.")
        return words.format(what=", ".join(self.to_write))


def page_numbers(workspace: Workspace) -> PageNumbers:
    """Return what the service settled."""
    kept: Mapping[str, str] = settings.load(workspace.service, KEY, {})
    return PageNumbers(**{each.name: kept.get(each.name, "") for each in fields(PageNumbers)})


def problems_in(numbers: PageNumbers) -> Mapping[str, str]:
    """Return a sentence for each line that cannot stand on a page, by its name."""
    found = {name: _problem(name, words.strip()) for name, words in asdict(numbers).items()}
    return {name: said for name, said in found.items() if said}


def settle_numbers(workspace: Workspace, numbers: PageNumbers) -> None:
    """Settle the numbers, for every page that is printed from now on.

    Raises:
        NotAllowed: The person signed in does not speak for the service.
        ValueError: One of them cannot stand on a page; `problems_in` says which.

    """
    require(workspace.vault, "settle_policies")
    wrong = problems_in(numbers)
    if wrong:
        raise ValueError("these lines cannot stand on a page: " + ", ".join(wrong))
    settings.save(
        workspace.service, KEY, {key: words.strip() for key, words in asdict(numbers).items()}
    )


def page_values(workspace: Workspace) -> Mapping[str, str]:
    """Return what fills the placeholders of a page here; a number is never broken in two."""
    found = {
        name: words if name == HOURS else words.replace(" ", "\N{NO-BREAK SPACE}")
        for name, words in asdict(page_numbers(workspace)).items()
        if words
    }
    return found | {TAKE_HOME: _limits(workspace)}


def take_home_page(workspace: Workspace, plan: SessionPlan) -> TakeHomePage:
    """Return the page that the client takes home after a session."""
    values = page_values(workspace)
    missing = unfilled(plan.handout, values)

    def make(order: PaperOrder) -> bytes:
        is_large = order.size == "a4_large_print"
        return handout_pdf(plan.handout, values, large=is_large, practice=workspace.practice)

    return TakeHomePage(
        text=fill(plan.handout, values),
        to_write=tuple(_(SLOT_WORDS[each]) if each in SLOT_WORDS else each for each in missing),
        copies=PaperCopies(workspace, make),
    )


def plain(markdown: str) -> str:
    """Return Markdown as plain paragraphs: headings lose their signs, lines of one are joined."""
    paragraphs: list[str] = []
    for block in markdown.strip().split("\n\n"):
        lines = [line.strip().lstrip("#").strip() for line in block.splitlines()]
        marked = any(line.startswith(("- ", "* ", "1.")) for line in lines)
        paragraphs.append(("\n" if marked else " ").join(lines))
    return "\n\n".join(paragraphs).replace("**", "")


def _limits(workspace: Workspace) -> str:
    """Return the short form of the one local text in force; where it is not one, who to ask."""
    today = workspace.today()
    usable = usable_texts(workspace.local_texts, today, practice=workspace.practice)
    texts = newest_of_each(usable)
    if len(texts) == 1:
        return texts[0].take_home_text.strip()
    return _("Ask us for the full rules.")


def _problem(name: str, words: str) -> str:
    if not words:
        return ""
    if name != HOURS:
        is_number = len(words) <= LONGEST and _NUMBER.fullmatch(words)
        return "" if is_number else _("Write a number as it is dialled, without a name.")
    if len(words) > LONGEST or not words.isprintable():
        return _("Say it in one short line.")
    return _("Whoever finds the page must not learn why it was given.") if tells_why(words) else ""
