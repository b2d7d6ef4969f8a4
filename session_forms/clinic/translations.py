"""Texts of forms and of the programme in another language: by id, version and language.

A file such as `safety-plan.v1.de.texts.toml` says which form in which version it is for, and
gives the texts by their place: `questions.warning_signs.prompt`. Ids, numbers, scores, alerts
and rules stay as they are, so that answers are kept alike in every language. A text that is not
given stays as it is, and what lacks one says so.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from pydantic import Field

from session_forms.errors import DefinitionError
from session_forms.files.explaining import Finding
from session_forms.files.frozen import Definition, KebabCase, Words
from session_forms.files.toml_file import TomlFile, checked_model, problems_in_file
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.words.language_words import is_language
from session_forms.words.texts import NN_, counted

SUFFIX = ".texts.toml"
"""How the name of such a file ends."""
FORM_FIELDS = ("title", "introduction", "standing_note", "time_frame", "parts", "questions")
"""What of a form is read when it is filled in; names of scores and bands leave the clinic."""
FORM_TEXTS = frozenset(
    {
        *("title", "introduction", "standing_note", "time_frame", "prompt", "prompt_first_use"),
        *("help", "label", "warn_text", "unit", "unit_of_one"),
    }
)
NOT_TRANSLATED = NN_(
    "{count} text of {all} is not translated and stands in English.",
    "{count} texts of {all} are not translated and stand in English.",
)
_PLACEHOLDER = re.compile(r"\{\w+\}")

D = TypeVar("D", bound=Definition)


class Translation(Definition):
    """The texts of one version in one language.

    Attributes:
        form: The form; else it is a programme.
        programme: The programme.
        version: Its version.
        language: The language of the texts.
        permission: For words that are not our own: what permission the clinic holds.
        texts: Each text by its place.

    """

    form: KebabCase | None = None
    programme: KebabCase | None = None
    version: int | str
    language: str = Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
    permission: str = ""
    texts: Mapping[str, Words]


def is_spoken(language: str, spoken: str) -> bool:
    """Return whether texts in `language` are for those who speak `spoken`, as de is for de_AT.

    A system names the script as well, which texts need not: de-AT is for de_Latn_AT.
    """
    code, *parts = language.replace("-", "_").split("_")
    spoken_code, *spoken_parts = spoken.replace("-", "_").split("_")
    return code == spoken_code and set(parts) <= set(spoken_parts)


def texts_in(
    part: Definition, names: Collection[str], fields: Collection[str] = (), at: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield place and text of every field of these names; `fields` limits where to begin."""
    for name in fields or type(part).model_fields:
        yield from _texts(getattr(part, name), names, f"{at}{name}", is_text=name in names)


def with_texts(
    part: D,
    texts: Mapping[str, str],
    names: Collection[str],
    fields: Collection[str] = (),
    at: str = "",
) -> D:
    """Return the part with the texts that are given for their places."""
    if not texts:
        return part
    update = {
        name: _said(getattr(part, name), texts, names, f"{at}{name}", is_text=name in names)
        for name in fields or type(part).model_fields
    }
    return part.model_copy(update=update)


def form_texts(form: FormDefinition) -> dict[str, str]:
    """Return what of a form can be translated, by place."""
    return dict(texts_in(form, FORM_TEXTS, FORM_FIELDS))


def form_in_language(form: FormDefinition, texts: Mapping[str, str]) -> FormDefinition:
    """Return the form with these texts; its introduction says how many it lacks."""
    places = form_texts(form)
    said = with_texts(form, texts, FORM_TEXTS, FORM_FIELDS)
    return said.model_copy(update={"introduction": lacking(said.introduction, places, texts)})


def forms_in_language(
    library: FormLibrary, texts: Mapping[tuple[str, int | str], Mapping[str, str]], spoken: str
) -> FormLibrary:
    """Return `library` in the language that is spoken, as far as there are texts by id and version.

    A form that is in another language, and lacks texts in this one, says so.
    """
    said = [
        form_in_language(form, texts.get((form.id, form.version), {}))
        for form in library.all()
        if not is_spoken(form.language, spoken)
    ]
    return library.in_words_of(said)


def lacking(words: str, places: Collection[str], texts: Mapping[str, str]) -> str:
    """Return `words`, and how many of the texts at these places are not translated."""
    missing = sum(place not in texts for place in places)
    if not missing:
        return words
    return f"{words} {counted(NOT_TRANSLATED, missing, all=len(places))}".strip()


