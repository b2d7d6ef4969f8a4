"""The shelf of versions: the list, a pack that is looked at, or a signature."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from exports.paper.forms.alert_table import AlertRow
from programme.definition.definition import Programme, SessionPlan
from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.hushing import describe_quietly
from therapist_app.form_widgets.panel.following import Following
from therapist_app.screens.library.draft_view import DraftView, WrongFolderView
from therapist_app.screens.library.offer_view import OfferView, changes_card
from therapist_app.screens.library.plan_view import SessionPlanView
from therapist_app.screens.library.version_lines import VersionLine
from therapist_app.screens.library.version_list_view import VersionListView, said_words
from therapist_app.screens.library.versions import VersionsState, VersionsViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.dialogs import choosing_files
from therapist_app.widgets.layout.arriving import say_arrival
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    TextLine,
    Tick,
    button,
    card,
    reading,
    row,
    rule,
    ruled,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.content.signing_off import STATEMENT

AskForFile = Callable[[QWidget], Path | None]
AskWhere = Callable[[QWidget, str], Path | None]


class SignOffView(QWidget):
    """A statement, who signs it, their role, and a tick that says yes to it."""

    def __init__(self, programme: Programme, viewmodel: VersionsViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.role = TextLine()
        self.agreed = Tick(_("I agree to this statement"))
        self.agreed.setAccessibleDescription(_(STATEMENT))  # read whole before it is agreed to
        self.sign = MainButton(pgettext("button", "Sign off"), is_final=True, loses_words=True)
        self.back = button(_("Do not sign off"))
        self.why_not = text("", "small", tone="muted", wrap=True)
        sheet = card(
            f"{programme.title} {programme.version}",
            reading(_(STATEMENT)),
            text(_("You sign as {name}.").format(name=viewmodel.signed_in), "strong", wrap=True),
            LabelledField(
                _("Role in this service"), self.role, hint=_("For example: clinical lead")
            ),
            self.agreed,
            self.why_not,
            reading(
                _(
                    "It is kept in the record with the day. If any word of this version changes, "
                    "it no longer counts."
                )
            ),
            gap="m",
        )
        foot = row(self.back, STRETCH, self.sign, margins=(0, "s", "m", 0))
        alerts = [
            reading(f"{each.states} {each.because}".strip(), strong=_alert_head(each))
            for each in viewmodel.alerts_of(programme)
        ]
        self.alerts = card(
            _("What opens an alert, and why at this level"), *ruled(alerts), gap="xs"
        )
        state = viewmodel.state
        whole = f"{programme.title} {programme.version}"
        self.changes = [changes_card(whole, state.since, state.changes)] if state.since else []
        body = stack(sheet, *self.changes, self.alerts, STRETCH, gap="l", margins=(0, 0, "m", "m"))
        self.setLayout(stack(scroll(body), rule(), foot, gap="hair"))
        self.role.edited.connect(self._on_edited)
        self.agreed.turned.connect(self._on_edited)
        self.sign.clicked.connect(self._on_sign_clicked)
        self._on_edited()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.role

    def _on_edited(self) -> None:
        match bool(self.role.text().strip()), self.agreed.isChecked():
            case True, True:
                missing = ""
            case True, False:
                missing = _("Tick the box first.")
            case False, True:
                missing = _("Enter your role first.")
            case _:
                missing = _("Enter your role, and tick the box first.")
        self.sign.setEnabled(not missing)
        self.why_not.setText(missing)
        self.why_not.setVisible(bool(missing))
        describe_quietly(self.sign, missing)

    def _on_sign_clicked(self) -> None:
        self._viewmodel.sign_off(self.role.text())


def _alert_head(each: AlertRow) -> str:
    words = _("{form}, {condition}: {level}, {stream}.")
    return words.format(form=each.form, condition=each.when, level=each.level, stream=each.stream)


class WithdrawView(QWidget):
    """What follows from taking a signature back, and why it is taken back."""

    def __init__(self, programme: Programme, viewmodel: VersionsViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.reason = TextLine()
        self.withdraw = MainButton(_("Withdraw the sign-off"), is_final=True, loses_words=True)
        self.withdraw.wait_for(_("Say why, in one line."))
        self.back = button(_("Keep the sign-off"))
        words = _(
            "No session starts with this version until somebody signs it off again. A session "
            "that is under way goes on."
        )
        hint = _("Everybody here reads it beside your name. No names of clients.")
        sheet = card(
            _("Withdraw the sign-off of {programme}").format(
                programme=f"{programme.title} {programme.version}"
            ),
            reading(words),
            LabelledField(_("&Why, in one line"), self.reason, hint=hint),
            gap="m",
        )
        foot = row(self.back, STRETCH, self.withdraw, margins=(0, "s", "m", 0))
        body = stack(sheet, STRETCH, margins=(0, 0, "m", "m"))
        self.setLayout(stack(scroll(body), rule(), foot, gap="hair"))
        self.reason.edited.connect(self._on_edited)
        self.withdraw.clicked.connect(self._on_withdraw_clicked)

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.reason

    def _on_edited(self) -> None:
        is_said = bool(self.reason.text().strip())
        self.withdraw.wait_for("" if is_said else _("Say why, in one line."))

    def _on_withdraw_clicked(self) -> None:
        self._viewmodel.withdraw(self.reason.text())


class ReadPlanView(QWidget):
    """A session of a pack that is not installed, to read whole."""

    def __init__(self, plan: SessionPlan, viewmodel: VersionsViewModel) -> None:
        super().__init__()
        self.back = button(_("Back to the pack"))
        self.back.setObjectName("back_to_pack")
        title = text(f"{plan.id} {plan.title}", "lead", wrap=True)
        shown = SessionPlanView(plan, {}, viewmodel.page_of(plan))
        foot = row(self.back, STRETCH, margins=(0, "s", "m", 0))
        whole = stack(title, shown, rule(), foot, gap="hair")
        whole.setStretch(1, 1)
        self.setLayout(whole)

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.back


Page = (
    VersionListView
    | OfferView
    | SignOffView
    | WithdrawView
    | DraftView
    | WrongFolderView
    | ReadPlanView
)


def ask_for_pack(parent: QWidget) -> Path | None:
    """Return the pack that the person picks, or None."""
    kinds = _("Content packs (*.pack);;All files (*)")
    chosen = choosing_files.ask_for_file(parent, _("Install from file"), kinds)
    return Path(chosen) if chosen else None


def ask_for_content(parent: QWidget) -> Path | None:
    """Return the folder of content that the person picks, or None."""
    chosen = choosing_files.ask_for_folder(parent, _("The folder to make a pack from"))
    return Path(chosen) if chosen else None


def ask_for_place(parent: QWidget) -> Path | None:
    """Return the folder in which a version is to be saved as a folder, or None."""
    chosen = choosing_files.ask_for_folder(parent, _("Where to put the folder"))
    return Path(chosen) if chosen else None


def ask_where(parent: QWidget, name: str) -> Path | None:
    """Return where the person wants a signed pack, or None."""
    kinds = _("Content packs (*.pack)")
    chosen = choosing_files.ask_where_to_save(parent, _("Save the signed pack"), kinds, name)
    return Path(chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class Asking:
    """How a person is asked for files and folders."""

    for_pack: AskForFile = ask_for_pack
    for_folder: AskForFile = ask_for_content
    for_place: AskForFile = ask_for_place
    where: AskWhere = ask_where


class VersionsView(PageView[VersionsViewModel]):
    """One page at a time, built afresh for each state."""

    HELP = PageHelp(
        "Here you see which version of the programme is in use, and what a new one "
        "changes. A lead signs a version off before it is used with clients. Clients who "
        "have begun stay with their version.",
        read_on="docs/packs.md",
    )

    def __init__(self, viewmodel: VersionsViewModel, asking: Asking | None = None) -> None:
        super().__init__("versions", viewmodel)
        self._asking = asking or Asking()
        self.message = MessagePlace()
        self.page: Page | None = None
        self._following = Following(self)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(look().space("m"))
        self._whole.addWidget(self.message)
        viewmodel.follow(self.show_state)

    def focus_first(self) -> None:
        """Put the keyboard on what the page is there for."""
        if self.page is not None:
            self.page.first.setFocus()
            self._following.follow(self.page.first)

    def show_state(self, state: VersionsState) -> None:
        """Show the list, or what was opened from it."""
        if state.said == "nothing":
            self.message.clear()
        else:
            self.message.show_message(*said_words(state.said, state.detail))
        self._following.stop()
        old, self.page = self.page, self._page_for(state)
        if old is not None:
            self._whole.removeWidget(old)
            old.hide()
            old.deleteLater()
        if not isinstance(self.page, VersionListView):
            self.page.back.clicked.connect(self.turn_back)
        self._whole.addWidget(self.page, 1)
        self.page.show()  # now, since it is told of at once
        if self.isVisible():
            self.focus_first()
            if type(self.page) is not type(old):
                say_arrival(self.page)

    @override
    def turn_back(self) -> bool:
        """Go back to the list; what was filled in and not signed is said once first."""
        turns_back = not isinstance(self.page, VersionListView)
        if turns_back and not self._is_held_back():
            self._viewmodel.put_back()
        return turns_back

    def _is_held_back(self) -> bool:
        """Ask the page of the window that this one is a part of."""
        part = self.parentWidget()
        while part is not None and not isinstance(part, PageView):
            part = part.parentWidget()
        return part is not None and part.holds_back()

    def _page_for(self, state: VersionsState) -> Page:
        if state.plan is not None:
            return ReadPlanView(state.plan, self._viewmodel)
        if state.offer is not None:
            return OfferView(state.offer, self._viewmodel)
        if state.signing is not None:
            return SignOffView(state.signing, self._viewmodel)
        if state.withdrawing is not None:
            return WithdrawView(state.withdrawing, self._viewmodel)
        if state.draft is not None:
            draft = DraftView(state.draft, self._viewmodel)
            draft.sign.clicked.connect(self._on_draft_sign_clicked)
            return draft
        if state.wrong:
            return WrongFolderView(state.wrong, self._viewmodel)
        listed = VersionListView(self._viewmodel)
        listed.install_chosen.connect(self._on_listed_install_chosen)
        listed.folder_chosen.connect(self._on_listed_folder_chosen)
        listed.save_chosen.connect(self._on_listed_save_chosen)
        return listed

    @Slot()
    def _on_listed_install_chosen(self) -> None:
        path = self._asking.for_pack(self)
        if path is not None:
            self._viewmodel.look_at(path)

    @Slot()
    def _on_listed_folder_chosen(self) -> None:
        folder = self._asking.for_folder(self)
        if folder is not None:
            self._viewmodel.read_folder(folder)

    @Slot(VersionLine)
    def _on_listed_save_chosen(self, line: VersionLine) -> None:
        place = self._asking.for_place(self)
        if place is not None:
            self._viewmodel.save_folder(line, place)

    @Slot()
    def _on_draft_sign_clicked(self) -> None:
        draft = self._viewmodel.state.draft
        place = self._asking.where(self, draft.pack.manifest.name) if draft is not None else None
        if place is not None:
            self._viewmodel.sign_pack(place)
