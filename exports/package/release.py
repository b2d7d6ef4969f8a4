"""Releases: prepared from case files, searched, signed, written, and verified again.

    release = prepare_service_report(caseloads, case_files, occasion, ExportContext(...))
    written = write_release(folder, release, sign, public_key=..., recipient_key=...)

A release that is returned has passed the leak search; there is no other way to make one.
"""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from exports.case.casefile import CaseFile
from exports.case.leak_search import identifiers_of, search
from exports.case.own_text import OwnText, own_text
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.client_summary.client_summary import client_summary
from exports.document.document import Asked, PreviewPage, Report
from exports.errors import LeakFound, NotForExport, NothingToExport
from exports.occasion import Occasion
from exports.package.key_change import CHANGES, KeyChange, as_listed
from exports.package.package import (
    MANIFEST,
    PACKAGE,
    SIGNATURE,
    as_json,
    digest_of,
    manifest_of,
    package_files,
)
from exports.package.sealing import seal
from exports.package.writing import publish, remove, unfinished
from exports.purposes import ONE_CLIENT, PURPOSES
from exports.reports.service_report import (
    EarlierQuarter,
    Tabulated,
    service_report,
    tabulated,
)
from programme.packs.archive import write_tar
from session_forms.words.texts import NN_, _, counted, hearing, pgettext

IDENTIFIERS = NN_("{count} name, code, date or number", "{count} names, codes, dates and numbers")
NOTES = NN_("{count} free text", "{count} free texts")
MARKED = NN_(
    "{count} word was marked as no identifier", "{count} words were marked as no identifiers"
)
FILES = NN_("{count} file", "{count} files")

