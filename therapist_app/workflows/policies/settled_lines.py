"""Lines that a service settles for everybody in it, as telephone numbers: read, checked, kept.

What they are is a dataclass of texts; one that nobody settled is empty.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any, ClassVar, Protocol, TypeVar

from therapist_app.record.service import settings
from therapist_app.workflows.workspace import Workspace


class Lines(Protocol):
    """A dataclass of texts."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


Settled = TypeVar("Settled", bound=Lines)


def settled(workspace: Workspace, key: str, kind: type[Settled]) -> Settled:
    """Return what the service settled of a kind."""
    found = settings.load(workspace.service, key, dict[str, str]) or {}
    return kind(**{each.name: found.get(each.name, "") for each in fields(kind)})


def problems_of(lines: Lines, problem: Callable[[str, str], str]) -> Mapping[str, str]:
    """Return what `problem` says of each line that cannot stand, by its name."""
    found = {name: problem(name, words.strip()) for name, words in asdict(lines).items()}
    return {name: said for name, said in found.items() if said}


def kept(lines: Lines, wrong: Mapping[str, str]) -> Mapping[str, str]:
    """Return lines as they are kept, of which none may be wrong.

    Raises:
        ValueError: Some of them cannot stand.

    """
    if wrong:
        raise ValueError("these lines cannot stand: " + ", ".join(wrong))
    return {name: words.strip() for name, words in asdict(lines).items()}
