"""The numbers of rules that sentences state, each from where the rule stands."""

from collections.abc import Mapping
from types import MappingProxyType

from therapist_app.record.crypto import key_files, passphrases, recovery_sheet

RULES: Mapping[str, int] = MappingProxyType(
    {
        "shortest": passphrases.SHORTEST,
        "longest": passphrases.LONGEST,
        "shortest_key": key_files.SHORTEST,
        "sheet_groups": recovery_sheet.GROUPS,
    }
)


def with_rules(words: str) -> str:
    """Return translated words with the numbers of the rules that they name in braces."""
    for name, number in RULES.items():
        words = words.replace(f"{{{name}}}", str(number))
    return words
