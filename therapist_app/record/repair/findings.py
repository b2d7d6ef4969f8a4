"""What a full check of one file can find, as facts: codes and numbers, never data.

Words for people stand in `therapist_app/workflows/safekeeping/check_words.py`.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Code = Literal[
    "about",
    "altered-notes",
    "anchor-missing",
    "anchor-torn",
    "another-kind",
    "broken-chain",
    "changed-outside",
    "cut-off",
    "declared-gaps",
    "first-page",
    "forged-entries",
    "header",
    "missing",
    "no-file",
    "not-encrypted",
    "older",
    "another-service",
    "pages",
    "references",
    "structure",
    "too-new",
    "unreadable-values",
    "unvouched-notes",
]
CODES: tuple[str, ...] = get_args(Code)
_ELSEWHERE = frozenset(
    {"another-kind", "another-service", "cut-off", "missing", "no-file", "not-encrypted", "too-new"}
)
_STOPS = frozenset({"first-page", "pages"})
_HARMLESS = frozenset({"anchor-torn", "declared-gaps"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    Attributes:
        count: How many of them.
        first: Where the first is: a page or an audit entry, counted from 1; 0 where that says
            nothing.

    """

    code: Code
    count: int = 1
    first: int = 0

    @property
    def is_harmless(self) -> bool:
        """Whether the record is whole all the same."""
        return self.code in _HARMLESS

    @property
    def is_elsewhere(self) -> bool:
        """Whether there is no file of this record at all where it should be."""
        return self.code in _ELSEWHERE

    @property
    def stops_work(self) -> bool:
        """Whether nothing should be written into the file any more."""
        return self.code in _STOPS


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a full check of one file found.

    Attributes:
        database: "service", or the uid of the caseload's owner.
        findings: What is not as it should be; nothing when all is well.

    """

    database: str
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found that needs anything done."""
        return all(each.is_harmless for each in self.findings)
