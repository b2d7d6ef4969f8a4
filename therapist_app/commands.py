"""What a person can ask for: a place to go to, or a command by key.

Which screen stands at each, and every key, is said in `shell/navigation/places.py`.

A screen asks to leave by emitting a `Destination`; the shell alone knows how to get there.

    leave_requested = Signal(Destination)
    self.leave_requested.emit(SessionPage(appointment_id))
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from session_forms.words.texts import NP_
from therapist_app.destination import Back as Back
from therapist_app.destination import Destination as Destination


@dataclass(frozen=True, slots=True)
class Lock(Destination):
    """Out of the application at once: everything is saved and the record is closed."""


@dataclass(frozen=True, slots=True)
class PrintPage(Destination):
    """To what the page that is open offers on paper; the page stays."""


@dataclass(frozen=True, slots=True)
class ReadGuide(Destination):
    """To a document of the application, over the page; the page stays.

    Attributes:
        document: Its path, such as docs/guides/therapist.md.

    """

    document: str


@dataclass(frozen=True, slots=True)
class Search(Destination):
    """To the search over the page; the page stays."""


@dataclass(frozen=True, slots=True)
class Today(Destination):
    """What needs the therapist now; `appointment_id` is where the keyboard comes back to."""

    appointment_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Calendar(Destination):
    """The week of one's own appointments; of a day, as 2026-11-24, and with one chosen.

    `asking` is `move` where it is to be moved at once, else empty.
    """

    day: str = ""
    appointment_id: str = ""
    asking: str = ""


@dataclass(frozen=True, slots=True)
class CalendarPaper(Destination):
    """The week of a day, as 2026-11-24, or the sheet for that day, on paper.

    `what` is `day` where the sheet is chosen already, else `week`.
    """

    day: str = ""
    what: Literal["week", "day"] = "week"


@dataclass(frozen=True, slots=True)
class Clients(Destination):
    """The list of clients; `page` is `new_client` to add somebody, `waiting` for who waits."""

    page: str = ""


@dataclass(frozen=True, slots=True)
class Library(Destination):
    """The programme, to read; its versions, to install and sign off; a pack put forward.

    `item` is the session or the form that is open at once, by its id.
    """

    shelf: str = "sessions"
    pack: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Training(Destination):
    """A guided first session, worked cases, knowledge checks."""


@dataclass(frozen=True, slots=True)
class Outcomes(Destination):
    """An export: of one client, or of the service."""

    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Recipients(Destination):
    """Who gets exports, and their keys; `step` is `own` where our own key is shown at once."""

    step: str = ""


@dataclass(frozen=True, slots=True)
class ReportQuestions(Destination):
    """What reports of the service ask, and what was answered."""


@dataclass(frozen=True, slots=True)
class WaitingReleases(Destination):
    """Exports that one person approved, for a second one."""


@dataclass(frozen=True, slots=True)
class SupervisionPack(Destination):
    """What a supervisor needs to know of a caseload, on paper."""


@dataclass(frozen=True, slots=True)
class Review(Destination):
    """Exports of one or many laptops, to read."""


@dataclass(frozen=True, slots=True)
class Oversight(Destination):
    """What each caseload of the service needs, in counts: for who leads it."""


@dataclass(frozen=True, slots=True)
class AuditTrail(Destination):
    """Who did what and when, and whether that is whole."""


@dataclass(frozen=True, slots=True)
class Settings(Destination):
    """How it looks, who works here, what is settled; one subject of it, by its name."""

    subject: str = ""


@dataclass(frozen=True, slots=True)
class Safekeeping(Destination):
    """Backups: how they stand, making one, putting one back.

    `step` "drill" opens the drill; "restore" begins at the backups that there are.
    """

    step: str = ""


@dataclass(frozen=True, slots=True)
class People(Destination):
    """Who works here, whose clients are whose, and what their keeper does about it.

    `step` "cover" begins at the people, each of whom has a page to arrange it on.
    """

    step: str = ""


@dataclass(frozen=True, slots=True)
class OwnKeys(Destination):
    """One's own passphrase, recovery sheet and key file."""


@dataclass(frozen=True, slots=True)
class Caseloads(Destination):
    """Whose clients one could work with."""


@dataclass(frozen=True, slots=True)
class UseCaseload(Destination):
    """To the clients of one caseload; every screen is built anew over it."""

    caseload: str


@dataclass(frozen=True, slots=True)
class UseContent(Destination):
    """To the versions, over the content that was chosen: every screen is built anew over it."""


