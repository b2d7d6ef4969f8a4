"""The programme in another language: texts by id, version, language and place."""

from collections.abc import Iterator, Mapping

from programme.definition.definition import Programme
from session_forms.clinic.translations import (
    SUFFIX,
    Translation,
    lacking,
    misplaced,
    texts_in,
    with_texts,
)
from session_forms.errors import DefinitionError
from session_forms.files.explaining import Finding
from session_forms.files.toml_file import TomlFile

TEXTS = frozenset(
    {
        *("title", "intended_purpose", "population", "aim", "rationale", "prepares", "before"),
        *("after", "handout", "text", "size", "private", "done_when", "difficulty", "reply"),
        *("purpose", "listen_for", "never", "adapt", "repeat_in_both", "rule", "action"),
    }
)


def programme_in_language(programme: Programme, texts: Mapping[str, str]) -> Programme:
    """Return the programme with these texts; it, and each session, says how many it lacks."""
    places = dict(texts_in(programme, TEXTS))
    said = with_texts(programme, texts, TEXTS)
    plans = {
        key: plan.model_copy(update={"aim": lacking(plan.aim, _below(places, key), texts)})
        for key, plan in said.session_plans.items()
    }
    purpose = lacking(said.intended_purpose, places, texts)
    return said.model_copy(update={"session_plans": plans, "intended_purpose": purpose})


def programme_translation(file: TomlFile, programme: Programme) -> Translation:
    """Return the translation in `file`.

    Raises:
        DefinitionError: It does not fit the programme; the first thing that is wrong.

    """
    translation = file.model(Translation)
    for finding in _findings(file.name, translation, programme):
        raise file.error(finding)
    return translation


def translation_problems(file: TomlFile, programme: Programme) -> Iterator[DefinitionError]:
    """Yield everything that is wrong in a translation of the programme.

    Raises:
        DefinitionError: It is not even the file of a translation.

    """
    for finding in _findings(file.name, file.model(Translation), programme):
        yield file.error(finding)


def _findings(name: str, translation: Translation, programme: Programme) -> Iterator[Finding]:
    wanted = f"{programme.id}.v{programme.version}.{translation.language}{SUFFIX}"
    if (translation.programme, translation.version) != (programme.id, programme.version):
        what = "there is no such programme in this version"
        yield Finding(("programme",), what, "name the programme and its version")
    elif name != wanted:
        what = "the file's name does not say programme, version and language"
        yield Finding((), what, f"name the file {wanted}")
    else:
        yield from misplaced(dict(texts_in(programme, TEXTS)), translation.texts)


def _below(places: Mapping[str, str], plan_id: str) -> tuple[str, ...]:
    return tuple(place for place in places if place.startswith(f"session_plans.{plan_id}."))
