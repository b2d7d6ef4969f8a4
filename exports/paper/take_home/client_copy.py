"""The copy that a client takes along: on A4, in large print, or as a card for the wallet.

    data = client_copy_pdf(state, "pocket_card", directory, today=today)

A stranger who finds it learns no name, no service and no reason for coming.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from reportlab.platypus import Flowable, KeepTogether

from exports.errors import NothingToExport
from exports.paper.pages.page import Sheet, make_pdf
from exports.paper.pages.typography import LARGE, prose, space, words
from exports.paper.take_home.passages import Passage, passages
from exports.paper.take_home.pocket_card import card_pdf
from session_forms.filling.filling import FormState
from session_forms.form.licences import ClientCopy, CopySize
from session_forms.reference.directory import DirectoryEntry
from session_forms.reference.service_words import neutral_words
from session_forms.words.texts import translate as _

A4_SCALE = 1.2
"""11.4 points: what a client reads at home is larger than a page for the clinic."""
MOST_TITLE_SCALE = 1.4


def client_copy_pdf(
    state: FormState,
    size: CopySize,
    directory: Sequence[DirectoryEntry],
    *,
    today: date,
    practice: bool = False,
) -> bytes:
    """Return the client's copy of a form as it stands.

    `today` is the day of printing: a number that was last checked long before it says so.

    Raises:
        NothingToExport: The form has no copy of that size, or nothing that belongs on it is
            answered yet.

    """
    copy = state.form.client_copy
    if copy is None or size not in copy.sizes:
        raise NothingToExport(f"{state.form.id}: it has no copy of that size; choose another.")
    found = passages(state, copy, {each.id: neutral_words(each, today) for each in directory})
    if not found:
        raise NothingToExport(
            f"{state.form.id}: nothing that belongs on the copy is answered yet; fill it in first."
        )
    if size == "pocket_card":
        return card_pdf(copy.title, found, practice=practice)
    return _pages(copy, found, LARGE if size == "a4_large_print" else A4_SCALE, practice=practice)


def _pages(copy: ClientCopy, found: Sequence[Passage], scale: float, *, practice: bool) -> bytes:
    sheet = Sheet(title=copy.title, practice=practice, scale=scale, is_neutral=True)
    return make_pdf(sheet, lambda: list(_story(copy, found, scale)))


def _story(copy: ClientCopy, found: Sequence[Passage], scale: float) -> Iterator[Flowable]:
    yield words(copy.title, "title", min(scale, MOST_TITLE_SCALE))
    yield space(10)
    for passage in found:
        lines = [
            prose(line.words, "strong" if line.strong else "body", scale) for line in passage.lines
        ]
        heading = words(passage.heading, "strong", scale)
        yield KeepTogether([heading, space(2), *lines, space(10 * scale)])


def copy_size_words(size: CopySize) -> str:
    """Return what a size is called."""
    return {
        "a4": _("A4"),
        "a4_large_print": _("A4, large print"),
        "pocket_card": _("Card for the wallet"),
    }[size]
