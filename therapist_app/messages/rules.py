"""The numbers of rules that sentences state, each from where the rule stands."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType


@cache
def rules() -> Mapping[str, int]:
    """Return each number by its name; where they stand loads with the first sentence told."""
    from therapist_app.record.crypto import key_files, passphrases, recovery_sheet

    return MappingProxyType(
        {
            "shortest": passphrases.SHORTEST,
            "longest": passphrases.LONGEST,
            "shortest_key": key_files.SHORTEST,
            "sheet_groups": recovery_sheet.GROUPS,
        }
    )


def with_rules(words: str) -> str:
    """Return translated words with the numbers of the rules that they name in braces."""
    for name, number in rules().items():
        words = words.replace(f"{{{name}}}", str(number))
    return words
