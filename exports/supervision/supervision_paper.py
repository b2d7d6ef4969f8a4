"""The supervision pack on paper: searched for clients' names before it is handed over.

    finished = finished_pack(pack, form, known, practice=False)

A reason that holds a name, a contact or a birth date is left out, and the pack says so. Client
codes and days may stand in it: it stays in the clinic.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reportlab.platypus import Flowable, PageBreak

from exports.case.leak_search import Identifiers, own_words_of, search
from exports.document.typesetting import story_of
from exports.errors import LeakFound
from exports.paper.forms.worksheet import worksheet_story
from exports.paper.pages.page import Sheet, make_pdf
from exports.supervision.supervision import ReasonLine, SupervisionPack
from exports.supervision.supervision_pages import supervision_pages
from session_forms.form.definition import FormDefinition
from session_forms.words.day_words import written_day
from session_forms.words.texts import translate as _

NAME = "supervision.pdf"
REASON = "reason.txt"
MAY_STAND = frozenset({"a date", "a client code or id"})
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
    pack: SupervisionPack, form: FormDefinition, known: Identifiers, *, practice: bool
) -> FinishedPack:
    """Return the pack as a PDF that names no client.

    Raises:
        LeakFound: An identifier of a client stands in it all the same.

    """
    blank = replace(pack, overrides=_blank(pack.overrides), deviations=_blank(pack.deviations))
    own_words = own_words_of({NAME: _pdf(blank, form, practice=practice)})
    overrides = _without_names(pack.overrides, known, own_words)
    deviations = _without_names(pack.deviations, known, own_words)
    safe = replace(pack, overrides=overrides, deviations=deviations)
    data = _pdf(safe, form, practice=practice)
    hits = tuple(hit for hit in search({NAME: data}, known, own_words) if hit[1] not in MAY_STAND)
    if hits:
        raise LeakFound(hits)
    return FinishedPack(data, _changed((*pack.overrides, *pack.deviations), safe))


def _pdf(pack: SupervisionPack, form: FormDefinition, *, practice: bool) -> bytes:
    sheet = Sheet(
        title=_("Supervision pack"),
        chip=_("Stays in the clinic"),
        foot=(written_day(pack.made_on), _("client codes only")),
        practice=practice,
    )

    def story() -> list[Flowable]:
        pages = story_of(_("Supervision pack"), supervision_pages(pack))
        return [*pages, PageBreak(), *worksheet_story(form)]

    return make_pdf(sheet, story)


def _blank(lines: Iterable[ReasonLine]) -> tuple[ReasonLine, ...]:
    return tuple(replace(each, reason="") for each in lines)


def _without_names(
    lines: Iterable[ReasonLine], known: Identifiers, own_words: frozenset[str]
) -> tuple[ReasonLine, ...]:
    """Return the lines, a reason that names somebody replaced by the words that say so."""
    left_out = _("left out: it holds a name, a contact or a birth date")
    return tuple(
        replace(each, reason=left_out) if _names_somebody(each.reason, known, own_words) else each
        for each in lines
    )


def _names_somebody(text: str, known: Identifiers, own_words: frozenset[str]) -> bool:
    hits = search({REASON: text.encode()}, known, own_words | {"reason", "txt"})
    return any(kind not in MAY_STAND for _file, kind in hits)


def _changed(before: tuple[ReasonLine, ...], safe: SupervisionPack) -> int:
    after = (*safe.overrides, *safe.deviations)
    return sum(one != other for one, other in zip(before, after, strict=True))