@dataclass(frozen=True, slots=True)
class About(Destination):
    """What this is, and whose work it uses."""


@dataclass(frozen=True, slots=True)
class ImportList(Destination):
    """Clients from a spreadsheet, and undoing a list that was imported."""


@dataclass(frozen=True, slots=True)
class FirstContact(Destination):
    """Somebody makes contact for the first time; nothing is in the record about them yet."""


@dataclass(frozen=True, slots=True)
class ClientPage(Destination):
    """One client; `part` is `forms` where their list of forms stands open, else empty.

    With `session` the next session is begun at once, or what stands before it is said; with `gates`
    that is said, and nothing begins by itself; with `plan`
    the planning of the next one stands open; with `missed` or `cancelled` it is asked why the
    planned one did not take place; with `contact` a contact is written down; with `course` the
    course is paused, ended or changed; with `move` the client is moved to a colleague; with
    `taken` it is said that the client was taken over just now.
    `line` is the line of the timeline that was opened from there, counted from the oldest; 0 where
    none was.
    """

    client_id: str
    part: str = ""
    appointment_id: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class DataRights(Destination):
    """What a client may ask for: a copy, restriction, erasure; and what they agreed to.

    `topic` is what they are to be asked about again, which opens where a decision is recorded.
    """

    client_id: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Retention(Destination):
    """How long records are kept, and whose have been kept for so long."""


@dataclass(frozen=True, slots=True)
class LocalTextPage(Destination):
    """The service's own text on confidentiality; without an id the one that is begun."""

    text_id: str = ""


MEASURES = "measures"
"""The part of a session to which a way may lead."""


@dataclass(frozen=True, slots=True)
class SessionPage(Destination):
    """A session that is being held.

    Attributes:
        question_id: Where its form is come back to.
        scrolled: How far down its step stood when it was left, in pixels.
        part: `MEASURES` where the way leads to those of its step.

    """

    appointment_id: str
    question_id: str = field(default="", compare=False)
    scrolled: int = field(default=0, compare=False)
    part: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class BesideClient(Destination):
    """What of a session two people look at together: what is shared in its step, else nothing."""

    appointment_id: str
    question_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ClosePage(Destination):
    """The end of a session: what was done, and its note.

    `place` is what is looked for in the note: a question, or an amendment by the id of its form.
    """

    appointment_id: str
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class SecondRatingPage(Destination):
    """A session as a second rater saw it."""

    appointment_id: str


@dataclass(frozen=True, slots=True)
class FormPage(Destination):
    """One form, filled in by or with the therapist."""

    client_id: str
    form_id: str
    appointment_id: str | None = None
    question_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class BesideForm(Destination):
    """A form that two people look at together while it is filled in, and nothing else."""

    client_id: str
    form_id: str
    appointment_id: str | None = None
    question_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class FilledFormPage(Destination):
    """One form that is in the record already, as it was kept; then others, one after the other."""

    filled_form_id: str
    then: tuple[str, ...] = ()
    question_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ShownScore(Destination):
    """A score as the client sees it beside the therapist."""

    filled_form_id: str


@dataclass(frozen=True, slots=True)
class HandOver(Destination):
    """Forms that the client fills in alone; the client sees nothing else."""

    client_id: str
    form_ids: tuple[str, ...]
    appointment_id: str | None = None


@dataclass(frozen=True, slots=True)
class AlertPage(Destination):
    """An alert, to answer."""

    alert_id: str


@dataclass(frozen=True, slots=True)
class PromisePage(Destination):
    """What was promised to a client, or about one: to keep it, or to let it go."""

    promise_id: str


class CommandGroup(Enum):
    """Where a command stands in the list of keys."""

    PLACES = NP_("heading over keys", "Places")
    WORK = NP_("heading over keys", "Work")
    ALWAYS = NP_("heading over keys", "Always")


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a key does.

    Attributes:
        id: A stable name: ``group.verb``.
        group: Where it stands in the list of keys.
        title: What it does, to be translated.
        shortcut: The key.
        destination: Where it goes, when going is all it does.
        icon: What it is drawn as, where it is drawn.

    """

    id: str
    group: CommandGroup
    title: str
    shortcut: str
    destination: Destination | None = None
    icon: str = ""

    @property
    def while_handed_over(self) -> bool:
        """Whether the key works while the client holds the laptop."""
        return self.group is CommandGroup.ALWAYS
