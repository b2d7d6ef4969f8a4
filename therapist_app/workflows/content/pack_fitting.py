"""Whether a pack fits what is there: nothing it names may be missing, nothing may be changed.

One version of a form, a programme or a local text never means two things in one service: what
was signed off and what was answered stays what it was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from programme.errors import PackRefused, ProgrammeError
from programme.packs.building import Pack
from programme.packs.contents import Contents, read_contents
from programme.packs.manifest import Need, PackManifest
from programme.packs.memory import MemoryFolder
from session_forms.errors import FormError
from session_forms.form.definition import FormDefinition
from session_forms.library.cross_references import named_elsewhere
from session_forms.library.library import FormLibrary
from session_forms.questions.references import DirectoryListQuestion
from session_forms.reference.directory import DirectoryEntry, offered
from session_forms.reference.jurisdictions import Jurisdiction
from therapist_app.workflows.content.pack_content import LoadedPack, form_shelf
from therapist_app.workflows.content.shipped_content import shipped

MOST_NAMED = 12
"""Names in one sentence; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What is there already, in use or not.

    Attributes:
        programmes: Id and version of each programme that comes with the program.
        forms: Every form, without the words that a clinic lays over measures.
        own: The forms as they stand in use, those in the clinic's own folder among them.
        jurisdictions: Every local text.

    """

    programmes: frozenset[tuple[str, str]]
    forms: FormLibrary
    own: FormLibrary
    jurisdictions: tuple[Jurisdiction, ...]


def stock_with(loaded: Iterable[LoadedPack], own: FormLibrary) -> Stock:
    """Return what is there: what comes with the program, the packs, and the clinic's own forms."""
    base, packs = shipped(), tuple(loaded)
    texts = [text for each in packs for text in each.contents.jurisdictions]
    return Stock(
        programmes=frozenset({(base.programme.id, base.programme.version)}),
        forms=form_shelf(base.forms, packs),
        own=own,
        jurisdictions=(*base.jurisdictions, *texts),
    )


def fitting_contents(pack: Pack, stock: Stock) -> Contents:
    """Return what is in a pack, once it fits.

    Raises:
        PackRefused: It names what is not there, or changes what is.

    """
    manifest = pack.manifest
    _refuse_missing(manifest, stock)
    try:
        contents = read_contents(manifest.kind, MemoryFolder(pack.files), stock.forms)
        contents.worded(stock.forms)
    except PackRefused:
        raise
    except (FormError, ProgrammeError) as error:
        raise PackRefused(f"The content cannot be used here: {error}") from None
    _refuse_taken(manifest, contents, stock)
    _refuse_changed(contents, stock)
    _refuse_dangling(contents, stock)
    _refuse_gaps(contents.directory, stock.own)
    return contents


def _refuse_missing(manifest: PackManifest, stock: Stock) -> None:
    missing = [_words(each) for each in manifest.needs if not _is_there(each, stock)]
    if missing:
        raise PackRefused(
            f"The pack needs forms that are not here: {_named(missing)}. "
            "Install the pack that holds them first."
        )


def _is_there(need: Need, stock: Stock) -> bool:
    if need.version is None:
        return stock.forms.knows(need.form) or stock.own.knows(need.form)
    return (need.form, need.version) in stock.forms


def _refuse_taken(manifest: PackManifest, contents: Contents, stock: Stock) -> None:
    programme = contents.programme
    if programme is None:
        return
    if (programme.id, programme.version) != (manifest.id, manifest.version):
        raise PackRefused("The pack and the programme in it name two versions: pack it afresh.")
    if (programme.id, programme.version) in stock.programmes:
        raise PackRefused(
            f"{programme.id} {programme.version} comes with the program already: "
            "give the changed programme a version of its own."
        )


def _refuse_changed(contents: Contents, stock: Stock) -> None:
    changed = [f"{form.id} {form.version}" for form in contents.forms if _differs(form, stock)]
    known = {each.ref: each for each in stock.jurisdictions}
    changed += [each.ref for each in contents.jurisdictions if known.get(each.ref, each) != each]
    if changed:
        raise PackRefused(
            f"The pack holds other content under versions that are here: {_named(changed)}. "
            "What was answered with them stays: give changed content a new version."
        )


def _differs(form: FormDefinition, stock: Stock) -> bool:
    key = (form.id, form.version)
    for library in (stock.forms, stock.own):
        if key in library:
            return library.get(*key) != form
    return False


def _refuse_dangling(contents: Contents, stock: Stock) -> None:
    together = FormLibrary((*stock.own.all(), *stock.forms.all(), *contents.forms))
    names = frozenset(together.ids())
    for form in contents.forms:
        for finding in named_elsewhere(form, names, together):
            raise PackRefused(f"{form.id}: {finding.what}; {finding.to_do}.")


def _refuse_gaps(directory: tuple[DirectoryEntry, ...], forms: FormLibrary) -> None:
    """Refuse a list of services without a kind that a form has to name."""
    if not directory:
        return
    kinds = {entry.kind for entry in offered(directory)}
    gaps = sorted({kind for kind in _kinds_needed(forms) if kind not in kinds})
    if gaps:
        raise PackRefused(
            f"The directory lists no {_named(gaps)}, which a form has to name: add a service."
        )


def _kinds_needed(forms: FormLibrary) -> Iterator[str]:
    for form_id in forms.ids():
        for question in forms.latest(form_id).questions:
            if isinstance(question, DirectoryListQuestion):
                yield from question.must_include


def _words(need: Need) -> str:
    return need.form if need.version is None else f"{need.form} {need.version}"


def _named(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