def form_translation(file: TomlFile, library: FormLibrary) -> Translation:
    """Return the translation in `file`.

    Raises:
        DefinitionError: It does not fit the form that it names; the first thing that is wrong.

    """
    return checked_model(file, Translation, partial(_errors, library))


def translation_problems(file: TomlFile, library: FormLibrary) -> list[DefinitionError]:
    """Return everything that is wrong with a file of texts for a form."""
    return problems_in_file(file, Translation, partial(_errors, library))


def _errors(library: FormLibrary, file: TomlFile, said: Translation) -> Iterator[DefinitionError]:
    return map(file.error, _findings(file.name, said, library))


def misnamed(name: str, ref: str, translation: Translation) -> Iterator[Finding]:
    """Yield what is wrong with the name of a file, and with the language that it is said to be in.

    `ref` is what it is for, as the name begins. One translation may stand in several files, each
    with a name of its part before the end, as pps-core.v0.3.0.de.S01.texts.toml.
    """
    start = f"{ref}.{translation.language}"
    if not is_language(translation.language):
        what = "there is no such language"
        yield Finding(("language",), what, "write its short code, as de or pt-BR")
    elif not re.fullmatch(rf"{re.escape(start)}(\.[\w-]+)?{re.escape(SUFFIX)}", name, re.ASCII):
        what = "the file's name does not say what it is for, version and language"
        yield Finding((), what, f"name the file {start}{SUFFIX}")


def misplaced(places: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[Finding]:
    """Yield texts for places that are not there, and texts that lose what is put into them."""
    for place, text in texts.items():
        if place not in places:
            close = get_close_matches(place, places, n=1)
            to_do = f"write {close[0]}" if close else "name a place that is there"
            yield Finding(("texts", place), "there is no text at this place", to_do)
        elif set(_PLACEHOLDER.findall(places[place])) != set(_PLACEHOLDER.findall(text)):
            what = "the names in braces are not those of the text"
            names = ", ".join(sorted(set(_PLACEHOLDER.findall(places[place])))) or "none"
            yield Finding(("texts", place), what, f"write each as it is, here {names}")


def _findings(name: str, translation: Translation, library: FormLibrary) -> Iterator[Finding]:
    key = translation.form, translation.version
    if key not in library or translation.form is None or not isinstance(translation.version, int):
        versions = (each.version for each in library.all() if each.id == translation.form)
        here = " or ".join(f"{translation.form} {each}" for each in versions)
        to_do = f"name {here}" if here else "name a form and its version"
        yield Finding(("form",), "there is no such form in this version", to_do)
        return
    form = library.get(translation.form, translation.version)
    yield from misnamed(name, f"{form.id}.v{form.version}", translation)
    if form.licence.status != "own" and not translation.permission:
        what = "the words of this form are not our own"
        yield Finding(("permission",), what, "say what permission for a translation you hold")
    yield from misplaced(form_texts(form), translation.texts)


def _texts(
    value: object, names: Collection[str], at: str, *, is_text: bool
) -> Iterator[tuple[str, str]]:
    match value:
        case str() if is_text and value:
            yield at, value
        case Definition():
            yield from texts_in(value, names, at=f"{at}.")
        case Mapping() | tuple():
            for key, each in _keyed(value):
                yield from _texts(each, names, f"{at}.{key}", is_text=is_text)
        case _:
            pass


def _said(
    value: object, texts: Mapping[str, str], names: Collection[str], at: str, *, is_text: bool
) -> object:
    match value:
        case str() if is_text:
            return texts.get(at, value)
        case Definition():
            return with_texts(value, texts, names, at=f"{at}.")
        case Mapping() | tuple():
            said = {
                key: _said(each, texts, names, f"{at}.{key}", is_text=is_text)
                for key, each in _keyed(value)
            }
            return tuple(said.values()) if isinstance(value, tuple) else MappingProxyType(said)
        case _:
            return value


def _keyed(value: Mapping[object, object] | tuple[object, ...]) -> Iterator[tuple[object, object]]:
    if isinstance(value, Mapping):
        yield from value.items()
        return
    ids = [getattr(each, "id", None) for each in value]
    by_id = None not in ids and len(set(ids)) == len(ids)
    yield from zip(ids if by_id else range(len(value)), value, strict=True)
