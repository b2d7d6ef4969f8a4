"""What stands above the lines of today: backups, content, figures and sheets that want a look."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from session_forms.words.day_words import (
    day_in_words,
)
from session_forms.words.texts import N_, _, pgettext
from therapist_app import commands
from therapist_app.widgets.layout.seen_whole import SeenWhole
from therapist_app.widgets.parts import (
    LeavingButton,
    Part,
    banner,
    empty,
    keep_aside,
    stack,
    text,
)
from therapist_app.workflows.content.signing_off import SignOffStanding, standing_words
from therapist_app.workflows.exporting.quarter_words import waiting_title, waiting_words
from therapist_app.workflows.exporting.waiting_figures import FiguresAhead
from therapist_app.workflows.packs_in_use import PacksInUse, trouble_words
from therapist_app.workflows.safekeeping.backup_words import age
from therapist_app.workflows.safekeeping.safekeeping import BackupStanding
from therapist_app.workflows.safekeeping.unconfirmed_sheets import ToldSheet, told_in_words
from therapist_app.workflows.safekeeping.uses_of_sheets import (
    SheetUse,
    emergency_words,
    use_in_words,
)

READ_AGAIN_AT = N_(
    "You can read what everybody is told again for 8 weeks, under Settings, People and roles."
)


UNTIL_THEN = N_("No session can start with it before it is signed off.")


def backup_words(standing: BackupStanding, now: datetime) -> str:
    """Return one line on the last verified backup."""
    if standing.last is None:
        return _("There is no verified backup of all your files yet")
    since = age(now - standing.last)
    if standing.elsewhere is None:
        return _("Last verified backup {age}, only on the same disk as the record").format(
            age=since
        )
    return _("Last verified backup {age}, on another disk {then}").format(
        age=since, then=age(now - standing.elsewhere)
    )


class BackupBanner(QWidget):
    """Nags after 7 days, and is red after 14; calm while one is made, or after a move.

    Attributes:
        open: Leads to the backups.

    """

    def __init__(self, standing: BackupStanding | None, now: datetime) -> None:
        super().__init__()
        self.open = LeavingButton(pgettext("button", "Open backups"), commands.Safekeeping())
        self._parts = stack()
        self._was_being_made = False
        self.setLayout(self._parts)
        self.show_standing(standing, now)

    def show_standing(self, standing: BackupStanding | None, now: datetime) -> None:
        """Show how the backups stand now; nothing where nothing is to be said.

        Once a backup is done that was being made here, that is said in its room: nothing moves
        under the pointer.
        """
        self.open.setParent(self)
        self.open.hide()
        empty(self._parts)
        was_being_made = self._was_being_made
        self._was_being_made = standing is not None and standing.is_being_made
        if standing is None or (standing.freshness == "fresh" and not was_being_made):
            self.hide()
            return
        self._parts.addWidget(banner(*_backup_told(standing, now), self.open))
        self.open.show()


def _backup_told(standing: BackupStanding, now: datetime) -> tuple[str, str, str]:
    """Return how urgent it is, what is so, and what it means."""
    if standing.moved_at is not None:
        day = day_in_words(standing.moved_at.astimezone().date())
        title = _("Moved to this laptop from backups on {day}").format(day=day)
        return "info" if standing.is_being_made else "attention", title, _after_move(standing)
    if standing.is_being_made:
        title = _("A backup is being made and verified now")
        return "info", title, _("You can work meanwhile.")
    if standing.freshness == "fresh" and standing.is_here_alone:
        title = _("The backup is made, on this laptop only")
        return "attention", title, _("The second location did not take it. Look there.")
    if standing.freshness == "fresh":
        return "good", _("The backup is made and verified"), _("You can go on working.")
    tone = "urgent" if standing.freshness == "too_old" else "attention"
    detail = _("If this laptop is lost or breaks, what was written since then is gone.")
    if standing.last is None:
        detail = _("If this laptop is lost or breaks, the record is gone.")
    return tone, backup_words(standing, now), detail


def _after_move(standing: BackupStanding) -> str:
    if standing.is_being_made:
        return _("The first backup on this laptop is being made and verified now.")
    if standing.last is None:
        return _("No backup of all your files was made here yet. Make one now.")
    words = _("The last verified backup is of {day}. Make one on this laptop now.")
    return words.format(day=day_in_words(standing.last.astimezone().date()))


class ContentBanner(QWidget):
    """Stands over the day while a lead's signature is missing or a pack cannot be used.

    Both buttons lead to where packs are installed and the programme is signed off.
    """

    def __init__(self, standing: SignOffStanding | None, packs: PacksInUse) -> None:
        super().__init__()
        self.sign = LeavingButton(
            pgettext("button", "Open programme versions"), commands.Library("versions")
        )
        self.mend = LeavingButton(_("Look at the packs"), commands.Library("versions"))
        parts: list[Part] = []
        trouble = trouble_words(packs)
        if trouble:
            parts.append(
                banner("attention", pgettext("message", "Content packs"), trouble, self.mend)
            )
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


class FiguresBanner(QWidget):
    """One banner for each closed quarter for which their figures wait."""

    def __init__(self, waiting: Sequence[FiguresAhead]) -> None:
        super().__init__()
        self.opens: list[LeavingButton] = []
        parts: list[Part] = []
        for each in waiting:
            way = LeavingButton(pgettext("button", "Open outcomes"), commands.Outcomes())
            self.opens.append(way)
            parts.append(banner("attention", waiting_title(each), waiting_words(each), way))
        self.setLayout(stack(*parts))
        if not parts:
            self.hide()


class SheetBanner(SeenWhole):
    """One banner for each use, for what was done without them, and for a sheet never typed back.

    That of one's own sheet stays until there is a new one. That there is a continuity sheet stands
    here once; Settings goes on saying it.
    """

    def __init__(
        self,
        uses: Sequence[SheetUse],
        told: Sequence[ToldSheet] = (),
        loud: Sequence[str] = (),
        given: Sequence[str] = (),
        *,
        tells_continuity: bool = False,
    ) -> None:
        super().__init__()
        self.renew = LeavingButton(_("Make a new sheet"), commands.OwnKeys())
        parts: list[Part] = []
        for use in uses:
            action = [self.renew] if use.sheet == "own" and self.renew.parent() is None else []
            parts.append(banner("attention", *use_in_words(use), *action))
        title = _("Told to everybody")
        parts += [banner("attention", title, words) for words in loud]
        if loud:
            parts.append(text(_(READ_AGAIN_AT), "small", wrap=True))
        title = _("Your figures were given to a quarter")
        parts += [banner("info", title, words) for words in given]
        for each in told:
            is_free = each.kind == "recovery" and self.renew.parent() is None
            parts.append(
                banner("attention", *told_in_words(each), *([self.renew] if is_free else []))
            )
        if tells_continuity:
            about, words = emergency_words(has_sheet=True)
            where = _("You can read it again under Settings, People and roles.")
            parts.append(banner("info", about, f"{words} {where}"))
        self.setLayout(stack(*parts))
        if self.renew.parent() is None:  # there is nothing to renew
            keep_aside(self, self.renew)
        if not parts:
            self.hide()
