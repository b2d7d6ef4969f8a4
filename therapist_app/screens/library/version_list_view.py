"""Everything that is installed, by kind, with what can be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from session_forms.words.texts import translate as _
from therapist_app.screens.library.version_lines import VersionGroup, VersionLine
from therapist_app.screens.library.version_rows_view import VersionRow
from therapist_app.screens.library.version_words import KINDS
from therapist_app.screens.library.versions import VersionsState
from therapist_app.theme.look import look
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Part,
    banner,
    button,
    card,
    row,
    rule,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.content.pack_words import trouble_words


class VersionListView(QWidget):
    """The programme with its signatures on the left, the other kinds on the right.

    Signals:
        install_chosen: Install from a file.
        lock_chosen: Lock, so that what is chosen comes into use.
        used: Use a version.
        set_aside: Use a version no longer.
        signing_begun: Sign a version of the programme off.
        withdrawn: Take that signature back.

    """

    install_chosen = Signal()
    lock_chosen = Signal()
    used = Signal(VersionLine)
    set_aside = Signal(VersionLine)
    signing_begun = Signal(VersionLine)
    withdrawn = Signal(VersionLine)

    def __init__(self, state: VersionsState) -> None:
        super().__init__()
        self._may_act = state.may_act
        self._waits = state.waits
        self._turned = state.turned
        self.rows: list[VersionRow] = []
        self.install = button(_("Install from file …"), "secondary", "plus")
        self.lock = button(_("Lock now"), "secondary", "lock")
        first, *others = [self._card(each) for each in state.groups]
        columns = (
            stack(first, *others, gap="l")
            if look().is_large
            else Columns(stack(first, STRETCH), stack(*others, STRETCH, gap="l"))
        )
        body = stack(*self._banners(state), columns, STRETCH, gap="l", margins=(0, 0, "m", 0))
        self.setLayout(stack(scroll(body), gap="hair"))
        self.install.clicked.connect(self.install_chosen)
        self.lock.clicked.connect(self.lock_chosen)

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins: the version whose signature was just given or taken back.

        Otherwise what waits, else a missing signature, else the file.
        """
        turned = [
            line.standing
            for line in self.rows
            if line.standing is not None and line.line.programme == self._turned
        ]
        buttons = [each for line in self.rows for each in line.buttons]
        signs = [line.sign for line in self.rows if line.sign in line.buttons]
        waits = [self.lock] if self._waits else []
        installs = [self.install] if self._may_act else []
        return next(iter((*turned, *waits, *signs, *installs, *buttons)), self)

    def _banners(self, state: VersionsState) -> list[Part]:
        parts: list[Part] = []
        trouble = trouble_words(state.packs)
        if trouble:
            parts.append(banner("attention", _("Content packs"), trouble))
        if state.waits:
            words = _("It is in use from the next unlock on; until then all stays as it is.")
            parts.append(banner("info", _("Another version is chosen"), words, self.lock))
        else:
            self.lock.setParent(self)
            self.lock.hide()
        if self._may_act:
            parts.append(row(self.install, STRETCH))
        else:
            self.install.setParent(self)
            self.install.hide()
        return parts

    def _card(self, group: VersionGroup) -> QFrame:
        rows = [VersionRow(each, may_act=self._may_act) for each in group.lines]
        parts: list[Part] = []
        for each in rows:
            each.used.connect(self.used)
            each.set_aside.connect(self.set_aside)
            each.signing_begun.connect(self.signing_begun)
            each.withdrawn.connect(self.withdrawn)
            parts += [rule(), each] if parts else [each]
        self.rows += rows
        nothing = text(_("Only what comes with the program."), "small", tone="muted", wrap=True)
        return card(_(KINDS[group.kind]), *(parts or [nothing]), gap="xs")
