"""The supervision pack on paper: searched for clients' names before it is handed over.

    finished = finished_pack(pack, form, known, practice=False)

A reason that holds a name, a contact or a birth date is left out, and the pack says so. Client
codes and days may stand in it: it stays in the clinic.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from reportlab.platypus import Flowable, PageBreak

from exports.case.leak_search import CODE, DATE, hits_in, search
from exports.case.own_text import OwnText, own_text_of
from exports.document.document import Block, Facts, PreviewPage, Prose
from exports.document.tables import NONE, Cell, Column, ColumnKind, Table
from exports.document.typesetting import story_of
from exports.errors import LeakFound
from exports.leaks.finished_texts import Piece
from exports.leaks.identifiers import Identifiers
from exports.occasion import month_in_words
from exports.paper.charts.chart import ChartData
from exports.paper.forms.worksheet import blank_story
from exports.paper.pages.page import Sheet, make_pdf
from exports.reports.course_tables import STATUS_WORDS
from exports.reports.safety_tables import STREAM_WORDS
from exports.supervision.supervision import (
    AnsweredLine,
    AsideLine,
    AskedLine,
    OffLine,
    OverdueLine,
    PackAlertLine,
    PackClientLine,
    PackCourseLine,
    PackFacts,
    PackFidelity,
    ReasonLine,
)
from programme.fidelity.agreement import agreement_in_words
from session_forms.conditions.alert_levels import LEVELS
from session_forms.form.definition import FormDefinition
from session_forms.words.day_words import short_day, short_month, written_day
from session_forms.words.texts import N_, NN_, NP_, _, counted, ngettext, pgettext

_PRESSING: dict[str, int] = {level: rank for rank, level in enumerate(LEVELS)}
STAGES = {
    "review": N_("asks for a review"),
    "watch": NP_("standing of a course", "to watch"),
    "discuss": N_("reviewed, to discuss"),
}
PROMISES = {
    "next_contact": N_("To be in contact with the client"),
    "reach_client": N_("To reach the client, who left a session early or missed it"),
    "tell_somebody": N_("To tell somebody"),
}
LEFT_OUT = NN_(
    "{count} filled form is in no part of this pack, since no form that is installed fits its "
    "answers. The client's page names it:",
    "{count} filled forms are in no part of this pack, since no form that is installed fits their "
    "answers. The clients' pages name them:",
)
LEAST_POINTS = 2
WAITING = "waiting"
NEW = timedelta(weeks=4)
"""For how long something is put before a supervisor on the first page."""


class WithCode(Protocol):
    """A line about one client."""

    @property
    def code(self) -> str:
        """The client's code."""
        ...


def supervision_pages(pack: PackFacts) -> tuple[PreviewPage, ...]:
    """Return the parts of the pack in the order in which supervision goes through them."""
    return (
        PreviewPage(_("At a glance"), tuple(_glance(pack))),
        PreviewPage(pgettext("page", "Open alerts"), tuple(_alerts(pack.alerts))),
        PreviewPage(_("Alerts that were answered"), tuple(_answered(pack.answered))),
        PreviewPage(_("Promises past their day"), tuple(_overdue(pack.overdue))),
        PreviewPage(_("Sessions whose note asks for supervision"), tuple(_asked(pack.asked))),
        PreviewPage(_("Meetings that did not take place"), tuple(_off(pack.off))),
        PreviewPage(_("Courses that are not going as hoped"), tuple(_courses(pack.courses))),
        PreviewPage(_("Gates overridden, and other deviations"), tuple(_reasons(pack))),
        PreviewPage(_("How sessions were held"), tuple(_fidelity(pack.fidelity))),
        PreviewPage(_("Plans to look at"), tuple(_plans(pack))),
    )


def _glance(pack: PackFacts) -> Iterator[Block]:
    asking = len({each.code for each in pack.courses if each.stage == "review"})
    yield Facts(
        (
            (pgettext("fact", "Made on"), written_day(pack.made_on)),
            (_("Looks back to"), written_day(pack.since)),
            (pgettext("fact", "Clients"), str(len(pack.clients))),
            (pgettext("fact", "Open alerts"), str(len(pack.alerts))),
            (_("Courses that ask for a review"), str(asking)),
        )
    )
    yield Prose(
        _(
            "Clients are shown by their codes. The pack stays in the clinic; shred it when "
            "it is no longer needed."
        )
    )
    if pack.aside:
        yield Prose(_aside_words(pack.aside))
    yield _table(
        "decide",
        _("To decide, in this order"),
        (
            ("what", pgettext("column", "What"), "text"),
            ("codes", pgettext("column", "Clients"), "text"),
        ),
        [(what, ", ".join(dict.fromkeys(codes))) for what, codes in _to_decide(pack) if codes],
        nothing=_("Nothing waits for a decision."),
    )
    if pack.clients:
        yield _table(
            "clients",
            _("Caseload, the most pressing first"),
            (
                ("code", pgettext("column", "Client"), "text"),
                ("status", pgettext("column", "Standing"), "text"),
                ("held", pgettext("column", "Sessions"), "count"),
                ("last", pgettext("column", "Last held"), "text"),
                ("next", pgettext("column", "Next"), "text"),
                ("alerts", pgettext("column", "Open alerts"), "count"),
                ("course", pgettext("column", "Course"), "text"),
            ),
            [_client_row(each) for each in pack.clients],
        )


