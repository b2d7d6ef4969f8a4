"""A local text on confidentiality that is still a draft, for whoever reads it a second time.

    data = draft_text_pdf(draft, "Example place", "Ana, since 5 January 2026")

Every page says that it is a draft and that nobody approved it: nothing of it is read to a client.
"""

from collections.abc import Iterator

from reportlab.platypus import Flowable, KeepTogether

from exports.paper.pages.page import Sheet, make_pdf
from exports.paper.pages.typography import LARGE, UNDER_A_HEADING, prose, space
from programme.local_text_sections import SECTIONS, Draft, Field
from session_forms.words.texts import _, pgettext


def draft_text_pdf(
    draft: Draft, place: str, written: str, *, large: bool = False, practice: bool = False
) -> bytes:
    """Return all nine sections as they stand, what is open in them too.

    Args:
        draft: The text as it was typed.
        place: What it is called.
        written: Who wrote it and since when, as the page says it.
        large: Whether the print is large.
        practice: Whether the page must say that its data are invented.

    """
    scale = LARGE if large else 1.0
    sheet = Sheet(
        title=_("Confidentiality text: {place}").format(place=place),
        foot=(_("Draft of version {version}").format(version=draft.text.version), written),
        practice=practice,
        scale=scale,
        band=_("Draft, not approved: not to be read to a client"),
    )
    return make_pdf(sheet, lambda: list(_story(draft, scale)))


def _story(draft: Draft, scale: float) -> Iterator[Flowable]:
    for number, section in enumerate(SECTIONS, start=1):
        head = prose(f"{number}. {_(section.title)}", "heading", scale)
        first, *others = [_answer(draft, each, scale) for each in section.fields]
        yield KeepTogether([head, space(4 * scale), *first])
        for each in others:
            yield KeepTogether(each)
        yield space(10 * scale)


def _answer(draft: Draft, field: Field, scale: float) -> list[Flowable]:
    given = draft.answers.get(field.key, "").strip()
    words = dict(field.options).get(given)
    said = _(words) if words else given
    title = _(field.title).replace("&", "")
    body = [prose(each, "body", scale) for each in said.splitlines() if each.strip()]
    open_words = prose(pgettext("part", "Still open"), "caption", scale)
    return [
        prose(title, "strong", scale, rank=UNDER_A_HEADING),
        *(body or [open_words]),
        space(6 * scale),
    ]