MakeReport = Callable[[Occasion], Report]


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was made sure of before the release, in words."""

    what: str
    how: str


@dataclass(frozen=True, slots=True)
class PreparedRelease:
    """Everything that will leave, and nothing else will.

    Attributes:
        files: Every file but manifest and signature, by name.
        preview: The same content as pages for the screen.
        manifest: The list of the files that gets signed.
        tables_hash: One hash over all tables, for the ledger.
        questions: What a report asks, for the ledger.
        is_decided: Whether the attack on its figures came to an end; else two people release it.

    """

    id: str
    profile: str
    recipient: str
    title: str
    practice: bool
    files: Mapping[str, bytes]
    preview: tuple[PreviewPage, ...]
    manifest: bytes
    tables_hash: str
    checks: tuple[Check, ...]
    questions: tuple[Asked, ...] = ()
    is_decided: bool = True


@dataclass(frozen=True, slots=True)
class WrittenRelease:
    """Where a release was put: in one folder, the sealed file; in practice what is in it besides.

    Attributes:
        container: The package as one file.
        folder: The package as a folder; None where only its recipient is to read it.

    """

    container: Path
    folder: Path | None = None

    @property
    def place(self) -> Path:
        """The one folder that holds all of it."""
        return self.container.parent


def prepare_client_summary(
    case_file: CaseFile, occasion: Occasion, context: ExportContext
) -> PreparedRelease:
    """Return the release of one client's outcome summary.

    Raises:
        NotForExport: Its profile is not that of one client, or its purpose is not listed.
        LeakFound: An identifier stands in a finished file.

    """
    if occasion.profile != ONE_CLIENT:
        raise NotForExport(
            _("A client summary needs the profile {profile}.").format(profile=ONE_CLIENT)
        )
    if occasion.purpose not in PURPOSES:
        raise NotForExport(_("A client summary needs a purpose of the list."))
    make = partial(client_summary, forms=context.forms, programme=context.programme)
    case = pseudonymise(case_file, context)
    return _prepare((case_file,), occasion, context, lambda when: make(case, when))


def prepare_service_report(
    caseloads: Sequence[Tabulated],
    case_files: Sequence[CaseFile],
    occasion: Occasion,
    context: ExportContext,
    earlier: Sequence[EarlierQuarter] = (),
) -> PreparedRelease:
    """Return the release of the report over the sum of all caseloads.

    What the program says in it is known from the figures of nobody. The case files are those whose
    identifiers it is searched for; `earlier` are the quarters before, in order.

    Raises:
        NothingToExport: There is no caseload.
        NotForExport: The profile is not one for aggregates, or there are too few clients.
        FigureCertain: A figure would be certain for a reader.
        LeakFound: An identifier stands in a finished file.

    """
    if not caseloads:
        raise NothingToExport(_("There is no client to report on yet."))

    def make(when: Occasion) -> Report:
        return service_report(
            caseloads, when, forms=context.forms, programme=context.programme, earlier=earlier
        )

    with hearing() as heard:
        tabulated((), forms=context.forms, programme=context.programme)
    return _prepare(tuple(case_files), occasion, context, make, heard)


def _prepare(
    case_files: tuple[CaseFile, ...],
    occasion: Occasion,
    context: ExportContext,
    make: MakeReport,
    before: Collection[str] = (),
) -> PreparedRelease:
    """Return the release; `before` is what the program said while its figures were made."""
    with hearing() as heard:
        report = make(occasion)
        files = package_files(report, occasion)
    own = _own_text({*before, *heard}, report, context)
    searched = _search(files, case_files, occasion, own)
    return PreparedRelease(
        id=occasion.release_id,
        profile=occasion.profile,
        recipient=occasion.recipient,
        title=report.title,
        practice=occasion.practice,
        files=MappingProxyType(files),
        preview=report.pages,
        manifest=manifest_of(files, occasion),
        tables_hash=digest_of({n: data for n, data in files.items() if n.endswith(".csv")}),
        checks=(searched, *(Check(what, how) for what, how in report.checks)),
        questions=report.questions,
        is_decided=report.is_decided,
    )


def _own_text(heard: Collection[str], report: Report, context: ExportContext) -> OwnText:
    """Return what any such release says, known without anybody's data.

    Of a table it is what stands around the rows, some of which is said for certain figures alone.
    """
    said = (
        text
        for table in report.tables
        for text in (
            table.id,
            table.title,
            *table.notes,
            *(word for each in table.columns for word in (each.id, each.title, each.description)),
        )
    )
    keys = (cell.text for table in report.for_programs for row in table.rows for cell in row)
    forms = (context.forms.get(*each) for each in report.forms)
    return own_text([*heard, *said, *keys], forms, context.programme)


def _search(
    files: Mapping[str, bytes],
    case_files: tuple[CaseFile, ...],
    occasion: Occasion,
    own: OwnText,
) -> Check:
    """Search the finished files, and what was typed for them more closely.

    Whom they are for stands in none of them, so that it may be anybody's name (ADR 112).

    Raises:
        LeakFound: An identifier stands in a file.

    """
    known = identifiers_of(case_files, occasion.staff_names)
    typed: dict[str, str] = {}
    if occasion.purpose not in PURPOSES:
        typed[pgettext("field of a release", "Purpose")] = occasion.purpose
    found = search(files, known, own, typed)
    hits = [hit for hit in found if not occasion.is_no_identifier(hit)]
    if hits:
        raise LeakFound(hits)
    how = _("{identifiers}, and {notes}, in {files}").format(
        identifiers=counted(IDENTIFIERS, known.count),
        notes=counted(NOTES, len(known.notes)),
        files=counted(FILES, len(files)),
    )
    if not case_files:
        how = _("{searched}; no client is known here").format(searched=how)
    if found:
        marked = counted(MARKED, len({hit.mark for hit in found}))
        how = _("{searched}; {marked}").format(searched=how, marked=marked)
    return Check(_("No name or contact found"), how)


def write_release(
    folder: Path,
    release: PreparedRelease,
    sign: Callable[[bytes], bytes],
    *,
    public_key: bytes,
    recipient_key: str,
    changes: Sequence[KeyChange] = (),
) -> WrittenRelease:
    """Write the release into `folder`, sealed to its recipient; all of it or nothing.

    What is written stands in a folder of the release's own, which is put in its place by one
    step: killed at any instant, there is all of it or nothing. Only what is invented stands there
    in the open besides, and without a key not sealed at all. `changes` led to the public key.

    Raises:
        FilesNotWritten: Something of that name is there, or the place cannot be written to.
        SealRefused: The recipient's key is not valid, or there is none.

    """
    files = _signed(release, sign, public_key, changes)
    container = write_tar(files)
    name = f"{release.id}.outcomes"
    if recipient_key or not release.practice:
        container, name = seal(container, recipient_key), f"{name}.age"
    place = folder / release.id
    within = {f"{PACKAGE}/{each}": data for each, data in files.items()}
    publish({}, {place: {name: container, **(within if release.practice else {})}})
    return WrittenRelease(place / name, place / PACKAGE if release.practice else None)


def write_readable_copy(
    folder: Path,
    release: PreparedRelease,
    sign: Callable[[bytes], bytes],
    *,
    public_key: bytes,
    changes: Sequence[KeyChange] = (),
) -> Path:
    """Write the release into `folder` so that anybody can read it, and return its own folder.

    `changes` led to the public key.

    Raises:
        FilesNotWritten: Something of that name is there, or the place cannot be written to.

    """
    place = folder / f"{release.id}-readable"
    publish({}, {place: _signed(release, sign, public_key, changes)})
    return place


def _signed(
    release: PreparedRelease,
    sign: Callable[[bytes], bytes],
    public_key: bytes,
    changes: Sequence[KeyChange],
) -> dict[str, bytes]:
    """Return every file of the package, with the list of them and its signature."""
    signed = {
        "algorithm": "Ed25519",
        "public_key": public_key.hex(),
        "signature": sign(release.manifest).hex(),
        **({CHANGES: as_listed(changes)} if changes else {}),
    }
    return {**release.files, MANIFEST: release.manifest, SIGNATURE: as_json(signed)}


def is_written(folder: Path, release_id: str) -> bool:
    """Return whether a release of that id stands in `folder`: then all of it does."""
    return os.path.lexists(folder / release_id)


def clear_unfinished(folder: Path, release_id: str) -> None:
    """Remove what `write_release` left hidden in `folder` when it was cut off."""
    for each in unfinished(folder / release_id):
        remove(each)


def withdraw(written: WrittenRelease) -> None:
    """Remove what `write_release` wrote, when the ledger could not be told that it was."""
    remove(written.place)
