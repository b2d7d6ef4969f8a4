"""What pydantic found wrong with a content file, in words for its author.

pydantic's own errors never leave here: they are turned into places and sentences without
the value that was given.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel, ValidationError

from programme.places import Location


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing wrong in a content file."""

    location: Location
    what: str
    to_do: str


def explain(error: ValidationError, model: type[BaseModel], data: object) -> Iterator[Slip]:
    """Return what is wrong, one slip for each thing, places as they stand in the file."""
    for each in error.errors(include_input=False, include_url=False):
        location = _written_location(data, each["loc"], missing=each["type"] == "missing")
        yield _slip(each["type"], each["msg"], location, model)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return advice that names the nearest known word, or all of them."""
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    return f"use one of {', '.join(words)}" if words else "take it out"


def _slip(kind: str, message: str, location: Location, model: type[BaseModel]) -> Slip:
    if kind == "missing":
        return Slip(location, "this key is missing", "add it")
    if kind == "extra_forbidden":
        advice = did_you_mean(str(location[-1]), tuple(_known_keys(model, location[:-1])))
        return Slip(location, "this key is not known", advice)
    if kind.startswith("union_tag"):
        return Slip(location, "this asks for nothing", "name a form, a module or alerts")
    what = message.removeprefix("Value error, ").removeprefix("Input ")
    return Slip(
        location, f"the value {what}" if message.startswith("Input ") else what, "correct it"
    )


def _written_location(data: object, location: Location, *, missing: bool) -> Location:
    """Return a location without the names that pydantic adds for the kinds of a union."""
    written: list[str | int] = []
    node = data
    for position, part in enumerate(location):
        child = _child(node, part)
        if child is not None:
            written.append(part)
            node = child
        elif missing and position == len(location) - 1:
            written.append(part)
    return tuple(written)


def _child(node: object, part: str | int) -> object | None:
    if isinstance(node, list) and isinstance(part, int):
        return node[part]
    return node.get(part) if isinstance(node, dict) else None


def _known_keys(model: type[BaseModel], location: Location) -> set[str]:
    models = {model}
    for part in location:
        inner = {
            each
            for one in models
            if part in one.model_fields
            for each in _models_in(one.model_fields[str(part)].annotation)
        }
        models = inner or models
    return {name for one in models for name in one.model_fields}


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
