"""The numbers of rules that sentences state, each from where the rule stands.

Where one stands loads with the first sentence that tells it.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType


def _shortest() -> int:
    from therapist_app.record.crypto.passphrases import SHORTEST

    return SHORTEST


def _longest() -> int:
    from therapist_app.record.crypto.passphrases import LONGEST

    return LONGEST


def _shortest_key() -> int:
    from therapist_app.record.crypto.key_files import SHORTEST

    return SHORTEST


def _sheet_groups() -> int:
    from therapist_app.record.crypto.recovery_sheet import GROUPS

    return GROUPS


def _notice_days() -> int:
    from therapist_app.record.header.notices import NOTICE

    return NOTICE.days


def _can_come_days() -> int:
    from therapist_app.workflows.people.second_person import CAN_COME

    return CAN_COME.days


def _away_days() -> int:
    from therapist_app.workflows.people.standing_noes import IS_AWAY

    return IS_AWAY.days


RULES: Mapping[str, Callable[[], int]] = MappingProxyType(
    {
        "shortest": _shortest,
        "longest": _longest,
        "shortest_key": _shortest_key,
        "sheet_groups": _sheet_groups,
        "notice_days": _notice_days,
        "can_come_days": _can_come_days,
        "away_days": _away_days,
    }
)
"""What returns each number, by the name that stands in braces in a sentence."""


def with_rules(words: str) -> str:
    """Return translated words with the numbers of the rules that they name in braces."""
    for name, number in RULES.items():
        if f"{{{name}}}" in words:
            words = words.replace(f"{{{name}}}", str(number()))
    return words
