"""What stands over the day: how the backups are, what content waits, who used a sheet."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app import commands
from therapist_app.widgets.parts import LeavingButton, Part, banner, stack
from therapist_app.workflows.content.signing_off import Standing, standing_words
from therapist_app.workflows.packs_in_use import PacksInUse, trouble_words
from therapist_app.workflows.safekeeping.backup_words import age
from therapist_app.workflows.safekeeping.safekeeping import Standing as BackupStanding
from therapist_app.workflows.safekeeping.uses_of_sheets import SheetUse, use_in_words

UNTIL_THEN = N_("No session can start with it before a lead signs it off.")


def backup_words(standing: BackupStanding, now: datetime) -> str:
    """Return one line on the last verified backup."""
    if standing.last is None:
        return _("There is no verified backup of all your files yet")
    return _("Last verified backup {age}").format(age=age(now - standing.last))


class BackupBanner(QWidget):
    """Nags after 7 days, and is red after 14."""

    def __init__(self, standing: BackupStanding | None, now: datetime) -> None:
        super().__init__()
        self.open = LeavingButton(_("Open backups"), commands.Safekeeping())
        parts: list[Part] = []
        if standing is not None and standing.freshness != "fresh":
            tone = "urgent" if standing.freshness == "too_old" else "attention"
            detail = _("If this laptop is lost or breaks, what was written since then is gone.")
            parts.append(banner(tone, backup_words(standing, now), detail, self.open))
        self.setLayout(stack(*parts))
        if not parts:
            self.open.setParent(self)
            self.open.hide()
            self.hide()


class ContentBanner(QWidget):
    """Stands over the day while a lead's signature is missing or a pack cannot be used.

    Both buttons lead to where packs are installed and the programme is signed off.
    """

    def __init__(self, standing: Standing | None, packs: PacksInUse) -> None:
        super().__init__()
        self.sign = LeavingButton(_("Open versions"), commands.Library("versions"))
        self.mend = LeavingButton(_("Look at the packs"), commands.Library("versions"))
        parts: list[Part] = []
        trouble = trouble_words(packs)
        if trouble:
            parts.append(banner("attention", _("Content packs"), trouble, self.mend))
        if standing is not None and standing.state != "signed":
            changed = standing_words(standing) if standing.state == "changed" else ""
            words = f"{changed} {_(UNTIL_THEN)}".strip()
            title = _("The programme is not signed off")
            parts.append(banner("attention", title, words, self.sign))
        self.setLayout(stack(*parts))
        if not parts:
            self.hide()
        for each in (self.sign, self.mend):
            if each.parent() is None:
                each.setParent(self)
                each.hide()


class SheetBanner(QWidget):
    """One banner for each use; that of one's own sheet stays until there is a new one."""

    def __init__(self, uses: Sequence[SheetUse]) -> None:
        super().__init__()
        self.renew = LeavingButton(_("Make a new sheet"), commands.OwnKeys())
        parts: list[Part] = []
        for use in uses:
            action = [self.renew] if use.sheet == "own" and self.renew.parent() is None else []
            parts.append(banner("attention", *use_in_words(use), *action))
        self.setLayout(stack(*parts))
        if self.renew.parent() is None:  # there is nothing to renew
            self.renew.setParent(self)
            self.renew.hide()
        if not parts:
            self.hide()
