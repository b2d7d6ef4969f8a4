"""A week, or the day sheet for the morning on which the laptop fails, on paper.

    data = day_sheet_pdf(sheet, known, practice=False)

Appointments stand here by client code, never by name. A promise or a line of a safety plan that
holds a name, a contact or a birth date of a client is left out, and says so; a finished file that
holds one all the same is not handed over.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from exports.case.own_text import OwnText, own_text_of
from exports.document.document import Block, Heading, PreviewPage, Prose
from exports.document.tables import Cell, Column, Table
from exports.document.typesetting import story_of
from exports.leaks.identifiers import Identifiers
from exports.paper.pages.page import Sheet, make_pdf
from exports.paper.take_home.client_copy import Passage, numbers_passage
from exports.supervision.supervision_paper import searched, without_names
from session_forms.words.day_words import day_in_words, days_from_to, written_day
from session_forms.words.list_words import listed
from session_forms.words.texts import _, ngettext, pgettext

NAME = "calendar.pdf"


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One appointment on paper, in words: its hours, whose, which session, how, how it stands.

    Attributes:
        place: Where, as a person wrote it; "" where nothing was said.

    """

    hours: str
    code: str
    session: str
    how: str
    standing: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class PaperDay:
    """The appointments of one day in order of time, and what has the day and no hour.

    Attributes:
        notes: Whose each of these is, by code, and what it is.

    """

    day: date
    rows: tuple[AppointmentRow, ...]
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DaySheet:
    """All that a day needs while there is no laptop.

    Attributes:
        made_on: The day on which it was made.
        numbers: The numbers that the service settled, by their names on pages to take home.
        plans: The safety plan of each client who comes, by code; without passages where there is
            none.
        in_progress: By code which parts of a plan that is in progress are empty; a plan that is
            not named is whole.
        not_shown: By code the day of a plan that is newer and cannot be printed, since no form
            here fits it.
        alerts: What is open about each client who comes, or was just answered, by code, as it is
            said on that day: what to know before the door opens. Then what was promised for a day
            before about somebody who does not come.
        reach: Whom of the service to reach, and how, a line each; names of staff may stand there.

    """

    day: PaperDay
    made_on: date
    numbers: dict[str, str]
    plans: tuple[tuple[str, tuple[Passage, ...]], ...]
    reach: tuple[str, ...]
    in_progress: tuple[tuple[str, tuple[str, ...]], ...] = ()
    not_shown: tuple[tuple[str, date], ...] = ()
    alerts: tuple[tuple[str, str], ...] = ()


def week_pdf(
    days: Sequence[PaperDay], made_on: date, known: Identifiers, *, practice: bool
) -> bytes:
    """Return some days as a PDF that names no client.

    Raises:
        LeakFound: An identifier of a client stands in it all the same.

    """
    bare = [_bare(each) for each in days]
    own = own_text_of({NAME: _week_pdf(bare, made_on, practice=practice)})
    safe = [_safe(each, known, own) for each in days]
    return searched(NAME, _week_pdf(safe, made_on, practice=practice), known, own)


def day_sheet_pdf(sheet: DaySheet, known: Identifiers, *, practice: bool) -> bytes:
    """Return the day sheet as a PDF that names no client.

    A colleague may be called as a client is: their line may stand there, and still no line of a
    plan or a promise with that name.

    Raises:
        LeakFound: An identifier of a client stands in it all the same.

    """
    bare = replace(
        sheet,
        day=_bare(sheet.day),
        plans=tuple((code, ()) for code, _passages in sheet.plans),
        reach=(),
        alerts=(),
    )
    own = own_text_of({NAME: _sheet_pdf(bare, practice=practice)})
    plans = tuple((code, _safe_plan(found, known, own)) for code, found in sheet.plans)
    told = without_names([words for _code, words in sheet.alerts], known, own)
    alerts = tuple((code, words) for (code, _), words in zip(sheet.alerts, told, strict=True))
    safe = replace(sheet, day=_safe(sheet.day, known, own), plans=plans, alerts=alerts)
    of_staff = replace(own, texts=own.texts.union(sheet.reach))
    return searched(NAME, _sheet_pdf(safe, practice=practice), known, of_staff)


def _week_pdf(days: Sequence[PaperDay], made_on: date, *, practice: bool) -> bytes:
    title = days_from_to(days[0].day, days[-1].day)
    pages = [PreviewPage(day_in_words(each.day), tuple(_day(each))) for each in days]
    return _pdf(title, made_on, pages, practice=practice)


