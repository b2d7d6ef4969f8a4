"""The copy of a client's record as one file: an encrypted PDF to read, with JSON inside it.

    sealed = sealed_bundle(record, passphrase, practice=False)
    files = open_bundle(sealed, passphrase)

Any computer opens it with what it has. The passphrase is told by another channel. Copies of
before, sealed with age, are still opened.
"""

from collections.abc import Iterator, Mapping, Sequence

from reportlab.platypus import Flowable, KeepTogether

from exports.access.access_record import AccessItem, AccessLine, AccessPart, AccessRecord
from exports.errors import SealRefused
from exports.package.package import as_json
from exports.package.sealing import SEALED_HEAD, lock_pdf, unlock_pdf, unseal_with_passphrase
from exports.paper.pages.page import Sheet, make_pdf
from exports.paper.pages.typography import UNDER_A_HEADING, prose, space, words
from programme.errors import PackRefused
from programme.packs.archive import read_tar
from session_forms.words.day_words import written_day
from session_forms.words.texts import _

FORMAT = 1
PDF, JSON = "record.pdf", "record.json"
ENDING = ".pdf"


def bundle_files(record: AccessRecord, *, practice: bool) -> dict[str, bytes]:
    """Return the files of a copy: the same record gives the same bytes."""
    return {PDF: access_pdf(record, practice=practice), JSON: access_json(record)}


def sealed_bundle(record: AccessRecord, passphrase: str, *, practice: bool) -> bytes:
    """Return the copy as one PDF, with the JSON inside, that only the passphrase opens.

    Raises:
        SealRefused: The passphrase is longer than a PDF takes.

    """
    files = bundle_files(record, practice=practice)
    return lock_pdf(files[PDF], {JSON: files[JSON]}, passphrase)


def open_bundle(data: bytes, passphrase: str) -> dict[str, bytes]:
    """Return the files of a sealed copy; nothing at all unless all of it is as it was sealed.

    Raises:
        SealRefused: The passphrase is another one, the file was changed, or is no copy of ours.

    """
    if data.startswith(SEALED_HEAD):
        try:
            files = read_tar(unseal_with_passphrase(data, passphrase))
        except PackRefused:
            files = {}
    else:
        pdf, attached = unlock_pdf(data, passphrase)
        files = {PDF: pdf, **attached}
    if set(files) != {PDF, JSON}:
        raise SealRefused(_("The file holds something else than a copy of a record."))
    return files


def access_json(record: AccessRecord) -> bytes:
    """Return the copy for programs: parts, items and lines, in plain words."""
    return as_json(
        {
            "format": FORMAT,
            "what": _("Copy of a record, made for the client"),
            "client_code": record.code,
            "made_on": record.made_on.isoformat(),
            "lines_left_out": record.left_out,
            "parts": parts_as_json(record),
        }
    )


def parts_as_json(record: AccessRecord) -> list[Mapping[str, object]]:
    """Return the parts of a record as JSON has them."""
    return [
        {"title": part.title, "items": [_item_json(item) for item in part.items]}
        for part in record.parts
    ]


def _item_json(item: AccessItem) -> Mapping[str, object]:
    return {
        "title": item.title,
        "lines": [
            {"what": line.what, "value": line.for_programs or line.value} for line in item.lines
        ],
        "lines_left_out": item.left_out,
    }


KEPT_CHARACTERS = 400
"""A longer text may go on on the next page; its name stays with its beginning."""


def access_pdf(record: AccessRecord, *, practice: bool) -> bytes:
    """Return the copy for people; its head carries the client code."""
    title = _("Copy of your record")
    sheet = Sheet(title, record.code, (written_day(record.made_on),), practice)
    return make_pdf(sheet, lambda: list(_story(record)))


def covering_pdf(*, practice: bool) -> bytes:
    """Return the page that goes with a sealed copy: how it is opened, and nothing else."""
    title = _("An encrypted file for you")
    lines = (
        _("This file is locked with a passphrase, which you get in another way, not here."),
        _(
            "It is a PDF. Open it on any computer with what you use for PDF, such as a web"
            " browser, and type the passphrase when you are asked."
        ),
        _(
            "The same facts lie inside it as record.json, for other programs: look for"
            " attachments or attached files."
        ),
        _("The file stays locked where you keep it. What you print or save from it is not."),
    )
    return make_pdf(Sheet(title, practice=practice), lambda: [*_begin(title), *_paragraphs(lines)])


def _story(record: AccessRecord) -> Iterator[Flowable]:
    yield from _begin(_("What is held about you"))
    yield from _paragraphs(_about(record))
    for part in record.parts:
        yield from _part(part)


def _about(record: AccessRecord) -> list[str]:
    day = written_day(record.made_on)
    lines = [
        _("This is how it was on {day}.").format(day=day),
        _("Scores are worked out from your answers each time they are shown; none is kept."),
        _("You may ask for what is wrong to be corrected, and ask about anything in it."),
    ]
    if record.left_out:
        told = _(
            "Lines left out since they are about other people, or could harm somebody: {count}."
            " Each place says so. You may ask why."
        )
        lines.append(told.format(count=record.left_out))
    return lines


def _part(part: AccessPart) -> Iterator[Flowable]:
    heading: list[Flowable] = [space(12), words(part.title, "heading"), space(3)]
    if not part.items:
        nothing = prose(_("Nothing is recorded here."), "muted")
        yield KeepTogether([*heading, nothing])
    for item in part.items:
        yield from _item(heading, item)
        heading = []


def _item(above: Sequence[Flowable], item: AccessItem) -> Iterator[Flowable]:
    begun: list[Flowable] = [
        *above,
        space(5),
        words(item.title, "strong", rank=UNDER_A_HEADING),
        space(3),
    ]
    for line in item.lines:
        yield from _line(begun, line)
        begun = []
    if item.left_out:
        told = _("Lines left out here: {count}").format(count=item.left_out)
        yield KeepTogether([*begun, prose(told, "caption"), space(5)])
    elif begun:
        yield KeepTogether([*begun, prose(_("Nothing is filled in."), "muted"), space(5)])


def _line(above: Sequence[Flowable], line: AccessLine) -> Iterator[Flowable]:
    name = [*above, prose(line.what, "caption"), space(1)]
    value = prose(line.value)
    if len(line.value) > KEPT_CHARACTERS:
        yield from name
        yield value
        yield space(6)
    else:
        yield KeepTogether([*name, value, space(6)])


def _begin(title: str) -> list[Flowable]:
    return [words(title, "title"), space(8)]


def _paragraphs(lines: Sequence[str]) -> Iterator[Flowable]:
    for line in lines:
        yield prose(line)
        yield space(5)
