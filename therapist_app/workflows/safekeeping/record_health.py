"""What the last full check said of the files that are open, in lines for the first screen."""

from dataclasses import dataclass

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import translate as _
from therapist_app.record.database.migrations import SERVICE
from therapist_app.record.repair.check_schedule import PastCheck, past_checks
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.safekeeping.check_words import file_name, sentence


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One line.

    Attributes:
        is_sound: Whether nothing needs doing.

    """

    words: str
    is_sound: bool


def health_lines(vault: Vault) -> tuple[HealthLine, ...]:
    """Return when all was checked last, and what was found; nothing before the first check."""
    open_now = (SERVICE.name, vault.caseload_id)
    checks = [each for each in past_checks(vault.service) if each.database in open_now]
    troubled = [each for each in checks if not each.is_sound]
    if troubled:
        return tuple(line for each in troubled for line in _found(each, vault))
    if not checks:
        return ()
    day = min(each.checked_at for each in checks).astimezone().date()
    words = _("Checked from end to end on {day}: sound").format(day=day_in_words(day))
    return (HealthLine(words, is_sound=True),)


def _found(check: PastCheck, vault: Vault) -> tuple[HealthLine, ...]:
    name = file_name(check.database, vault.header)
    return tuple(
        HealthLine(f"{name}: {sentence(each)}", is_sound=False)
        for each in check.findings
        if not each.is_harmless
    )
