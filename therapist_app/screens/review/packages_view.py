"""The packages that were opened, each with how it stands, in words."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exports.occasion import caseloads_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, pgettext
from session_forms.words.texts import translate as _
from therapist_app.screens.review.viewmodel import PackageLine, ReviewState, ReviewViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.fields.passphrase_field import SecretLine
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    Part,
    TextLine,
    button,
    card,
    chip,
    empty,
    hold,
    read_in_order,
    row,
    rule,
    stack,
    text,
)

STANDINGS = {
    "verified": (NP_("state of a package", "verified and opened"), "good"),
    "unknown": (N_("unknown signer: not opened"), "attention"),
    "changed": (N_("changed after signing: not opened"), "urgent"),
    "sealed": (N_("encrypted: needs the private key"), "attention"),
}


class PackageRow(QWidget):
    """One package."""

    def __init__(self, line: PackageLine, viewmodel: ReviewViewModel) -> None:
        super().__init__()
        words, tone = STANDINGS[line.standing]
        package = line.package
        title = facts_in_a_line(package.release_id, package.month) if package else line.path.name
        self.trust = ChoosingButton(_("Confirm: the number is right"), line.signer)
        self.trust.setVisible(bool(line.signer))
        parts: list[Part] = [
            text(title, "strong", wrap=True),
            row(chip(_(words), tone), STRETCH),
        ]
        if package is not None:
            parts.append(text(_covers(line), "small", wrap=True))
        if line.why:
            parts.append(text(line.why, "small", wrap=True))
        self.save = ChoosingButton(_("Save the report as PDF …"), str(line.path), "quiet")
        self.save.setVisible(package is not None)
        parts.append(row(self.trust, self.save, STRETCH))
        self.setLayout(stack(*parts, gap="xs", margins=(0, "xs", 0, "xs")))
        self.setAccessibleName(f"{title}: {_(words)}")
        self.trust.chosen.connect(viewmodel.trust)


class PackagesView(QWidget):
    """All packages, and the two ways to open one.

    Signals:
        file_chosen: Open a file.
        folder_chosen: Open a folder.
        report_wanted: The report of a package, by its place, and why it is needed.

    """

    file_chosen = Signal()
    folder_chosen = Signal()
    report_wanted = Signal(Path, str)

    def __init__(self, viewmodel: ReviewViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.add_file = button(_("Open a file"), "primary", "plus")
        self.add_folder = button(_("Open a folder"))
        self.identity = SecretLine()
        self.identity_field = LabelledField(
            _("Private key for encrypted packages"),
            self.identity,
            hint=_("It is not saved. Press Enter after typing."),
        )
        self.reason = TextLine()
        self.reason_field = LabelledField(
            _("Why a report is saved"),
            self.reason,
            hint=_(
                "A saved report is not encrypted: whoever finds it can read it. Your name and "
                "the reason are entered in the list of releases."
            ),
        )
        self.told = text("", "small", wrap=True)
        self._rows = QVBoxLayout()
        self._shown: tuple[PackageLine, ...] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            card(
                pgettext("card", "Packages"),
                self._rows,
                self.identity_field,
                self.reason_field,
                self.told,
                row(self.add_folder, STRETCH, self.add_file, gap="s"),
                gap="s",
            )
        )
        self.add_file.clicked.connect(self.file_chosen)
        self.add_folder.clicked.connect(self.folder_chosen)
        self.identity.returnPressed.connect(self._on_identity_return_pressed)

    def show_state(self, state: ReviewState) -> None:
        """Show every package; nothing that was not read is hidden."""
        self.identity_field.setVisible(any(each.standing == "sealed" for each in state.lines))
        self.reason_field.setVisible(bool(state.read))
        saved = _("Saved: {file}.").format(file=state.saved) if state.saved else ""
        self.told.setText(state.not_saved or saved)
        self.told.setVisible(bool(self.told.text()))
        if state.lines == self._shown:
            return
        self._shown = state.lines
        empty(self._rows)
        for each in state.lines:
            shown = PackageRow(each, self._viewmodel)
            shown.save.chosen.connect(self._on_save_chosen)
            self._rows.addWidget(hold(stack(shown, rule(), gap="xs")))
        if not state.lines:
            words = _(
                "No package is open. A package is a folder, or a file that ends in .outcomes."
            )
            self._rows.addWidget(text(words, "small", tone="muted", wrap=True))
        read_in_order(self._rows)

    @Slot(str)
    def _on_save_chosen(self, place: str) -> None:
        self.report_wanted.emit(Path(place), self.reason.text())

    def _on_identity_return_pressed(self) -> None:
        self._viewmodel.use_identity(self.identity.text())
        self.identity.clear()


def _covers(line: PackageLine) -> str:
    package = line.package
    if package is None:
        return ""
    words = caseloads_in_words(package.caseloads_open, package.caseloads_all)
    practice = _("practice: invented data") if package.practice else ""
    return facts_in_a_line(package.title, words, practice)
