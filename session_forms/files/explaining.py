"""Puts what pydantic found wrong with a file into words for the person who writes it.

A misspelt key is told the known one that it is most like.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from session_forms.files.frozen import Definition
from session_forms.files.toml_lines import Path

Models = frozenset[type[Definition]]


def advice_on_kind(data: Mapping[str, object], path: Path) -> str:
    """Return what to do about a missing key `kind` at `path`."""
    here: Any = data
    for part in path:
        here = here[part]
    close = get_close_matches("kind", map(str, here), n=1, cutoff=0.75)
    return f"write kind instead of {close[0]}" if close else "add it"


def meant_key(model: type[Definition], place: Path) -> str:
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


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a key: what, and what to do."""

    path: Path
    what: str
    to_do: str

    @property
    def key(self) -> str:
        """The key in one word, as `questions[2].low`."""
        spelt = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return "".join(spelt).lstrip(".")


MOST_EXPLAINED = 100
"""Errors of one file that are put into words; nobody mends more at a time."""

_WANTED: Mapping[str, str] = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "float_type": "a number",
    "tuple_type": "a list in square brackets",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "date_type": "a day such as 2026-03-01",
}


def explain(
    model: type[Definition], data: Mapping[str, object], error: ValidationError
) -> tuple[Finding, ...]:
    """Return what is wrong, once for each key, in the order it was found; not without end."""
    found: dict[Path, Finding] = {}
    details = error.errors(include_input=False, include_url=False)[:MOST_EXPLAINED]
    misspelt = {
        (*_path_in(data, detail)[:-1], meant_key(model, detail["loc"]))
        for detail in details
        if detail["type"] == "extra_forbidden"
    }
    for detail in details:
        finding = _finding(model, data, detail)
        if detail["type"] == "missing" and finding.path in misspelt:
            continue
        if detail["type"] == "too_short" and any(_lies_below(each, finding.path) for each in found):
            continue
        if finding.path in found and detail["type"] in _WANTED:
            what, to_do = "the value is of the wrong kind", "write another kind of value"
            finding = Finding(finding.path, what, to_do)
        found[finding.path] = finding
    return tuple(found.values())


def _finding(model: type[Definition], data: Mapping[str, object], detail: ErrorDetails) -> Finding:
    path = _path_in(data, detail)
    if detail["type"] == "extra_forbidden":
        meant = meant_key(model, detail["loc"])
        advice = f"write {meant} instead" if meant else "leave it out or move it where it belongs"
        return Finding(path, "this key is not known here", advice)
    if detail["type"] in _WANTED:
        wanted = _WANTED[detail["type"]]
        return Finding(path, "the value is of the wrong kind", f"write {wanted}")
    if detail["type"] == "union_tag_not_found":
        return Finding(path, "the key kind is missing", advice_on_kind(data, path))
    if detail["type"] == "union_tag_invalid":
        path = (*path, "kind")
    explanation = _EXPLANATIONS.get(detail["type"], _other)
    return Finding(path, *explanation(detail.get("ctx", {}), detail["msg"]))


def _missing(_ctx: dict[str, Any], _msg: str) -> tuple[str, str]:
    return "the key is missing", "add it"


def _own_words(ctx: dict[str, Any], _msg: str) -> tuple[str, str]:
    return str(ctx["error"]), "put that right"


def _not_listed(ctx: dict[str, Any], _msg: str) -> tuple[str, str]:
    return "the value is not allowed here", f"write {ctx['expected']}"


def _unknown_kind(ctx: dict[str, Any], _msg: str) -> tuple[str, str]:
    kinds = [each.strip(" '") for each in ctx["expected_tags"].split(",")]
    close = get_close_matches(str(ctx["tag"]), kinds, n=1)
    return "there is no such kind", f"write {' or '.join(close) or ', '.join(kinds)} as kind"


def _misspelt(ctx: dict[str, Any], _msg: str) -> tuple[str, str]:
    joint = "hyphens" if "-[" in ctx["pattern"] else "underscores"
    return "the value is spelt wrongly", f"use lower case letters, digits and {joint}"


def _other(_ctx: dict[str, Any], msg: str) -> tuple[str, str]:
    return msg[0].lower() + msg[1:].rstrip("."), "change the value"


def _too_few(ctx: dict[str, Any], _msg: str) -> tuple[str, str]:
    return "the list is too short", f"give at least {ctx['min_length']}"


def _empty(_ctx: dict[str, Any], _msg: str) -> tuple[str, str]:
    return "the text is empty", "write it"


_EXPLANATIONS: Mapping[str, Callable[[dict[str, Any], str], tuple[str, str]]] = {
    "missing": _missing,
    "value_error": _own_words,
    "literal_error": _not_listed,
    "union_tag_invalid": _unknown_kind,
    "string_pattern_mismatch": _misspelt,
    "string_too_short": _empty,
    "too_short": _too_few,
}


def _lies_below(path: Path, above: Path) -> bool:
    return len(path) > len(above) and path[: len(above)] == above


def _path_in(data: Mapping[str, object], detail: ErrorDetails) -> Path:
    """Return where an error stands in the file, without the model's own branches."""
    path: list[str | int] = []
    here: object = data
    for part in detail["loc"]:
        match here, part:
            case dict(), str() if part in here:
                here = here[part]
            case tuple(), int():
                here = here[part]
            case _:
                if not (detail["type"] == "missing" and part == detail["loc"][-1]):
                    continue
        path.append(part)
    return tuple(path)
