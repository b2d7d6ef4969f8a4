"""What a check of files comes to."""

from dataclasses import dataclass

from session_forms.errors import DefinitionError


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was looked at, and what is wrong with it."""

    checked: tuple[str, ...]
    problems: tuple[DefinitionError, ...]
