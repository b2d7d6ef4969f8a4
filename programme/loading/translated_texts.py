"""Files of texts in another language, each held to the form or the programme that it is for."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from programme.definition.definition import Programme
from programme.loading import translating
from programme.loading.translating import ProgrammeKey, asked_of, places_of, programme_translation
from session_forms.clinic import translations
from session_forms.clinic.translations import Translation, form_texts, form_translation
from session_forms.errors import DefinitionError
from session_forms.files.explaining import Finding
from session_forms.files.toml_file import TomlFile
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary

Key = tuple[str, int | str]
"""Id and version of a form, whose versions are whole numbers, or of a programme."""


@dataclass(frozen=True, slots=True)
class TranslatedTexts:
    """All texts of one form or one programme in one language.

    Attributes:
        key: Its id and version.
        title: What it is called, as it is written.
        language: The language of the texts.
        permission: What permission the clinic holds, for words that are not our own.
        written: Every text as it is written, by place.
        said: The translated texts by place.

    """

    key: Key
    title: str
    language: str
    permission: str
    written: Mapping[str, str]
    said: Mapping[str, str]

    @property
    def asked(self) -> Collection[str]:
        """The places that have to be translated for all of it to be."""
        return asked_of(self.written)

    @property
    def lacking(self) -> int:
        """How many of them are not."""
        return sum(place not in self.said for place in self.asked)


def translated_texts(
    files: Iterable[TomlFile], forms: FormLibrary, programmes: Iterable[Programme]
) -> tuple[TranslatedTexts, ...]:
    """Return the texts of files, for each form and each programme together.

    Raises:
        DefinitionError: A file fits none of them, or gives a text that another file gives.

    """
    files = tuple(files)
    courses = {(each.id, each.version): each for each in programmes}
    places = _places_for(files, courses.values())
    found: dict[tuple[Key, str], TranslatedTexts] = {}
    for file in files:
        if is_for_a_programme(file):
            said = programme_translation(file, places)
            course = courses[str(said.programme), str(said.version)]
            one = _texts(course, said, places[course.id, course.version])
        else:
            said = form_translation(file, forms)
            form = forms.get(str(said.form), int(said.version))
            one = _texts(form, said, form_texts(form))
        other = found.get((one.key, one.language))
        found[one.key, one.language] = one if other is None else _together(file, other, one)
    return tuple(found.values())


def problems_of_texts(
    files: Iterable[TomlFile], forms: FormLibrary, programmes: Iterable[Programme]
) -> Iterator[DefinitionError]:
    """Yield everything that is wrong with each of the files."""
    files = tuple(files)
    places = _places_for(files, programmes)
    for file in files:
        errors = list(file.model_errors(Translation))
        if errors:
            yield from errors
        elif is_for_a_programme(file):
            yield from translating.translation_problems(file, places)
        else:
            yield from translations.translation_problems(file, forms)


def is_for_a_programme(file: TomlFile) -> bool:
    """Return whether a file of texts is for a programme, and not for a form."""
    return "programme" in file.data


def _places_for(
    files: Collection[TomlFile], programmes: Iterable[Programme]
) -> dict[ProgrammeKey, dict[str, str]]:
    """Return what of each programme can be translated, where a file is for one: it is much."""
    return places_of(programmes) if any(map(is_for_a_programme, files)) else {}


def _texts(
    of: Programme | FormDefinition, said: Translation, written: Mapping[str, str]
) -> TranslatedTexts:
    key = (of.id, of.version)
    return TranslatedTexts(key, of.title, said.language, said.permission, written, said.texts)


def _together(file: TomlFile, first: TranslatedTexts, second: TranslatedTexts) -> TranslatedTexts:
    for place in second.said:
        if place in first.said:
            what = "another file gives the text at this place, too"
            raise file.error(Finding(("texts", place), what, "take one of them out"))
    permission = first.permission or second.permission
    return replace(first, permission=permission, said={**first.said, **second.said})
