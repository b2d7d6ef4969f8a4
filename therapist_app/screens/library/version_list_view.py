"""Everything that is installed, by kind, with what can be done about it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget
from typing_extensions import override

from session_forms.words.day_words import written_day
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.screens.library.signer_words import ended_sentence, next_step
from therapist_app.screens.library.version_lines import VersionGroup, VersionLine
from therapist_app.screens.library.versions import VersionsState, VersionsViewModel
from therapist_app.theme.focus_ring import show_focus
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.parts import (
    STRETCH,
    Flow,
    Part,
    TwoColumns,
    banner,
    button,
    card,
    chip,
    keep_aside,
    row,
    rule,
    ruled,
    scroll,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.content.pack_registry import Signer
from therapist_app.workflows.content.packs import confirmed_on
from therapist_app.workflows.content.packs_waiting import WaitingPack
from therapist_app.workflows.content.shipped_courses import ShippedCourse
from therapist_app.workflows.content.signing_off import SignOffStanding, standing_words
from therapist_app.workflows.packs_in_use import trouble_words

KINDS = {
    "programme": NP_("pack", "Programme"),
    "forms": NP_("pack", "Forms"),
    "measures": NP_("pack", "Measures"),
    "jurisdictions": N_("Local texts on confidentiality"),
    "directory": N_("Services to give"),
    "translations": N_("Texts in other languages"),
    "vignettes": N_("Vignettes for training raters"),
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
        N_("Sign-off withdrawn: {what}"),
        N_("No session starts with it until somebody signs it off again."),
    ),
    "pack_signed": (
        "good",
        N_("Signed and saved: {what}"),
        N_("It can be passed on. Whoever installs it elsewhere compares your number first."),
    ),
    "put_forward": (
        "good",
        N_("Suggested: {what}"),
        N_("An administrator or a clinical lead sees it on their first page."),
    ),
    "taken_off": (
        "good",
        N_("Not installed: {what}"),
        N_("Nobody needs to decide about it any more."),
    ),
    "distrusted": (
        "good",
        N_("No longer trusted: {what}"),
        N_("Installed packs stay. The number on their next pack must be compared again."),
    ),
    "compared_again": (
        "good",
        N_("Number compared again: {what}"),
        N_("The next pack needs no comparing."),
    ),
    "signed": ("good", N_("Signed off: {what}"), N_("Sessions can start with it.")),
    "folder_saved": (
        "good",
        N_("Saved as a folder: {what}"),
        N_(
            "Change a sentence in it with any text editor, and the number after version in "
            "programme.toml. Then make a pack from this folder."
        ),
    ),
}
USES = {
    "in_use": (NP_("pack", "in use"), "accent"),
    "not_yet": (N_("chosen, not in use yet"), "quiet"),
    "still": (N_("still in use, no longer chosen"), "quiet"),
    "unusable": (N_("cannot be used"), "attention"),
    "under_way": (N_("for clients under way"), "attention"),
}
SIGNS = {"signed": ("check", "good"), "changed": ("alert", "attention")}


def said_words(said: str, detail: str) -> tuple[str, str, str]:
    """Return tone, title and detail of what came of the last thing done."""
    tone, title, words = SAID[said]
    return tone, _(title).format(what=detail), _(words) if words else detail


def number_line(number: str) -> QWidget:
    """Return the number of a signer, to be compared."""
    label = text(number, "lead", wrap=True, told="words")
    label.setAccessibleName(_("Number of the signer: {number}").format(number=number))
    return label


class VersionRow(QWidget):
    """One version, with what can be done about it.

    Signals:
        folder_asked: Its files are to be saved as a folder.

    """

    folder_asked = Signal(VersionLine)

    def __init__(self, line: VersionLine, viewmodel: VersionsViewModel) -> None:
        super().__init__()
        self.line = line
        self._viewmodel = viewmodel
        may_act = viewmodel.state.may_act
        self.sign = self._button(pgettext("button", "Sign off …"))
        self.use = self._button(_("Use this version"))
        self.aside = self._button(_("Stop using it"))
        self.withdraw = self._button(_("Withdraw the sign-off …"))
        self.save = self._button(_("Save as a folder …"))
        self.standing = StandingLine(line.title, line.standing) if line.standing else None
        state = line.standing.state if line.standing else ""
        shown = {
            self.sign: state not in {"", "signed"} and may_act,
            self.withdraw: state == "signed" and may_act,
            self.use: line.may_use,
            self.aside: line.may_set_aside,
            self.save: line.may_save,
        }
        self.buttons = tuple(each for each, is_shown in shown.items() if is_shown)
        keep_aside(self, *(shown.keys() - set(self.buttons)))
        self.setLayout(stack(*self._parts(), gap="xs", margins=(0, "xs", 0, "xs")))
        self.setAccessibleName(line.title)
        self.sign.clicked.connect(partial(viewmodel.begin_signing, line))
        self.use.clicked.connect(partial(viewmodel.use, line))
        self.aside.clicked.connect(partial(viewmodel.set_aside, line))
        self.withdraw.clicked.connect(partial(viewmodel.begin_withdrawing, line))
        self.save.clicked.connect(partial(self.folder_asked.emit, line))

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


class StandingLine(QWidget):
    """How the programme in a version stands; the keyboard rests on it after a signature.

    Nothing happens there: a key pressed once too often signs nothing and takes nothing back.
    """

    def __init__(self, title: str, standing: SignOffStanding) -> None:
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
        show_focus(self)


class VersionListView(QWidget):
    """The programme with its signatures on the left, the other kinds on the right.

    Signals:
        install_chosen: Install from a file.
        folder_chosen: Make a pack from a folder.
        save_chosen: Save a version as a folder.

    """

    install_chosen = Signal()
    folder_chosen = Signal()
    save_chosen = Signal(VersionLine)

    def __init__(self, viewmodel: VersionsViewModel) -> None:
        super().__init__()
        state = viewmodel.state
        self._viewmodel = viewmodel
        self._may_act = state.may_act
        self._turned = state.turned
        self.rows: list[VersionRow] = []
        words = _("Install from file …") if state.may_act else _("Suggest a pack …")
        self.install = button(words, "secondary", "plus")
        self.install.setObjectName("install_pack")
        self.make = button(_("Make a pack from a folder …"))
        self.make.setObjectName("make_pack")
        self.lock = button(pgettext("button", "Lock now"), "secondary", "lock")
        self.use_now = button(_("Use it now"), "secondary")
        self.signers: list[SignerRow] = []
        self.waiting = [WaitingRow(each, viewmodel) for each in state.waiting]
        first, *others = [self._card(each) for each in state.groups]
        lines = ruled(self.waiting)
        asked = [card(_("Packs that wait to be installed"), *lines, gap="xs")] if lines else []
        self.courses = [CourseRow(each, viewmodel) for each in state.courses]
        lines = ruled(self.courses)
        shipped = [card(_("Other courses that came with it"), *lines, gap="xs")] if lines else []
        left = (*asked, first, *shipped, self._signers(state))
        columns = TwoColumns(stack(*left, STRETCH, gap="l"), stack(*others, STRETCH, gap="l"))
        body = stack(*self._banners(state), columns, STRETCH, gap="l", margins=(0, 0, "m", 0))
        self.setLayout(stack(scroll(body), gap="hair"))
        self.install.clicked.connect(self.install_chosen)
        self.make.clicked.connect(self.folder_chosen)
        self.lock.clicked.connect(viewmodel.lock)
        self.use_now.clicked.connect(viewmodel.use_now)

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins: the version whose signature was just given or taken back.

        Otherwise what waits to be used, else a missing signature, since no session starts without
        it, else a pack that was suggested, else the file.
        """
        turned = [
            line.standing
            for line in self.rows
            if line.standing is not None and line.line.programme == self._turned
        ]
        buttons = [each for line in self.rows for each in line.buttons]
        signs = [line.sign for line in self.rows if line.sign in line.buttons]
        way = self._way(self._viewmodel.state)
        waits = [] if way is None else [way]
        asked = [line.look for line in self.waiting[:1]]
        return next(iter((*turned, *waits, *signs, *asked, self.install, *buttons)))

    def _banners(self, state: VersionsState) -> list[Part]:
        parts: list[Part] = []
        trouble = trouble_words(state.packs)
        if trouble:
            parts.append(banner("attention", pgettext("message", "Content packs"), trouble))
        way = self._way(state)
        if way is not None:
            programme = _(
                "A programme then needs a lead to sign it off: before that no session can start "
                "with it."
            )
            words = (
                _("It is not used yet: nothing changes until you choose to use it.")
                if state.may_use_now
                else _(
                    "A session is open, so nothing changes now. It is used from the next sign-in "
                    "on, or from here as soon as the session has ended."
                )
            )
            title = _("Another version is chosen")
            parts.append(banner("info", title, f"{words} {programme}", way))
        for each in (self.lock, self.use_now):
            if each is not way:
                each.setParent(self)
                each.hide()
        if self._may_act:
            parts.append(Flow(self.install, self.make, STRETCH))
        else:
            parts.append(row(self.install, STRETCH))
            self.make.setParent(self)
            self.make.hide()
        return parts

    def _way(self, state: VersionsState) -> QPushButton | None:
        """Return how what is chosen comes into use; None where it is."""
        if not state.waits:
            return None
        return self.use_now if state.may_use_now else self.lock

    def _card(self, group: VersionGroup) -> QFrame:
        rows = [VersionRow(each, self._viewmodel) for each in group.lines]
        for each in rows:
            each.folder_asked.connect(self.save_chosen)
        self.rows += rows
        nothing = text(_("Only what came with the application."), "small", tone="muted", wrap=True)
        return card(_(KINDS[group.kind]), *(ruled(rows) or [nothing]), gap="xs")

    def _signers(self, state: VersionsState) -> QFrame:
        own = state.own_number
        self.signers = [SignerRow(each, self._viewmodel, own) for each in state.signers]
        known: list[Part] = [*ruled(self.signers)]
        if not known:
            words = _("Nobody yet. You compare the number when you install a signer's first pack.")
            known.append(text(words, "small", tone="muted", wrap=True))
        mine: list[Part] = []
        if own:
            words = _("Your own number, for the people who install what you sign")
            mine = [rule(), text(words, "small", wrap=True), number_line(own)]
        return card(pgettext("card", "Trusted signers"), *known, *mine, gap="xs")


