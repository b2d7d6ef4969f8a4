"""A form as the plain keys that its file would hold: the shortest spelling, nothing lost."""

from typing import Any

from session_forms.files.frozen import Definition
from session_forms.form.definition import FormDefinition
from session_forms.questions.ratings import RatingQuestion

Tree = dict[str, Any]
"""Keys with plain values: texts, numbers, days, lists, and trees again."""


def spelled(form: FormDefinition) -> Tree:
    """Return the keys of `form` that differ from their defaults; reading them gives it back."""
    keys = spelled_part(form)
    keys.pop("short_title", None)
    if form.short_title != form.title:
        keys["short_title"] = form.short_title
    keys["questions"] = [spelled_part(question) for question in form.questions]
    return keys


def spelled_part(part: Definition) -> Tree:
    """Return the keys of one part of a form, such as a question, in the same way."""
    dumped = part.model_dump(by_alias=True, exclude_defaults=True)
    keys: Tree = {key: _thawed(value) for key, value in dumped.items()}
    if isinstance(part, RatingQuestion) and part.options:
        del keys["low"], keys["high"]
    return keys


def _thawed(value: object) -> object:
    match value:
        case dict():
            return {key: _thawed(each) for key, each in value.items()}
        case list() | tuple():
            return [_thawed(each) for each in value]
        case _:
            return value


def frozen(value: object) -> object:
    """Return plain keys as the models take them: every list a tuple."""
    match value:
        case dict():
            return {key: frozen(each) for key, each in value.items()}
        case list():
            return tuple(frozen(each) for each in value)
        case _:
            return value
