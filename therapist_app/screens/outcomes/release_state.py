"""The release as far as it is chosen and prepared, with all that follows from what is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from exports.disclosure.disclosure import READER_PROFILES
from exports.document.document import PreviewPage
from exports.document.tables import Table
from exports.errors import LeakHit
from exports.opened_figures import FigureName, figures_of
from exports.package.release import PreparedRelease
from exports.purposes import NEVER_PUBLISHED, OF_ONE_CLIENT, ONE_CLIENT, PURPOSES
from session_forms.words.texts import N_, _
from therapist_app.view_model import WorkState
from therapist_app.workflows.exporting.before_closing import NOTHING_LEFT_OUT, LeftOutAhead
from therapist_app.workflows.exporting.earlier_releases import EarlierRelease
from therapist_app.workflows.exporting.exporting import ClientChoice, ExportChoices, Prepared
from therapist_app.workflows.exporting.figures_in_window import FigureInWindow
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.exporting.quarters import GivenFigures, OwnFigures, QuarterChoice
from therapist_app.workflows.exporting.readers import (
    OUTSIDE,
    WITHIN,
    Kind,
    is_of_one_client,
    reader_profile,
)
from therapist_app.workflows.exporting.report_questions import QuestionLine
from therapist_app.workflows.exporting.waiting_figures import FiguresAhead
from therapist_app.workflows.people.recipient_words import recipient_in_words

KINDS: Mapping[Kind, str] = {
    "service_report": N_("The service, in figures"),
    "client_summary": N_("One client, a summary"),
    "published_report": N_("The service, to publish"),
}
"""What can be chosen, in this order."""
UNFIT: Mapping[Kind, frozenset[str]] = {
    "service_report": OF_ONE_CLIENT,
    "client_summary": frozenset(),
    "published_report": NEVER_PUBLISHED,
}
"""The purposes that a kind is not for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What was made of what is chosen, and what came of it; another choice forgets all of it.

    Attributes:
        prepared: What would leave, before it is approved.
        page: The page that is shown, from 0.
        seen: The pages that have been shown since it was prepared.
        refused: Why it cannot be released, as a sentence; empty while it can.
        found: The words that it was refused for, as far as they are said.
        saved: Where the package was put as one file, with its whole path.
        released: What was saved, while a copy of it that anybody can read may still be wanted.
        reason: Why somebody needs such a copy.
        readable: The folder of that copy with its whole path, once it was saved.
        waits: The id of what was approved and waits for a second person.
        is_counting: Whether the work under way counts one's clients for a quarter.
        figure: The figure of the page that was opened.
        is_opening: Whether the work under way is opening one.

    """

    prepared: Prepared | None = None
    page: int = 0
    seen: frozenset[int] = frozenset()
    refused: str = ""
    found: tuple[LeakHit, ...] = ()
    saved: str = ""
    released: Prepared | None = None
    reason: str = ""
    readable: str = ""
    waits: str = ""
    is_counting: bool = False
    figure: FigureInWindow | None = None
    is_opening: bool = False


NOTHING_PREPARED = Preparation()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesState(WorkState):
    """The release as far as it is chosen and prepared.

    Attributes:
        questions: What earlier reports asked, open ones first.
        quarter: The closed quarter that a report is of, as 2026-Q3; empty while there is none.
        course: The id of the course that a report is of.
        replaces: The id of the earlier release that it takes the place of; empty where it is new.
        clients: Whose summary can be released; read once one is wanted, since they may be many.
        left_out: The parts of a client's summary that are left out, by id.
        done: How many clients were read so far, while they are.
        of: How many are to be read; 0 while that is not known.
        is_asking: Whether it is asked if the quarter that comes next is to be closed for good.
        closed: That a quarter was closed just now, or one's own figures given to it, as a
            sentence; empty if neither was.
        counted: What one's own caseloads gave to the quarter that is chosen; None of no quarter,
            or where that cannot be read.
        held: What all caseloads gave to it, as a report made now would hold it; None likewise.
        for_second: How many exports wait for the person signed in as the second one.
        waiting: The closed quarter, of those that lack figures of one's own, that comes first.
        is_giving: Whether it is asked if one's own figures are to be given to it.
        without: Which filled forms would not be in the figures, once it was looked for; they are
            given once the person confirmed after that.

    """

    choices: ExportChoices
    questions: tuple[QuestionLine, ...] = ()
    kind: Kind
    recipient: str
    purpose: str
    client_id: str
    quarter: str = ""
    course: str = ""
    replaces: str = ""
    clients: tuple[ClientChoice, ...] = ()
    left_out: tuple[str, ...] = ()
    done: int = 0
    of: int = 0
    is_asking: bool = False
    closed: str = ""
    counted: OwnFigures | None = None
    held: GivenFigures | None = None
    waiting: FiguresAhead | None = None
    for_second: int = 0
    is_giving: bool = False
    without: LeftOutAhead = NOTHING_LEFT_OUT
    made: Preparation = NOTHING_PREPARED

    @property
    def pages(self) -> tuple[PreviewPage, ...]:
        """Everything that would leave; nothing before it is prepared."""
        prepared = self.made.prepared
        return prepared.release.preview if prepared else ()

    @property
    def figures(self) -> tuple[FigureName, ...]:
        """The figures of the page that is shown, which can be opened; a summary has none."""
        if not self.pages or not self.is_report:
            return ()
        tables = {
            block.id: block
            for page in self.pages
            for block in page.blocks
            if isinstance(block, Table)
        }
        return figures_of(self.pages[self.made.page], tables)

    @property
    def is_preparing(self) -> bool:
        """Whether the work under way makes what would leave, or closes a quarter."""
        return self.is_busy and not self.made.is_opening

    @property
    def is_prepared(self) -> bool:
        """Whether there is something to look at."""
        return self.made.prepared is not None

    @property
    def is_compared(self) -> bool:
        """Whether it is known of all that is prepared who else shows the same."""
        return self.made.prepared is None or self.made.prepared.shared is not None

    @property
    def unseen(self) -> int:
        """How many of the pages that would leave have not been shown yet."""
        return len(self.pages) - len(self.made.seen)

    @property
    def can_approve(self) -> bool:
        """Whether there is something to approve, compared, and every page of it was shown."""
        return self.is_prepared and self.is_compared and not self.unseen and not self.is_busy

    @property
    def can_prepare(self) -> bool:
        """Whether everything is chosen."""
        has_whom = bool(self.recipient and self.purpose)
        return has_whom and bool(self.quarter if self.is_report else self.client_id)

    @property
    def is_report(self) -> bool:
        """Whether it is of the whole service."""
        return not is_of_one_client(self.kind)

    @property
    def purposes(self) -> tuple[str, ...]:
        """What the kind that is chosen can be for, by id."""
        return tuple(each for each in PURPOSES if each not in UNFIT[self.kind])

    @property
    def is_published(self) -> bool:
        """Whether anybody may read it."""
        return self.kind == "published_report"

    @property
    def client_asks(self) -> bool:
        """Whether it is for what a client asked for."""
        return self.purpose == "client_request"

    @property
    def earlier(self) -> tuple[EarlierRelease, ...]:
        """What left before of the same for the same: kind, course, quarter, purpose, recipient."""
        course, quarter = (self.course, self.quarter) if self.is_report else ("", "")
        wanted = (self.recipient, self.purpose, self.profile, course, quarter)
        return tuple(
            each
            for each in self.choices.earlier
            if (each.recipient, each.purpose, each.profile, each.course, each.quarter) == wanted
        )

    @property
    def needs_second(self) -> bool:
        """Whether a second person must approve it, too."""
        prepared = self.made.prepared
        return (prepared is not None and prepared.needs_second) or self.leaves_service

    @property
    def profile(self) -> str:
        """For which readers it is, by what is chosen."""
        return reader_profile(self.kind, self.recipient, self.purpose)

    @property
    def leaves_service(self) -> bool:
        """Whether figures of the service would leave it, as far as somebody or something is chosen.

        Before that only those to be published surely do.
        """
        recipient, purpose = self.recipient or OWN_LEAD, self.purpose or "service_quality"
        return reader_profile(self.kind, recipient, purpose) == OUTSIDE

    @property
    def least(self) -> int:
        """The least count of clients that a report made now tells."""
        profile = READER_PROFILES[OUTSIDE if self.leaves_service else WITHIN]
        return profile.over(self.summed).least

    @property
    def summed(self) -> int:
        """Over how many caseloads a report made now would be, at least one.

        Over all of the service until it is known which gave their figures.
        """
        return max(self.choices.caseloads if self.held is None else len(self.held.shown), 1)

    @property
    def missing(self) -> QuarterChoice | None:
        """The quarter that is chosen, where figures of others are missing in it."""
        found = (each for each in self.choices.quarters if each.quarter.name == self.quarter)
        return next((each for each in found if each.missing), None)


def unprepared(state: OutcomesState) -> OutcomesState:
    """Return what is chosen, without anything that was prepared of it, or that went wrong then."""
    return replace(state, made=NOTHING_PREPARED, problem=None)


def signature_words() -> str:
    """Return what the signature under an export says, and what it leaves open."""
    return _(
        "The signature says that it comes from this service. It does not say who approved it, nor "
        "that two people did."
    )


def who_opens(release: PreparedRelease, recipient: str) -> str:
    """Return who can open what was saved: in practice it stands open beside the sealed file."""
    if release.practice:
        return _("It is practice: anybody can open it.")
    is_own = recipient in {OWN_LEAD, recipient_in_words(OWN_LEAD)}
    if is_own and release.profile == ONE_CLIENT:
        return _(
            "It opens under “Received reports”, for the lead of this service and who approved it "
            "alone."
        )
    if is_own:
        return _("It opens under “Received reports”, for everybody who signs in here.")
    return _("Only the recipient can open it.")