class WaitingRow(QWidget):
    """One pack that was put forward."""

    def __init__(self, pack: WaitingPack, viewmodel: VersionsViewModel) -> None:
        super().__init__()
        title = f"{pack.title}, {pack.ref}"
        self.look = ChoosingButton(_("Look at it"), pack.sha256)
        self.take_off = ChoosingButton(pgettext("button", "Withdraw suggestion"), pack.sha256)
        for each in (self.look, self.take_off):
            each.setAccessibleName(f"{each.text()}: {title}")
        words = _("Suggested by {name} on {day}.")
        said = words.format(name=pack.asked_by, day=written_day(pack.asked_on))
        buttons = [self.look]
        if viewmodel.state.may_act or pack.asked_by == viewmodel.signed_in:
            buttons.append(self.take_off)
        else:
            keep_aside(self, self.take_off)
        self.setLayout(
            stack(
                text(title, "strong", wrap=True),
                text(said, "small", wrap=True),
                text(_("Until it is installed, no backup contains its file."), "small", wrap=True),
                row(*buttons, STRETCH),
                gap="xs",
                margins=(0, "xs", 0, "xs"),
            )
        )
        self.setAccessibleName(title)
        self.look.chosen.connect(viewmodel.look_at_waiting)
        self.take_off.chosen.connect(viewmodel.take_off)


