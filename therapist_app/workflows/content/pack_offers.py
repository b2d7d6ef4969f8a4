"""Looking at a pack before it is installed: whole, signed by whom, fitting, newer or not.

Nothing is changed by looking. Nothing that a pack names may be missing, and nothing may be
changed: one version of a form, a programme or a local text never means two things in one service,
so that what was signed off and what was answered stays what it was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exports.package.packs import SignedPack, verify_pack
from programme.definition.definition import Programme
from programme.errors import PackRefused, ProgrammeError
from programme.fidelity.rater_training import unfitting_vignettes
from programme.loading import library as programmes
from programme.loading.translated_texts import TranslatedTexts, translated_texts
from programme.packs.archive import MOST_BYTES
from programme.packs.building import Pack
from programme.packs.contents import Contents, read_contents, refuse_another_language
from programme.packs.manifest import NeededForm, PackManifest
from programme.packs.memory import MemoryFolder
from programme.packs.naming import Kind, order_of
from session_forms.errors import FormError
from session_forms.form.definition import FormDefinition
from session_forms.library.cross_references import named_elsewhere
from session_forms.library.library import FormLibrary, installed
from session_forms.questions.references import DirectoryListQuestion
from session_forms.reference.directory import DirectoryEntry, offered
from session_forms.reference.jurisdictions import Jurisdiction
from therapist_app.record.errors import CannotWrite, NotARecord
from therapist_app.record.folder.files import read_private_file
from therapist_app.workflows.content.pack_content import LoadedPack, form_shelf, load_packs
from therapist_app.workflows.content.pack_registry import (
    ONE_AT_A_TIME,
    Registry,
    Signer,
    list_of,
    registry_of,
)
from therapist_app.workflows.content.shipped_content import shipped
from therapist_app.workflows.content.trusted_signers import (
    Ended,
    ended_signers,
    trusted_signers,
)
from therapist_app.workflows.packs_in_use import ListedPack, PackSource
from therapist_app.workflows.workspace import Workspace

MOST_NAMED = 12
"""Names in one sentence; the rest is counted."""
Standing = Literal["first", "newer", "older", "installed"]


@dataclass(frozen=True, slots=True)
class Stock:
    """What is there already, in use or not.

    Attributes:
        shipped: Id and version of each programme that comes with the program.
        programmes: Every programme.
        forms: Every form, without the words that a clinic lays over measures.
        own: The forms as they stand in use, those in the clinic's own folder among them.
        jurisdictions: Every local text.

    """

    shipped: frozenset[tuple[str, str]]
    programmes: tuple[Programme, ...]
    forms: FormLibrary
    own: FormLibrary
    jurisdictions: tuple[Jurisdiction, ...]


def stock_with(
    loaded: Iterable[LoadedPack], own: FormLibrary, approved: Iterable[Jurisdiction]
) -> Stock:
    """Return what is there: what comes with the program, the packs, and what is the clinic's own.

    Its own are its forms, and the local texts that it wrote and approved.
    """
    base, packs = shipped(), tuple(loaded)
    texts = [text for each in packs for text in each.contents.jurisdictions]
    courses = [each.contents.programme for each in packs if each.contents.programme is not None]
    came = (base.programme, *base.earlier_programmes)
    return Stock(
        shipped=frozenset((each.id, each.version) for each in came),
        programmes=(*came, *courses),
        forms=form_shelf(base.forms, packs),
        own=own,
        jurisdictions=(*base.jurisdictions, *texts, *approved),
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
        texts_offered(contents, stock)
    except PackRefused:
        raise
    except (FormError, ProgrammeError) as error:
        raise PackRefused(f"The content cannot be used here: {error}") from None
    refuse_another_language(manifest.language, contents)
    _refuse_taken(manifest, contents, stock)
    _refuse_changed(contents, stock)
    _refuse_dangling(contents, stock)
    _refuse_gaps(contents.directory, stock.own)
    _refuse_unfitting(contents, stock)
    return contents


def forms_offered(contents: Contents, stock: Stock) -> tuple[FormDefinition, ...]:
    """Return the forms, and the measures that get their words here with them."""
    return (*contents.forms, *contents.worded(stock.forms))


def texts_offered(contents: Contents, stock: Stock) -> tuple[TranslatedTexts, ...]:
    """Return the texts in another language, each held to what is here.

    Raises:
        DefinitionError: A file fits no form and no programme that is here.

    """
    every = FormLibrary((*stock.forms.all(), *stock.own.all()))
    return translated_texts(contents.translations, every, stock.programmes)


def _refuse_missing(manifest: PackManifest, stock: Stock) -> None:
    missing = [_words(each) for each in manifest.needs if not _is_there(each, stock)]
    if missing:
        raise PackRefused(
            f"The pack needs forms that are not here: {_named(missing)}. "
            "Install the pack that holds them first."
        )


def _is_there(need: NeededForm, stock: Stock) -> bool:
    if need.version is None:
        return stock.forms.knows(need.form) or stock.own.knows(need.form)
    return (need.form, need.version) in stock.forms


def _refuse_taken(manifest: PackManifest, contents: Contents, stock: Stock) -> None:
    programme = contents.programme
    if programme is None:
        return
    if (programme.id, programme.version) != (manifest.id, manifest.version):
        raise PackRefused("The pack and the programme in it name two versions: pack it afresh.")
    if (programme.id, programme.version) in stock.shipped:
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


def _refuse_unfitting(contents: Contents, stock: Stock) -> None:
    """Refuse vignettes that rate what no version of their course has."""
    wrong = unfitting_vignettes(contents.vignettes, stock.programmes) if contents.vignettes else ()
    if wrong:
        raise PackRefused(f"The vignettes fit no programme here: {' '.join(wrong[:MOST_NAMED])}")


def _kinds_needed(forms: FormLibrary) -> Iterator[str]:
    for form_id in forms.ids():
        for question in forms.latest(form_id).questions:
            if isinstance(question, DirectoryListQuestion):
                yield from question.must_include


def _words(need: NeededForm) -> str:
    return need.form if need.version is None else f"{need.form} {need.version}"


def _named(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class PackOffer:
    """A pack that could be installed, as it was found to be.

    Attributes:
        signed: The pack, whole and signed.
        contents: What is in it.
        signer: Who signed it, where that was confirmed here and still counts.
        standing: How it stands to the version in use; `installed` when it is here already.
        in_use: The version in use of the same pack, or of the one it would take the place of.
        texts: Its texts in another language, for each form and programme.
        forms: Its forms, and the measures that get words from it, with them.
        ended: Why that counts no longer, where it was confirmed here once.

    """

    signed: SignedPack
    contents: Contents
    signer: Signer | None
    standing: Standing
    in_use: str
    texts: tuple[TranslatedTexts, ...] = ()
    forms: tuple[FormDefinition, ...] = ()
    ended: Ended | None = None

    @property
    def manifest(self) -> PackManifest:
        """What the pack says of itself."""
        return self.signed.pack.manifest


def look_at(workspace: Workspace, path: Path) -> PackOffer:
    """Return what a file offers; nothing is changed.

    Raises:
        PackRefused: It is no pack, not whole, not signed, or does not fit what is here.

    """
    signed = verify_pack(_read(path))
    manifest = signed.pack.manifest
    registry = registry_of(workspace.service)
    same = [each.listed for each in registry if each.ref == manifest.ref]
    if same and same[0].sha256 != signed.sha256:
        raise PackRefused(
            f"{manifest.ref} is installed with other content: "
            "give the changed content a new version."
        )
    stock = stock_of(workspace)
    contents = fitting_contents(signed.pack, stock)
    return PackOffer(
        signed=signed,
        contents=contents,
        signer=trusted_signers(workspace.vault).get(signed.signer),
        standing=_standing(manifest, registry, is_here=bool(same)),
        in_use=version_in_use(workspace, manifest),
        texts=texts_offered(contents, stock),
        forms=forms_offered(contents, stock),
        ended=ended_signers(workspace.vault).get(signed.signer),
    )


def stock_of(workspace: Workspace) -> Stock:
    """Return what is there in the service that is open."""
    source = PackSource(workspace.vault.place.packs, list_of(registry_of(workspace.service)))
    loaded, _problems = load_packs(source, installed())
    return stock_with(loaded, workspace.as_written.forms, workspace.local_texts)


def version_in_use(workspace: Workspace, manifest: PackManifest) -> str:
    """Return the version in use of the same pack, or of the one it would take the place of."""
    in_use = _in_use(registry_of(workspace.service), manifest.kind, manifest.id)
    return in_use.ref if in_use else _shipped(manifest.kind)


def _read(path: Path) -> bytes:
    try:
        return read_private_file(path, MOST_BYTES)
    except (FileNotFoundError, CannotWrite, NotARecord):
        raise PackRefused(
            f"{path.name} is no file of at most {MOST_BYTES:,} bytes that can be read."
        ) from None


def _standing(manifest: PackManifest, registry: Registry, *, is_here: bool) -> Standing:
    if is_here:
        return "installed"
    versions = [
        order_of(each.version)
        for each in list_of(registry)
        if (each.kind, each.id) == (manifest.kind, manifest.id)
    ]
    if not versions:
        return "first"
    return "newer" if order_of(manifest.version) > max(versions) else "older"


def _in_use(registry: Registry, kind: Kind, pack_id: str) -> ListedPack | None:
    same = (each for each in list_of(registry) if each.kind == kind and each.in_use)
    return next((each for each in same if each.id == pack_id or kind in ONE_AT_A_TIME), None)


def _shipped(kind: Kind) -> str:
    """Return the name of what comes with the program, where a pack takes its place."""
    programme = programmes.installed()
    return f"programme {programme.id} {programme.version}" if kind == "programme" else ""
