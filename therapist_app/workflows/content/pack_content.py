"""Installed packs laid over what comes with the program.

Nothing is unpacked: the files of a pack are read in memory, and only where the whole pack has
the hash that was noted when it was installed. A pack that cannot be used is left out and named,
and what comes with the program stands in for it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from programme.definition.definition import Programme
from programme.errors import PackRefused, ProgrammeError
from programme.loading.completing import load_completed
from programme.packs.archive import MOST_BYTES
from programme.packs.building import Pack, open_pack
from programme.packs.contents import Contents, read_contents
from programme.packs.memory import MemoryFolder
from programme.source_files.content import ContentFolder
from session_forms.errors import FormError
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.reference.directory import DirectoryEntry
from session_forms.reference.jurisdictions import Jurisdiction
from therapist_app.record.errors import CannotWrite, NotARecord
from therapist_app.record.folder.files import read_private_file
from therapist_app.workflows.content.shipped_content import ContentInUse
from therapist_app.workflows.packs_in_use import ListedPack, PackProblem, PacksInUse, PackSource


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """One installed pack and what is in it."""

    entry: ListedPack
    pack: Pack
    contents: Contents
    is_completed: bool = False
    """Whether it lacked what keeps people safe, so that nobody begins with it."""


def with_packs(base: ContentInUse, source: PackSource) -> ContentInUse:
    """Return the content with packs laid over it."""
    loaded, problems = load_packs(source, base.forms, base.programme)
    in_use = [each for each in loaded if each.entry.in_use]
    aside = [each for each in loaded if not each.entry.in_use]
    chosen = [
        each.contents.programme
        for each in in_use
        if each.contents.programme is not None and not each.is_completed
    ]
    programme = chosen[0] if chosen else base.programme
    directories = [each.contents.directory for each in in_use if each.contents.directory]
    forms = _with_words(form_shelf(base.forms, loaded), in_use, problems)
    return replace(
        base,
        programme=programme,
        earlier_programmes=_others(programme, loaded, base),
        forms=forms,
        directory=directories[0] if directories else base.directory,
        jurisdictions=_texts(base.jurisdictions, in_use),
        texts=tuple(
            (each.entry.ref, each.contents.translations)
            for each in in_use
            if each.contents.translations
        ),
        packs=PacksInUse(
            source.listed,
            tuple(problems),
            source.differed,
            source.put_back,
            programme_hashes=_hashes(loaded),
            kept_texts=tuple(text for each in aside for text in each.contents.jurisdictions),
            kept_services=(*(base.directory if directories else ()), *_services(aside)),
            vignettes="".join(each.contents.vignettes for each in in_use),
            vignettes_of="".join(each.entry.ref for each in in_use if each.contents.vignettes),
            completed=frozenset(
                (each.entry.id, each.entry.version) for each in loaded if each.is_completed
            ),
        ),
    )


def load_packs(
    source: PackSource, base: FormLibrary, whole: Programme | None = None
) -> tuple[tuple[LoadedPack, ...], list[PackProblem]]:
    """Return the packs of a list and what could not be loaded; programmes see all the forms.

    Args:
        source: Where they stand, and which.
        base: The forms that come with the program.
        whole: From which a programme is completed that lacks what keeps people safe; without it
            such a one is left out.

    """
    problems: list[PackProblem] = []
    first = [each for each in source.listed if each.kind != "programme"]
    others = tuple(_loaded(source.folder, first, base, problems))
    courses = [each for each in source.listed if each.kind == "programme"]
    shelf = form_shelf(base, others)
    return (*others, *_loaded(source.folder, courses, shelf, problems, whole)), problems


def form_shelf(base: FormLibrary, loaded: Iterable[LoadedPack]) -> FormLibrary:
    """Return the forms of all packs; those of packs not in use are kept for their answers."""
    packs = tuple(loaded)
    kept = [form for each in packs if not each.entry.in_use for form in each.contents.forms]
    offered = [form for each in packs if each.entry.in_use for form in each.contents.forms]
    return FormLibrary((*base.all(), *offered), kept=kept)


def installed_pack(folder: Path, entry: ListedPack) -> Pack:
    """Return an installed pack from its file.

    Raises:
        FileNotFoundError: There is no such file.
        NotARecord: It is no file that can be read.
        PackRefused: It is not the one that was installed.

    """
    data = read_private_file(entry.place(folder), MOST_BYTES)
    if sha256(data).hexdigest() != entry.sha256:
        raise PackRefused(f"{entry.ref} is not the one that was installed: install it again.")
    return open_pack(data)


def _loaded(
    folder: Path,
    entries: Iterable[ListedPack],
    shelf: FormLibrary,
    problems: list[PackProblem],
    whole: Programme | None = None,
) -> Iterator[LoadedPack]:
    for entry in entries:
        try:
            pack = installed_pack(folder, entry)
        except FileNotFoundError:
            problems.append(PackProblem(entry.ref, "missing"))
            continue
        except (CannotWrite, NotARecord, PackRefused):
            problems.append(PackProblem(entry.ref, "changed"))
            continue
        try:
            contents = read_contents(entry.kind, MemoryFolder(pack.files), shelf)
        except (FormError, ProgrammeError):
            kept = None if whole is None else _completed(pack, shelf, whole)
            if kept is None:
                problems.append(PackProblem(entry.ref, "unusable"))
            else:
                problems.append(PackProblem(entry.ref, "lacks"))
                yield LoadedPack(entry, pack, Contents(programme=kept), is_completed=True)
            continue
        yield LoadedPack(entry, pack, contents)


def _completed(pack: Pack, shelf: FormLibrary, whole: Programme) -> Programme | None:
    """Return a programme that lacks only what keeps people safe, completed; None for any other."""
    try:
        return load_completed(ContentFolder(MemoryFolder(pack.files)), shelf, whole)
    except ProgrammeError:
        return None


def _with_words(
    shelf: FormLibrary, in_use: Iterable[LoadedPack], problems: list[PackProblem]
) -> FormLibrary:
    worded: list[FormDefinition] = []
    for each in in_use:
        try:
            worded += each.contents.worded(shelf)
        except FormError:
            problems.append(PackProblem(each.entry.ref, "unusable"))
    return shelf.with_more(worded)


def _others(
    programme: Programme, loaded: Iterable[LoadedPack], base: ContentInUse
) -> tuple[Programme, ...]:
    found = [each.contents.programme for each in loaded if each.contents.programme is not None]
    others = {
        (each.id, each.version): each for each in (base.programme, *base.earlier_programmes, *found)
    }
    others.pop((programme.id, programme.version), None)
    return tuple(others.values())


def _texts(base: Iterable[Jurisdiction], in_use: Iterable[LoadedPack]) -> tuple[Jurisdiction, ...]:
    texts = {each.ref: each for each in base}
    for loaded in in_use:
        texts |= {each.ref: each for each in loaded.contents.jurisdictions}
    return tuple(texts.values())


def _services(aside: Iterable[LoadedPack]) -> Iterator[DirectoryEntry]:
    for each in aside:
        yield from each.contents.directory


def _hashes(loaded: Iterable[LoadedPack]) -> dict[tuple[str, str], str]:
    return {
        (each.entry.id, each.entry.version): each.pack.manifest.content
        for each in loaded
        if each.entry.kind == "programme"
    }
