"""The programme in another language: texts by id, version, language and place.

A text that sessions share with the frame, or a session with the list of the course, is translated
once: where a session gives none of its own it takes over that of the frame.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from programme.definition.definition import Programme, SessionPlan, Step
from session_forms.clinic.translations import (
    Translation,
    lacking,
    misnamed,
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
ProgrammeKey = tuple[str, str]
"""Id and version."""
_NAMES_A_SESSION = re.compile(r"gates\..+\.before|tracks\..+\.after")
_SHARED = (
    (re.compile(r"session_plans\.[^.]+\."), "frame."),
    (re.compile(r"phases\.[^.]+\.sessions\."), "session_plans."),
)
"""How a place in a session begins, and how that does from which it takes its text over."""


def programme_texts(programme: Programme) -> dict[str, str]:
    """Return what of a programme can be translated, by place."""
    found = texts_in(programme, TEXTS)
    return {place: text for place, text in found if not _NAMES_A_SESSION.fullmatch(place)}


def places_of(programmes: Iterable[Programme]) -> dict[ProgrammeKey, dict[str, str]]:
    """Return what of each programme can be translated."""
    return {(each.id, each.version): programme_texts(each) for each in programmes}


def asked_of(places: Mapping[str, str]) -> tuple[str, ...]:
    """Return the places that have to be translated for all to be: what is shared stands once."""
    return tuple(place for place in places if not _taken_over(place, places))


def told(places: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the translated text of each place that has one, its own or one that it shares."""
    found = {place: texts.get(place) or texts.get(_taken_over(place, places)) for place in places}
    return {place: text for place, text in found.items() if text}


def programme_in_language(programme: Programme, texts: Mapping[str, str]) -> Programme:
    """Return the programme with these texts; it, each session and each step say what they lack."""
    places = programme_texts(programme)
    given = told(places, texts)
    said = with_texts(programme, given, TEXTS)
    plans = {key: _plan(plan, places, given) for key, plan in said.session_plans.items()}
    purpose = lacking(said.intended_purpose, asked_of(places), given)
    return said.model_copy(update={"session_plans": plans, "intended_purpose": purpose})


def _plan(plan: SessionPlan, places: Collection[str], given: Mapping[str, str]) -> SessionPlan:
    here = f"session_plans.{plan.id}."
    inside = [place for place in places if place.startswith(here)]
    steps = tuple(_step(step, f"{here}steps.{step.id}.", inside, given) for step in plan.steps)
    return plan.model_copy(update={"aim": lacking(plan.aim, inside, given), "steps": steps})


def _step(step: Step, here: str, places: Iterable[str], given: Mapping[str, str]) -> Step:
    inside = [place for place in places if place.startswith(here)]
    purpose = lacking(step.guidance.purpose, inside, given)
    return step.model_copy(
        update={"guidance": step.guidance.model_copy(update={"purpose": purpose})}
    )


def _taken_over(place: str, places: Mapping[str, str]) -> str:
    """Return the place from which another takes its text over, which is the same; else nothing."""
    for start, other in _SHARED:
        shared = start.sub(other, place, count=1)
        if start.match(place) and places.get(shared) == places[place]:
            return shared
    return ""


def programme_translation(
    file: TomlFile, places: Mapping[ProgrammeKey, Mapping[str, str]]
) -> Translation:
    """Return the translation in `file`, held to the programmes with these places.

    Raises:
        DefinitionError: It fits none of them; the first thing that is wrong.

    """
    translation = file.model(Translation)
    for finding in _findings(file.name, translation, places):
        raise file.error(finding)
    return translation


def translation_problems(
    file: TomlFile, places: Mapping[ProgrammeKey, Mapping[str, str]]
) -> Iterator[DefinitionError]:
    """Yield everything that is wrong in a translation of one of the programmes.

    Raises:
        DefinitionError: It is not even the file of a translation.

    """
    for finding in _findings(file.name, file.model(Translation), places):
        yield file.error(finding)


def _findings(
    name: str, said: Translation, places: Mapping[ProgrammeKey, Mapping[str, str]]
) -> Iterator[Finding]:
    key = str(said.programme), str(said.version)
    if key not in places:
        known = " or ".join(" ".join(each) for each in places)
        what = "there is no such programme in this version"
        yield Finding(("programme",), what, f"name {known}")
        return
    yield from misnamed(name, f"{key[0]}.v{key[1]}", said)
    yield from misplaced(places[key], said.texts)
