"""Finds the key that a misspelt one was meant to be."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from session_forms.files.frozen import Definition

Place = tuple[str | int, ...]
Models = frozenset[type[Definition]]


def advice_on_kind(data: Mapping[str, object], path: Place) -> str:
    """Return what to do about a missing key `kind` at `path`."""
    here: Any = data
    for part in path:
        here = here[part]
    close = get_close_matches("kind", map(str, here), n=1, cutoff=0.75)
    return f"write kind instead of {close[0]}" if close else "add it"


def meant_key(model: type[Definition], place: Place) -> str:
    """Return the known key that an unknown one is most like, or ""."""
    *above, key = place
    models: Models = frozenset({model})
    for part in above:
        models = _models_below(models, part)
    known = sorted({name for each in models for name in _keys(each)})
    return next(iter(get_close_matches(str(key), known, n=1)), "")


def _models_below(models: Models, part: str | int) -> Models:
    if isinstance(part, int):
        return models
    below = frozenset(
        each
        for model in models
        for name, field in model.model_fields.items()
        if (field.alias or name) == part
        for each in _models_in(field.annotation)
    )
    return below or frozenset(model for model in models if part in _names_of(model))


def _models_in(annotation: object) -> Iterator[type[Definition]]:
    if isinstance(annotation, type) and issubclass(annotation, Definition):
        yield annotation
    for each in get_args(annotation):
        yield from _models_in(each)


def _names_of(model: type[Definition]) -> tuple[object, ...]:
    kind = model.model_fields.get("kind")
    return (model.__name__, *(get_args(kind.annotation) if kind else ()))


def _keys(model: type[Definition]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name
