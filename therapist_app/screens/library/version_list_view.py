"""Everything that is installed, by kind, with what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget
from typing_extensions import override

from session_forms.words.texts import N_, pgettext
from session_forms.words.texts import translate as _
from therapist_app.screens.library.versions import (
    VersionGroup,
    VersionLine,
    VersionsState,
    VersionsViewModel,
)
from therapist_app.theme.focus_ring import draw_focus_ring
from therapist_app.theme.look import look
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Part,
    banner,
    button,
    card,
    chip,
    row,
    ruled,
    scroll,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.content.signing_off import Standing, standing_words
from therapist_app.workflows.packs_in_use import trouble_words

KINDS = {
    "programme": N_("Programme"),
    "forms": N_("Forms"),
    "measures": N_("Measures"),
    "jurisdictions": N_("Local texts on confidentiality"),
    "directory": N_("Services to give"),
    "translations": N_("Texts in other languages"),
}
STANDINGS = {
    "first": N_("No pack of it was installed here before."),
    "newer": N_("It is newer than every version of it here."),
    "older": N_("It is older than a version of it that is here."),
    "installed": N_("This version is installed already."),
}
SAID = {  # tone, title, detail
    "refused": ("attention", N_("This cannot be done"), ""),
    "failed": ("attention", N_("Nothing was changed"), ""),
    "installed": ("good", N_("Installed: {what}"), N_("Earlier versions stay installed.")),
    "chosen": ("good", N_("Chosen: {what}"), N_("The other versions stay installed.")),
    "set_aside": ("good", N_("No longer chosen: {what}"), N_("It stays installed.")),
    "withdrawn": (
        "attention",
        N_("No longer signed off: {what}"),
        N_("No session starts with it until somebody signs it off again."),
    ),
    "signed": ("good", N_("Signed off: {what}"), N_("Sessions can start with it.")),
}
USES = {
    "in_use": (N_("in use"), "accent"),
    "from_unlock": (N_("from the next unlock on"), "quiet"),
    "until_unlock": (N_("until the next unlock"), "quiet"),
    "unusable": (N_("cannot be used"), "attention"),
}
SIGNS = {"signed": ("check", "good"), "changed": ("alert", "attention")}


def said_words(said: str, detail: str) -> tuple[str, str, str]:
    """Return tone, title and detail of what came of the last thing done."""
    tone, title, words = SAID[said]
    return tone, _(title).format(what=detail), _(words) if words else detail


class VersionRow(QWidget):
    """One version, with what can be done about it."""

    def __init__(self, line: VersionLine, viewmodel: VersionsViewModel) -> None:
        super().__init__()
        self.line = line
        self._viewmodel = viewmodel
        may_act = viewmodel.state.may_act
        self.sign = self._button(pgettext("button", "Sign off …"))
        self.use = self._button(_("Use this version"))
        self.aside = self._button(_("Stop using it"))
        self.withdraw = self._button(_("Take back the signature"))
        self.standing = StandingLine(line.title, line.standing) if line.standing else None
        state = line.standing.state if line.standing else ""
        shown = {
            self.sign: state not in {"", "signed"} and may_act,
            self.withdraw: state == "signed" and may_act,
            self.use: line.may_use,
            self.aside: line.may_set_aside,
        }
        self.buttons = tuple(each for each, is_shown in shown.items() if is_shown)
        for each in shown.keys() - set(self.buttons):
            each.setParent(self)
            each.hide()
        self.setLayout(stack(*self._parts(), gap="xs", margins=(0, "xs", 0, "xs")))
        self.setAccessibleName(line.title)
        self.sign.clicked.connect(self._on_sign_clicked)
        self.use.clicked.connect(self._on_use_clicked)
        self.aside.clicked.connect(self._on_aside_clicked)
        self.withdraw.clicked.connect(self._on_withdraw_clicked)

    def _button(self, words: str) -> QPushButton:
        made = button(words)
        made.setAccessibleName(f"{words}: {self.line.title}")
        return made

    def _parts(self) -> list[Part]:
        line = self.line
        words, tone = USES.get(line.use, ("", ""))
        use = [chip(_(words), tone)] if words else []
        title = row(text(line.title, "strong", wrap=True), *use, grows=0)
        parts: list[Part] = [title]
        if line.facts:
            parts.append(text(line.facts, "small", wrap=True))
        if self.standing is not None:
            parts.append(self.standing)
        if self.buttons:
            parts.append(row(*self.buttons, STRETCH))
        return parts

    def _on_sign_clicked(self) -> None:
        self._viewmodel.begin_signing(self.line)

    def _on_withdraw_clicked(self) -> None:
        self._viewmodel.withdraw(self.line)

    def _on_use_clicked(self) -> None:
        self._viewmodel.use(self.line)

    def _on_aside_clicked(self) -> None:
        self._viewmodel.set_aside(self.line)


class StandingLine(QWidget):
    """How the programme in a version stands; the keyboard rests on it after a signature.

    Nothing happens there: a key pressed once too often signs nothing and takes nothing back.
    """

    def __init__(self, title: str, standing: Standing) -> None:
        super().__init__()
        sign, ink = SIGNS.get(standing.state, ("alert", "attention"))
        words = standing_words(standing)
        line = row(symbol(sign, ink), text(words, wrap=True), margins=("xs",) * 4, grows=1)
        self.setLayout(line)
        self.setAccessibleName(f"{title}: {words}")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Show where the keyboard is."""
        if self.hasFocus():
            painter = QPainter(self)
            draw_focus_ring(painter, self.rect())
            painter.end()


class VersionListView(QWidget):
    """The programme with its signatures on the left, the other kinds on the right.

    Signals:
        install_chosen: Install from a file.

    """

    install_chosen = Signal()

    def __init__(self, viewmodel: VersionsViewModel) -> None:
        super().__init__()
        state = viewmodel.state
        self._viewmodel = viewmodel
        self._may_act = state.may_act
        self._waits = state.waits
        self._turned = state.turned
        self.rows: list[VersionRow] = []
        self.install = button(_("Install from file …"), "secondary", "plus")
        self.lock = button(pgettext("button", "Lock now"), "secondary", "lock")
        first, *others = [self._card(each) for each in state.groups]
        columns = (
            stack(first, *others, gap="l")
            if look().is_large
            else Columns(stack(first, STRETCH), stack(*others, STRETCH, gap="l"))
        )
        body = stack(*self._banners(state), columns, STRETCH, gap="l", margins=(0, 0, "m", 0))
        self.setLayout(stack(scroll(body), gap="hair"))
        self.install.clicked.connect(self.install_chosen)
        self.lock.clicked.connect(viewmodel.lock)

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
        rows = [VersionRow(each, self._viewmodel) for each in group.lines]
        self.rows += rows
        nothing = text(_("Only what comes with the program."), "small", tone="muted", wrap=True)
        return card(_(KINDS[group.kind]), *(ruled(rows) or [nothing]), gap="xs")