def _sheet_pdf(sheet: DaySheet, *, practice: bool) -> bytes:
    numbers = numbers_passage(sheet.numbers)
    in_progress, not_shown = dict(sheet.in_progress), dict(sheet.not_shown)
    alerts = [Prose(_("{code}: {title}").format(code=a, title=b)) for a, b in sheet.alerts]
    pages = [
        PreviewPage(_("What is planned"), tuple(_day(sheet.day))),
        *([PreviewPage(_("Alerts and promises"), tuple(alerts))] if alerts else []),
        PreviewPage(_("Whom to reach"), tuple(Prose(each) for each in sheet.reach)),
        PreviewPage(
            _("Numbers to tell a client"), tuple(_passages((numbers,), with_headings=False))
        ),
        *(
            PreviewPage(
                _("Safety plan, {code}").format(code=code),
                tuple(_plan(found, in_progress.get(code), not_shown.get(code))),
            )
            for code, found in sheet.plans
        ),
    ]
    return _pdf(day_in_words(sheet.day.day), sheet.made_on, pages, practice=practice)


def _pdf(title: str, made_on: date, pages: Sequence[PreviewPage], *, practice: bool) -> bytes:
    foot = (_("Made on {day}").format(day=written_day(made_on)), _("client codes only"))
    sheet = Sheet(title, _("Stays in the clinic"), foot, practice)
    return make_pdf(sheet, lambda: story_of(title, pages))


def _day(day: PaperDay) -> Iterator[Block]:
    for code, title in day.notes:
        yield Prose(_("{code}: {title}").format(code=code, title=title))
    if not day.rows:
        yield Prose(pgettext("calendar", "Nothing planned"))
        return
    is_placed = any(row.place for row in day.rows)
    titles = (
        ("hours", pgettext("column", "Time")),
        ("code", pgettext("column", "Client")),
        ("session", pgettext("column", "Session")),
        ("how", pgettext("column", "How")),
        *([("place", pgettext("column", "Place"))] if is_placed else []),
        ("standing", pgettext("column", "State")),
    )
    yield Table(
        id=f"appointments-{day.day.isoformat()}",
        title=pgettext("table", "Appointments"),
        columns=tuple(Column(key, words, "text", words) for key, words in titles),
        rows=tuple(tuple(Cell(getattr(row, key)) for key, _words in titles) for row in day.rows),
    )


def _plan(
    found: tuple[Passage, ...], empty: tuple[str, ...] | None, newer: date | None
) -> Iterator[Block]:
    if newer is not None:
        words = _("The newest plan, of {day}, is in the record and cannot be printed.")
        yield Prose(words.format(day=written_day(newer)))
        yield from ([Prose(_("What follows is an older plan."))] if found else [])
    if empty is not None:
        yield Prose(_("This plan is in progress: it is not whole."))
        parts = listed(empty)
        many = ngettext("Part {parts} is empty.", "Parts {parts} are empty.", len(empty))
        yield from ([Prose(many.format(parts=parts))] if empty else [])
    elif not found and newer is None:
        yield Prose(_("There is no finished safety plan yet."))
    yield from _passages(found)


def _passages(found: Iterable[Passage], *, with_headings: bool = True) -> Iterator[Block]:
    for passage in found:
        if with_headings:
            yield Heading(passage.heading)
        yield from (Prose(line.words) for line in passage.lines)


def _bare(day: PaperDay) -> PaperDay:
    """Return a day without what a person wrote."""
    return replace(day, notes=(), rows=tuple(replace(each, place="") for each in day.rows))


def _safe(day: PaperDay, known: Identifiers, own: OwnText) -> PaperDay:
    titles = without_names([title for _code, title in day.notes], known, own)
    codes = (code for code, _title in day.notes)
    places = without_names([each.place for each in day.rows], known, own)
    rows = (replace(each, place=place) for each, place in zip(day.rows, places, strict=True))
    return replace(day, notes=tuple(zip(codes, titles, strict=True)), rows=tuple(rows))


def _safe_plan(found: Iterable[Passage], known: Identifiers, own: OwnText) -> tuple[Passage, ...]:
    return tuple(
        replace(
            passage,
            lines=tuple(
                replace(line, words=words)
                for line, words in zip(
                    passage.lines,
                    without_names([line.words for line in passage.lines], known, own),
                    strict=True,
                )
            ),
        )
        for passage in found
    )
