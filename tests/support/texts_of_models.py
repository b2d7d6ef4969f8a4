"""Which keys of the files of content hold texts, whoever reads them."""

from collections.abc import Collection, Iterator
from typing import get_args

from pydantic import BaseModel


def text_keys(model: type[BaseModel], fields: Collection[str] = ()) -> set[str]:
    """Return the keys with a text in a model and all that it is made of; ids have a pattern.

    `fields` limits where to begin.
    """
    return set(_keys(model, fields or model.model_fields, set()))


def _keys(
    model: type[BaseModel], fields: Collection[str], seen: set[type[BaseModel]]
) -> Iterator[str]:
    seen.add(model)
    for name in fields:
        field = model.model_fields[name]
        if _is_text(field.annotation, field.metadata):
            yield name
        for part in _models(field.annotation):
            if part not in seen:
                yield from _keys(part, part.model_fields, seen)


def _is_text(annotation: object, beside: Collection[object] = ()) -> bool:
    if annotation is str:
        return not any(getattr(each, "pattern", None) for each in beside)
    if hasattr(annotation, "__metadata__"):
        return _is_text(get_args(annotation)[0], annotation.__metadata__)
    return any(_is_text(each) for each in get_args(annotation) if not isinstance(each, str))


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _models(each)
