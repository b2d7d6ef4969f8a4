"""For whom, for what and for when something is released."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from exports.errors import LeakHit, NotForExport, nothing_marked
from exports.purposes import ONE_CLIENT, purpose_in_words
from session_forms.words.day_words import month_of_year
from session_forms.words.texts import _, ngettext

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
RELEASE_ID = re.compile(r"(?!(?i:com|lpt)\d$)[A-Za-z0-9][A-Za-z0-9-]{2,39}")
RESERVED = frozenset({"con", "prn", "aux", "nul"})
"""Names that Windows keeps for devices, as it does com1 and the like."""
Standing = Literal["open", "under_way", "done", "no_change"]


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """A question of an earlier report, and what became of it: no word of the answer.

    Attributes:
        figure: The id of the figure that it is about.

    """

    figure: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Occasion:
    """The circumstances of one release.

    Attributes:
        release_id: Letters, digits and hyphens; it also names the folder.
        profile: An id of `READER_PROFILES`.
        recipient: Who gets it: known here, and said nowhere in what leaves.
        purpose: An id of `PURPOSES`.
        month: The month in which it is made, as 2026-11; nothing finer ever leaves.
        last_month: The last month that it covers. The first would be that in which somebody began.
        caseloads_open: How many caseloads the person who releases can open.
        caseloads_all: How many the service has.
        caseloads_standing: How many of those covered stand as they were in an earlier quarter.
        replaces: The id of the earlier release that it takes the place of, if it does.
        left_out: The parts of a client's summary that a person left out, by id.
        staff_names: Names of those who work here, for the search of the finished files alone.
        is_no_identifier: Whether something that the search found was marked as no identifier.
        asked_before: The questions of earlier reports that this one begins with.
        course: The title of the course that a report is of, where the service has several.

    Raises:
        NotForExport: The id would not do as a file name, or a month is no month.

    """

    release_id: str
    profile: str
    recipient: str
    purpose: str
    month: str
    last_month: str
    app_version: str
    practice: bool
    caseloads_open: int = 1
    caseloads_all: int = 1
    caseloads_standing: int = 0
    replaces: str = ""
    staff_names: tuple[str, ...] = ()
    is_no_identifier: Callable[[LeakHit], bool] = nothing_marked
    left_out: tuple[str, ...] = ()
    asked_before: tuple[AskedBefore, ...] = ()
    course: str = ""

    def __post_init__(self) -> None:
        name = self.release_id.casefold()
        if not RELEASE_ID.fullmatch(self.release_id) or name in RESERVED:
            raise NotForExport(
                _("The release id may hold letters, digits and hyphens, 3 to 40 of them.")
            )
        if not all(map(MONTH.fullmatch, (self.month, self.last_month))):
            raise NotForExport(_("A release names months as 2026-11; give no day."))

    @property
    def purpose_in_words(self) -> str:
        """What it is for, in words."""
        return purpose_in_words(self.purpose)

    @property
    def is_about_one(self) -> bool:
        """Whether it is about one client: then no month of the course leaves."""
        return self.profile == ONE_CLIENT

    @property
    def covers(self) -> str:
        """Which caseloads are covered, in words."""
        return caseloads_in_words(self.caseloads_open, self.caseloads_all)


def caseloads_in_words(covered: int, of: int) -> str:
    """Return how many caseloads of how many something covers."""
    return ngettext("{covered} of {of} caseload", "{covered} of {of} caseloads", of).format(
        covered=covered, of=of
    )


def month_in_words(month: str) -> str:
    """Return 2026-11 as November 2026."""
    return month_of_year(date.fromisoformat(f"{month}-01"))