class CourseRow(QWidget):
    """One course that came with the application and is not in use; a lead may take it into use."""

    def __init__(self, course: ShippedCourse, viewmodel: VersionsViewModel) -> None:
        super().__init__()
        self.course = course
        title = f"{course.title} {course.version}"
        words = (
            _("It is not in use. Read it, sign it as a pack and install it to have it here.")
            if viewmodel.state.may_act
            else _("It is not in use. A clinical lead can read it and take it into use.")
        )
        parts: list[Part] = [
            text(title, "strong", wrap=True),
            text(course.whom, "small", wrap=True),
            text(words, "small", tone="muted", wrap=True),
        ]
        self.read = ChoosingButton(
            _("Read this course"),
            course.id,
            name=_("Read this course: {title}").format(title=title),
        )
        if viewmodel.state.may_act:
            parts.append(row(self.read, STRETCH))
        else:
            keep_aside(self, self.read)
        self.setLayout(stack(*parts, gap="xs", margins=(0, "xs", 0, "xs")))
        self.setAccessibleName(title)
        self.read.chosen.connect(viewmodel.read_course)


class SignerRow(QWidget):
    """Somebody whose number was compared; who answers for the content can take that back."""

    def __init__(self, signer: Signer, viewmodel: VersionsViewModel, own_number: str) -> None:
        super().__init__()
        self._signer = signer
        self._viewmodel = viewmodel
        self.distrust = button(pgettext("button", "Stop trusting"))
        self.distrust.setAccessibleName(f"{self.distrust.text()}: {signer.name}")
        self.again = button(_("Save that it was compared"))
        self.again.setAccessibleName(f"{self.again.text()}: {signer.name}")
        day = written_day(confirmed_on(signer))
        ended = viewmodel.state.ended.get(signer.fingerprint)
        if ended is not None:
            lines = [ended_sentence(ended), next_step(ended)]
        elif signer.fingerprint == own_number:
            lines = [_("Your own signature.")]
        else:
            words = _("Number compared by {name} on {day}.")
            lines = [words.format(name=signer.confirmed_by, day=day)]
        parts: list[Part] = [
            text(signer.name, "strong", wrap=True),
            *(text(each, "small", wrap=True) for each in lines),
            text(signer.fingerprint, "small", wrap=True),
        ]
        is_to_compare = ended is not None and ended.reason == "confirmer_left"
        may_act = viewmodel.state.may_act
        may_end = (ended is None and signer.fingerprint != own_number) or is_to_compare
        acts = [self.again] if may_act and is_to_compare else []
        acts += [self.distrust] if may_act and may_end else []
        if acts:
            parts.append(row(*acts, STRETCH))
        self.setLayout(stack(*parts, gap="xs", margins=(0, "xs", 0, "xs")))
        keep_aside(self, self.again, self.distrust)
        self.setAccessibleName(signer.name)
        self.distrust.clicked.connect(partial(viewmodel.distrust, signer.fingerprint))
        self.again.clicked.connect(partial(viewmodel.compare_again, signer.fingerprint))
