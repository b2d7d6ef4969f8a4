"""The inside of a pack: a folder of one kind of content becomes what the program works with."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Literal

from programme.definition.definition import Programme
from programme.definition.training import PACKED_VIGNETTES, read_packed_vignettes
from programme.errors import PackRefused
from programme.loading.loading import load_programme
from programme.packs.manifest import NeededForm
from programme.packs.naming import MANIFEST, Kind
from session_forms.clinic.site_folder import is_words
from session_forms.clinic.site_merge import form_with_words
from session_forms.clinic.site_texts import SiteText
from session_forms.clinic.translations import SUFFIX, Translation
from session_forms.files.toml_file import TomlFile, read_toml
from session_forms.form.definition import FormDefinition
from session_forms.library.cross_references import forms_named
from session_forms.library.library import FormLibrary, definition_files, load_form
from session_forms.reference.directory import DirectoryEntry, load_directory
from session_forms.reference.jurisdictions import Jurisdiction, load_jurisdictions

DIRECTORY = "directory.toml"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a pack holds; what its kind has not is empty.

    Attributes:
        programme: The programme, for packs of that kind.
        forms: The forms, measures among them.
        words: The files of words that a clinic adds to measures without any.
        jurisdictions: The local texts.
        directory: The services.
        translations: The files of texts in another language.
        vignettes: The file of vignettes for raters, as it is written; it is sound.

    """

    programme: Programme | None = None
    forms: tuple[FormDefinition, ...] = ()
    words: tuple[TomlFile, ...] = ()
    jurisdictions: tuple[Jurisdiction, ...] = ()
    directory: tuple[DirectoryEntry, ...] = ()
    translations: tuple[TomlFile, ...] = ()
    vignettes: str = ""

    def worded(self, library: FormLibrary) -> tuple[FormDefinition, ...]:
        """Return the measures that get words here, with them.

        Raises:
            DefinitionError: Words do not fit the measure they are for.

        """
        return tuple(form_with_words(file, library) for file in self.words)


def read_contents(kind: Kind, folder: Traversable, forms: FormLibrary) -> Contents:
    """Return what a folder of a kind holds.

    Args:
        kind: The kind.
        folder: The folder, on the disk or in memory.
        forms: The forms that a programme may name.

    Raises:
        ContentError: A file of a programme is wrong.
        DefinitionError: Another file is wrong.
        PackRefused: The folder holds something that belongs in a pack of another kind.

    """
    if kind == "programme":
        return Contents(programme=load_programme(folder, forms))
    for inside in (each.name for each in folder.iterdir() if each.is_dir()):
        raise PackRefused(f"{inside} is a folder, and a pack of {kind} has none: put its files up.")
    if kind == "directory":
        return Contents(directory=load_directory(folder / DIRECTORY))
    paths = definition_files(folder)
    if not paths:
        raise PackRefused(f"There is nothing to pack as {kind}: its files end in .toml.")
    if kind == "jurisdictions":
        return Contents(jurisdictions=load_jurisdictions(folder))
    if kind == "vignettes":
        return Contents(vignettes=_vignettes(paths))
    if kind == "translations":
        return Contents(translations=tuple(_translation(path) for path in paths))
    return _forms(kind, paths)


def refuse_another_language(language: str, contents: Contents) -> None:
    """Hold the files of texts against the language that their pack is said to be in.

    Raises:
        PackRefused: A file is in another one.

    """
    for file in contents.translations:
        found = file.model(Translation).language
        if found != language:
            raise PackRefused(
                f'{file.name} is in "{found}", and the pack in "{language}": write '
                f'language = "{found}" into its {MANIFEST}, or put the file into another pack.'
            )


def needs_of(contents: Contents) -> tuple[NeededForm, ...]:
    """Return the forms that the content names and does not hold, by id and version."""
    named = set(_named(contents))
    own = {form.id for form in contents.forms}
    return tuple(
        NeededForm(form=form_id, version=version or None)
        for form_id, version in sorted(named)
        if form_id not in own
    )


def _forms(kind: Literal["forms", "measures"], paths: Iterable[Traversable]) -> Contents:
    words = tuple(read_toml(path) for path in paths if is_words(path.name))
    forms = tuple(load_form(path) for path in paths if not is_words(path.name))
    for file in words:
        if file.name.endswith(SUFFIX):
            raise PackRefused(
                f"{file.name} holds texts in another language, and this is a pack of {kind}: "
                "put it into a pack of translations."
            )
    takes_measures = kind == "measures"
    misplaced = [form.id for form in forms if takes_measures != (form.measure is not None)]
    misplaced += [] if takes_measures else [file.name for file in words]
    for name in misplaced:
        right, what = ("forms", "no measure") if takes_measures else ("measures", "a measure")
        raise PackRefused(
            f"{name} is {what}, and this is a pack of {kind}: put it into a pack of {right}."
        )
    return Contents(forms=forms, words=words)


def _vignettes(paths: Sequence[Traversable]) -> str:
    for path in paths:
        if path.name != PACKED_VIGNETTES:
            raise PackRefused(
                f"{path.name} is no file of vignettes: a pack of them holds {PACKED_VIGNETTES}."
            )
    text = paths[0].read_text("utf-8")
    read_packed_vignettes(text)
    return text


def _translation(path: Traversable) -> TomlFile:
    if not path.name.endswith(SUFFIX):
        raise PackRefused(
            f"{path.name} holds no texts in another language, whose names end in {SUFFIX}: "
            "take it out of the folder."
        )
    file = read_toml(path)
    file.model(Translation)
    return file


def _named(contents: Contents) -> Iterator[tuple[str, int]]:
    """Yield form and version, 0 where any will do."""
    if contents.programme is not None:
        yield from contents.programme.forms.items()
    for file in contents.words:
        text = file.model(SiteText)
        yield text.form, text.version
    for form in contents.forms:
        yield from ((each, 0) for each in forms_named(form))
    for file in contents.translations:
        said = file.model(Translation)
        if said.form is not None and isinstance(said.version, int):
            yield said.form, said.version
