"""What stands on the pages that clients take home: the numbers that this service settled.

A page may be found by somebody else, so it bears numbers and hours, and no name of a service.
What was not settled stays a line to write on; nothing is taken from a list that nobody checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from exports.paper.forms.order import PAGES, PaperOffer, PaperOrder
from exports.paper.manual.entries import handout_title
from exports.paper.take_home.handout import handout_pdf
from programme.definition.definition import SessionPlan
from programme.definition.placeholders import fill, unfilled
from session_forms.reference.jurisdictions import newest_of_each, usable_texts
from session_forms.words.texts import N_, NP_, _
from therapist_app.workflows.forms.paper_copies import PaperCopies
from therapist_app.workflows.policies.page_numbers import as_printed, page_numbers
from therapist_app.workflows.workspace import Workspace

TAKE_HOME = "local_limits_take_home"
OFFERS = (PaperOffer("copy", PAGES),)
SLOT_WORDS = {
    "emergency_number": NP_("service", "emergency number"),
    "crisis_line": NP_("service", "crisis line"),
    "prevention_line": N_("a number for the worry"),
    "clinic_phone": N_("telephone of this service"),
    "clinic_hours": N_("hours of this service"),
    "next_date": N_("day of the next meeting"),
}


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


def page_values(workspace: Workspace) -> Mapping[str, str]:
    """Return what fills the placeholders of a page here."""
    return {**as_printed(page_numbers(workspace)), TAKE_HOME: _limits(workspace)}


def take_home_page(workspace: Workspace, plan: SessionPlan) -> TakeHomePage:
    """Return the page that the client takes home after a session."""
    values = page_values(workspace)
    missing = unfilled(plan.handout, values)

    def make(order: PaperOrder) -> bytes:
        is_large = order.size == "a4_large_print"
        return handout_pdf(
            plan.handout,
            values,
            large=is_large,
            practice=workspace.practice,
            written_in=workspace.programme.language,
        )

    return TakeHomePage(
        text=fill(plan.handout, values),
        to_write=tuple(_(SLOT_WORDS[each]) if each in SLOT_WORDS else each for each in missing),
        copies=PaperCopies(workspace, make, lambda _order: handout_title(plan.handout)),
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