def _aside_words(aside: Sequence[AsideLine]) -> str:
    """Return how many filled forms are in no part of the pack, and whose."""
    forms = counted(LEFT_OUT, sum(each.forms for each in aside))
    return f"{forms} {', '.join(f'{each.code} ({each.forms})' for each in aside)}"


def _to_decide(pack: PackFacts) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what a supervisor decides, each with the clients; what is weeks old was decided."""
    after = pack.made_on - NEW
    answered = (each for each in pack.answered if each.answered_on >= after)
    late = (each for each in pack.plans if each.review is None or each.review < pack.made_on)
    next_rating = (pack.fidelity.following,) if pack.fidelity.following else ()
    yield pgettext("page", "Open alerts"), _codes(pack.alerts)
    yield (
        _("Alerts answered with something left open"),
        _codes(each for each in answered if each.has_open_steps),
    )
    yield _("Promises past their day"), _codes(pack.overdue)
    yield (
        _("Sessions whose note asks for supervision"),
        _codes(each for each in pack.asked if each.day >= after),
    )
    yield _("Begun, and nobody decided whether it is the right help"), pack.undecided
    yield (
        _("Courses to review or to discuss"),
        _codes(each for each in pack.courses if each.stage != "watch"),
    )
    yield (
        pgettext("table", "Gates overridden"),
        _codes(each for each in pack.overrides if each.day >= after),
    )
    yield _("Plans not written, or past their day"), _codes(late)
    yield _("Session to be rated by a second person"), _codes(next_rating)


def _codes(lines: Iterable[WithCode]) -> tuple[str, ...]:
    return tuple(each.code for each in lines)


def _client_row(line: PackClientLine) -> tuple[str, ...]:
    return (
        line.code,
        _("Waits for a place") if line.status == WAITING else _(STATUS_WORDS[line.status]),
        str(line.held),
        _day(line.last_held),
        _day(line.next_planned),
        str(line.open_alerts),
        _(STAGES["review"]) if line.asks else "",
    )


def _alerts(lines: Sequence[PackAlertLine]) -> Iterator[Block]:
    if lines:
        yield Prose(_("First of all, every time. An urgent one is never kept for supervision."))
    yield _table(
        "alerts",
        _("The most pressing first"),
        (
            ("level", pgettext("column", "Level"), "text"),
            ("stream", pgettext("column", "About"), "text"),
            ("code", pgettext("column", "Client"), "text"),
            ("states", pgettext("column", "Fact"), "text"),
            ("opened", pgettext("column", "Opened"), "text"),
            ("days", pgettext("column", "Days open"), "count"),
        ),
        [
            (
                each.level,
                _(STREAM_WORDS[each.stream]),
                each.code,
                each.states,
                _day(each.opened_on),
                str(each.days_open),
            )
            for each in lines
        ],
        nothing=_("No alert is open."),
    )


def _answered(lines: Sequence[AnsweredLine]) -> Iterator[Block]:
    """Yield a row for each fact of a client: what is answered week by week stands there once."""
    alike: dict[tuple[str, str, str, str], list[AnsweredLine]] = {}
    for each in lines:
        alike.setdefault((each.level, each.stream, each.code, each.states), []).append(each)
    if lines:
        yield Prose(
            _(
                "Alike alerts of a client stand once, with the days of the last. In part: so often "
                "not all that the clinic asks for was done, and a reason is written down."
            )
        )
    yield _table(
        "answered",
        _("The most pressing first"),
        (
            ("level", pgettext("column", "Level"), "text"),
            ("code", pgettext("column", "Client"), "text"),
            ("states", pgettext("column", "About"), "text"),
            ("opened", pgettext("column", "Opened"), "text"),
            ("answered", pgettext("column", "Answered"), "text"),
            ("times", pgettext("column", "Times"), "count"),
            ("part", pgettext("column", "In part"), "count"),
        ),
        [
            (
                level,
                code,
                _("{stream}: {fact}").format(stream=_(STREAM_WORDS[stream]), fact=states),
                _day(max(each.opened_on for each in found)),
                _day(max(each.answered_on for each in found)),
                str(len(found)),
                str(sum(each.has_open_steps for each in found)),
            )
            for (level, stream, code, states), found in sorted(
                alike.items(), key=lambda row: -_PRESSING.get(row[0][0], 0)
            )
        ],
        nothing=_("No alert was answered in this time."),
    )


def _overdue(lines: Sequence[OverdueLine]) -> Iterator[Block]:
    yield _table(
        "overdue",
        _("The longest overdue first"),
        (
            ("code", pgettext("column", "Client"), "text"),
            ("what", pgettext("column", "What was promised"), "text"),
            ("due", pgettext("column", "Until"), "text"),
            ("days", pgettext("column", "Days over"), "count"),
        ),
        [
            (each.code, _(PROMISES[each.kind]), _day(each.due_on), str(each.days_over))
            for each in lines
        ],
        nothing=_("No promise is past its day."),
    )


def _asked(lines: Sequence[AskedLine]) -> Iterator[Block]:
    yield _table(
        "asked",
        _("The newest first"),
        (
            ("day", pgettext("column", "Day"), "text"),
            ("code", pgettext("column", "Client"), "text"),
            ("session", pgettext("column", "Session"), "text"),
            ("question", _("To be asked"), "text"),
        ),
        [(_day(each.day), each.code, each.plan_id, each.question) for each in lines],
        nothing=_("No note of the last quarter asks for it."),
    )


def _off(lines: Sequence[OffLine]) -> Iterator[Block]:
    yield _table(
        "off",
        _("The newest first"),
        (
            ("day", pgettext("column", "Day"), "text"),
            ("code", pgettext("column", "Client"), "text"),
            ("session", pgettext("column", "Session"), "text"),
            ("why", pgettext("column", "What happened"), "text"),
        ),
        [(_day(each.day), each.code, each.plan_id, each.why) for each in lines],
        nothing=_("Every planned meeting of the last quarter took place."),
    )


def _courses(lines: Sequence[PackCourseLine]) -> Iterator[Block]:
    yield _table(
        "courses",
        _("The most pressing first"),
        (
            ("code", pgettext("column", "Client"), "text"),
            ("facts", pgettext("column", "What holds"), "text"),
            ("rule", _("By which rule"), "text"),
            ("stage", pgettext("column", "That is"), "text"),
            ("by", pgettext("column", "Discuss by"), "text"),
        ),
        [
            (
                each.code,
                " ".join(each.facts),
                each.rule,
                _(STAGES[each.stage]),
                _day(each.discuss_by),
            )
            for each in lines
        ],
        nothing=_("No rule of the course applies to any client."),
    )


def _reasons(pack: PackFacts) -> Iterator[Block]:
    yield _reason_table(
        "overrides",
        pgettext("table", "Gates overridden"),
        pack.overrides,
        _("No gate was overridden."),
        tells_who=True,
    )
    yield _reason_table(
        "deviations",
        _("Out of the ordinary"),
        pack.deviations,
        _("Nothing else was out of the ordinary.")
        if pack.overrides
        else _("Nothing was out of the ordinary."),
    )


def _reason_table(
    table_id: str,
    title: str,
    lines: Sequence[ReasonLine],
    nothing: str,
    *,
    tells_who: bool = False,
) -> Block:
    who: tuple[tuple[str, str, ColumnKind], ...] = (
        (("agreed", pgettext("column", "Who agreed"), "text"),) if tells_who else ()
    )
    return _table(
        table_id,
        title,
        (
            ("day", pgettext("column", "Day"), "text"),
            ("code", pgettext("column", "Client"), "text"),
            ("session", pgettext("column", "Session"), "text"),
            ("what", pgettext("column", "What"), "text"),
            ("reason", pgettext("column", "Reason"), "text"),
            *who,
        ),
        [
            (
                *(_day(each.day), each.code, each.plan_id, each.what, each.reason),
                *([each.agreed or NONE] if tells_who else []),
            )
            for each in lines
        ],
        nothing=nothing,
    )


def _fidelity(view: PackFidelity) -> Iterator[Block]:
    rated = [each for each in view.months if each.percent is not None]
    if len(rated) >= LEAST_POINTS:
        chart = _chart(view)
        yield Prose(chart.title)
        yield chart
    if view.months:
        yield _table(
            "months",
            _("Adherence over time"),
            (
                ("month", pgettext("column", "Month"), "text"),
                ("held", pgettext("column", "Sessions held"), "count"),
                ("rated", pgettext("column", "Rated"), "count"),
                ("twice", pgettext("column", "Rated twice"), "count"),
                ("mean", pgettext("column", "Mean adherence, %"), "figure"),
            ),
            [
                (
                    month_in_words(each.month),
                    str(each.held),
                    str(each.rated),
                    str(each.twice),
                    NONE if each.percent is None else str(each.percent),
                )
                for each in view.months
            ],
        )
    yield from _missed(view)
    yield from _twice(view)


def _chart(view: PackFidelity) -> ChartData:
    points = tuple(
        (short_month(date.fromisoformat(f"{each.month}-01")), each.percent) for each in view.months
    )
    return ChartData(
        title=_("Adherence in per cent, month by month"),
        low=0,
        high=100,
        points=points,
        bands=tuple(sorted(view.bands)),
        higher_is_worse=False,
        across=pgettext("axis of a chart", "Month"),
    )


def _missed(view: PackFidelity) -> Iterator[Block]:
    yield _table(
        "missed",
        _("Items most often missed, last quarter"),
        (
            ("item", pgettext("column", "Item"), "text"),
            ("text", _("What was to be done"), "text"),
            ("missed", pgettext("column", "Not done"), "count"),
            ("applied", pgettext("column", "Applied"), "count"),
        ),
        [(t.item_id, words, str(t.missed), str(t.applicable)) for t, words in view.missed],
        nothing=_("No item that applied was left out in the last quarter."),
    )


def _entered(view: PackFidelity) -> tuple[str, ...]:
    if not view.entered:
        return ()
    words = ngettext(
        "In {count} session the second rater did not sign the ratings.",
        "In {count} sessions the second rater did not sign the ratings.",
        view.entered,
    )
    return (words.format(count=view.entered),)


def _twice(view: PackFidelity) -> Iterator[Block]:
    words = ngettext(
        "Rated twice in the last quarter: {twice} of {held} session; asked for: {wanted}.",
        "Rated twice in the last quarter: {twice} of {held} sessions; asked for: {wanted}.",
        view.held,
    )
    sentences = [words.format(twice=len(view.twice), held=view.held, wanted=view.wanted)]
    if view.following is not None:
        due = _("To rate next, picked by chance: {code}, session {plan}, {day}.")
        following = view.following
        sentences.append(
            due.format(code=following.code, plan=following.plan_id, day=_day(following.day))
        )
    yield Prose(" ".join(sentences))
    agreed = agreement_in_words(view.agreed)
    yield Prose(" ".join((_("Over all sessions with two ratings:"), *agreed, *_entered(view))))
    if view.twice:
        yield _table(
            "twice",
            _("Sessions rated twice"),
            (
                ("day", pgettext("column", "Day"), "text"),
                ("code", pgettext("column", "Client"), "text"),
                ("session", pgettext("column", "Session"), "text"),
                ("items", _("Items both rated"), "count"),
                ("same", pgettext("column", "The same"), "count"),
            ),
            [
                (_day(each.day), each.code, each.plan_id, str(each.items), str(each.same))
                for each in view.twice
            ],
        )


def _plans(pack: PackFacts) -> Iterator[Block]:
    """Yield one row for each client, whose plan comes up first at the front."""
    titles = tuple(dict.fromkeys(each.title for each in pack.plans))
    due = {
        (each.code, each.title): _day(each.review) if each.review else _("not written yet")
        for each in pack.plans
    }
    yield _table(
        "plans",
        _("By the day of their review"),
        (
            ("code", pgettext("column", "Client"), "text"),
            *((f"plan_{at}", title, "text") for at, title in enumerate(titles, 1)),
        ),
        [
            (code, *(due.get((code, title), NONE) for title in titles))
            for code in dict.fromkeys(each.code for each in pack.plans)
        ],
        nothing=_("No plan is due to be looked at, and none is missing."),
    )


def _table(
    table_id: str,
    title: str,
    columns: Sequence[tuple[str, str, ColumnKind]],
    rows: Sequence[tuple[str, ...]],
    nothing: str = "",
) -> Block:
    """Return a table, or where it would have no row the words that say so."""
    if not rows:
        return Prose(nothing)
    return Table(
        id=table_id,
        title=title,
        columns=tuple(Column(key, words, kind, words) for key, words, kind in columns),
        rows=tuple(tuple(Cell(each) for each in row) for row in rows),
    )


def _day(day: date | None) -> str:
    """Return a day short enough for a column: 3 Nov 2026."""
    return NONE if day is None else short_day(day)


NAME = "supervision.pdf"
LINES = "supervision.txt"
REASON = "reason"
MAY_STAND = frozenset({DATE, CODE})
"""What an export never holds, and a page that stays in the clinic may."""


@dataclass(frozen=True, slots=True)
class FinishedPack:
    """A pack that was searched.

    Attributes:
        withheld: How many reasons were left out since they name somebody.

    """

    pdf: bytes
    withheld: int


def finished_pack(
    pack: PackFacts, form: FormDefinition, known: Identifiers, *, practice: bool
) -> FinishedPack:
    """Return the pack as a PDF that names no client.

    Raises:
        LeakFound: An identifier of a client stands in it all the same.

    """
    own = _own_text(pack, form, practice=practice)
    overrides = _safe(pack.overrides, known, own)
    deviations = _safe(pack.deviations, known, own)
    safe = replace(pack, overrides=overrides, deviations=deviations)
    data = searched(NAME, _pdf(safe, form, practice=practice), known, own)
    return FinishedPack(data, _changed((*pack.overrides, *pack.deviations), safe))


def _own_text(pack: PackFacts, form: FormDefinition, *, practice: bool) -> OwnText:
    """Return every word of the pack but those of the reasons.

    Lines that may be many are not set on pages for it: what they say is known.
    """
    blank = replace(pack, overrides=_blank(pack.overrides), deviations=_blank(pack.deviations))
    blocks = (block for page in supervision_pages(blank) for block in page.blocks)
    said = "\n".join(text for block in blocks for text in _texts(block))
    frame = replace(
        pack,
        clients=(),
        courses=(),
        alerts=(),
        overdue=(),
        asked=(),
        off=(),
        overrides=(),
        deviations=(),
        plans=(),
    )
    return own_text_of({NAME: _pdf(frame, form, practice=practice), LINES: said.encode()})


def _texts(block: Block) -> Iterator[str]:
    """Yield what a block says, but for a chart, which stands in the frame as it is."""
    match block:
        case Prose():
            yield block.text
        case Table():
            yield block.title
            yield from (column.title for column in block.columns)
            yield from (cell.text for row in block.rows for cell in row)
        case _:
            return


def _pdf(pack: PackFacts, form: FormDefinition, *, practice: bool) -> bytes:
    sheet = Sheet(
        title=pgettext("page", "Supervision pack"),
        chip=_("Stays in the clinic"),
        foot=(written_day(pack.made_on), _("client codes only")),
        practice=practice,
    )

    def story() -> list[Flowable]:
        pages = story_of(pgettext("page", "Supervision pack"), supervision_pages(pack))
        return [*pages, PageBreak(), *blank_story(form)]

    return make_pdf(sheet, story)


def _blank(lines: Iterable[ReasonLine]) -> tuple[ReasonLine, ...]:
    return tuple(replace(each, reason="", agreed="") for each in lines)


def _safe(lines: Sequence[ReasonLine], known: Identifiers, own: OwnText) -> tuple[ReasonLine, ...]:
    reasons = without_names([each.reason for each in lines], known, own)
    agreed = without_names([each.agreed for each in lines], known, own)
    return tuple(
        replace(each, reason=reason, agreed=who)
        for each, reason, who in zip(lines, reasons, agreed, strict=True)
    )


def without_names(texts: Sequence[str], known: Identifiers, own: OwnText) -> tuple[str, ...]:
    """Return texts for a page that stays in the clinic; words that say so for each with a name."""
    pieces = [Piece(REASON, str(number), text) for number, text in enumerate(texts)]
    naming = {hit.place for hit in hits_in(pieces, known, own) if hit.kind not in MAY_STAND}
    left_out = _("left out: it contains a name, a contact or a birth date")
    return tuple(left_out if piece.place in naming else piece.text for piece in pieces)


def searched(name: str, data: bytes, known: Identifiers, own: OwnText) -> bytes:
    """Return a finished page that stays in the clinic, if it names no client.

    Raises:
        LeakFound: An identifier of a client stands in it.

    """
    hits = tuple(hit for hit in search({name: data}, known, own) if hit.kind not in MAY_STAND)
    if hits:
        raise LeakFound(hits)
    return data


def _changed(before: tuple[ReasonLine, ...], safe: PackFacts) -> int:
    after = (*safe.overrides, *safe.deviations)
    return sum(one != other for one, other in zip(before, after, strict=True))
