"""The questions of a form, each with the files that read its answer by its id.

::

    for line in questions_of(root, "risk-check", ("therapist_app",)): ...

Whoever reads a question names its id in quotes, in code as in a gate or another form, or as a key
of an invented answer; an id that stands in other forms as well may be meant there. Of an id that is
a common word, as "status", only those files are told that name the form as well.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FORMS = "session_forms/definitions"
MOST_FORMS = 6
MOST_READERS = 16
"""An id in more files than this is a common word."""


def questions_of(root: Path, name: str, packages: Sequence[str]) -> list[str]:
    """Return the lines that tell who reads each question of a form; none where it is no form."""
    versions = sorted((root / FORMS).glob(f"{name}.v*.toml"), key=_version)
    if not versions:
        return []
    asked = tomllib.loads(versions[-1].read_text(encoding="utf-8")).get("questions", ())
    ids = list(dict.fromkeys(_ids(asked)))
    readers, others = _readers(root, ids, packages, name)
    where = versions[-1].relative_to(root).as_posix()
    lines = [f"Questions of {name}, in {where}, each with the files that name its id:"]
    alike: dict[str, list[str]] = defaultdict(list)
    for each in ids:
        alike[_told(readers[each]) + _shared(others[each])].append(each)
    return lines + [f"    {', '.join(those)}: {said}" for said, those in alike.items()]


def _shared(others: Sequence[str]) -> str:
    """Return which other forms have a question of the same id, where they are few."""
    if not others:
        return ""
    many = "many other forms" if len(others) > MOST_FORMS else ", ".join(others)
    return f"; also a question of {many}"


def _told(readers: Mapping[str, bool]) -> str:
    """Return the files that name an id; of a common word those that name its form too."""
    if len(readers) <= MOST_READERS:
        return ", ".join(readers) or "nobody by its id"
    near = ", ".join(file for file, names_form in readers.items() if names_form)
    return f"a word of {len(readers)} files; those that name the form too: {near or 'none'}"


def _version(path: Path) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", path.name.rpartition(".v")[2])]


def _ids(questions: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the ids of questions, those of a group or a table behind it."""
    for each in questions:
        yield each["id"]
        for within in ("questions", "columns", "items"):
            asked = each.get(within, ())
            yield from _ids([one for one in asked if isinstance(one, dict) and "id" in one])


def _readers(
    root: Path, ids: Sequence[str], packages: Sequence[str], name: str
) -> tuple[Mapping[str, dict[str, bool]], Mapping[str, list[str]]]:
    """Return of each id the files that name it, and the other forms that ask one of that id.

    Of each file it is told whether it names the form as well.
    """
    either = "|".join(map(re.escape, ids))
    quoted = re.compile(rf"""["'](?:{re.escape(name)}[./:@])?({either})["']""")
    key = re.compile(rf"(?<![\w-])({either}) = ")
    asks = re.compile(rf'^id = "({either})"$', re.MULTILINE)
    form = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    readers: dict[str, dict[str, bool]] = defaultdict(dict)
    others: dict[str, list[str]] = defaultdict(list)
    for package in packages:
        for path in sorted((root / package).rglob("*")):
            if path.suffix not in {".py", ".toml"} or path.name.startswith(f"{name}.v"):
                continue
            text = path.read_text(encoding="utf-8")
            is_form = path.parent == root / FORMS
            own = set(asks.findall(text)) if is_form else set()
            for each in own:
                others[each].append(path.name.removesuffix(".toml"))
            is_case = path.suffix == ".toml" and not is_form
            named = {*quoted.findall(text), *(key.findall(text) if is_case else ())}
            names_form = bool(form.search(text))
            for each in named - own:
                readers[each][path.relative_to(root).as_posix()] = names_form
    return readers, others
