"""At sign-in: sheets that were shown and never typed back.

The first sheet of somebody is the only one: nobody knows whether it is on paper, so a fresh one
is made and typed back before anything else. Where there is one before, that is the good one, and
it is told (`told_sheets`).
"""

from dataclasses import dataclass
from datetime import datetime

from session_forms.words.texts import _
from therapist_app.record.crypto.recovery_sheet import RecoverySheet
from therapist_app.record.header.header import CONTINUITY
from therapist_app.record.keyring.new_sheets import (
    NewContinuity,
    NewOwnSheet,
    confirm_continuity,
    confirm_own_sheet,
    new_continuity,
    new_own_sheet,
    unconfirmed_sheets,
)
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.entering.first_run import SheetKind
from therapist_app.workflows.safekeeping.backup_words import when


@dataclass(frozen=True, slots=True)
class FreshSheet:
    """A sheet to be typed back before anything else is stored.

    Attributes:
        is_only_one: Whether there is no sheet before it that was ever typed back.

    """

    kind: SheetKind
    new: NewOwnSheet | NewContinuity
    is_only_one: bool = True

    @property
    def sheet(self) -> RecoverySheet:
        """What is shown."""
        return self.new.sheet


@dataclass(frozen=True, slots=True)
class ToldSheet:
    """A new sheet that was shown, never typed back, and opens nothing."""

    kind: SheetKind
    shown_at: datetime


def fresh_sheet(vault: Vault) -> FreshSheet | None:
    """Return a fresh sheet where the only one there is was never typed back, one after another."""
    for each in unconfirmed_sheets(vault):
        if each.is_only_one and each.holder == CONTINUITY:
            return FreshSheet("continuity", new_continuity(vault, ""))
        if each.is_only_one:
            return FreshSheet("recovery", new_own_sheet(vault))
    return None


def confirm_fresh(vault: Vault, fresh: FreshSheet) -> None:
    """Put a fresh sheet in force that was typed back."""
    if isinstance(fresh.new, NewContinuity):
        confirm_continuity(vault, fresh.new)
    else:
        confirm_own_sheet(vault, fresh.new)


def told_sheets(vault: Vault) -> tuple[ToldSheet, ...]:
    """Return the new sheets that the person signed in must know of: they open nothing."""
    return tuple(
        ToldSheet("continuity" if each.holder == CONTINUITY else "recovery", each.shown_at)
        for each in unconfirmed_sheets(vault)
        if not each.is_only_one
    )


def told_in_words(told: ToldSheet) -> tuple[str, str]:
    """Return in a title and a sentence or two that a sheet opens nothing, and what does."""
    if told.kind == "continuity":
        title = _("The new continuity sheet was not typed back")
        words = _(
            "It was shown on {when} and does not work. Keep the old sheet, which still "
            "works, and destroy the new one."
        )
    else:
        title = _("Your new recovery sheet was not typed back")
        words = _(
            "It was shown on {when} and does not work. Keep the old sheet, which still "
            "works, and destroy the new one; or make another."
        )
    return title, words.format(when=when(told.shown_at))
