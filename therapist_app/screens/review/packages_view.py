"""The packages that were opened, each with how it stands, in words."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exports.package import parquet
from session_forms.words.texts import N_, NN_, NP_, _, counted, pgettext
from therapist_app.accessibility.in_short import hold_whole
from therapist_app.screens.review.combining import PackageLine
from therapist_app.screens.review.review_state import ReviewState
from therapist_app.screens.review.viewmodel import ReviewViewModel
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
    progress_bar,
    read_in_order,
    row,
    rule,
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import spelled

STANDINGS = {
    "verified": (NP_("state of a package", "verified and opened"), "good"),
    "not_counted": (NP_("state of a package", "verified, not counted"), "attention"),
    "unknown": (N_("unknown signer: not opened"), "attention"),
    "changed": (N_("changed after signing: not opened"), "urgent"),
    "refused": (N_("refused: not opened"), "attention"),
    "no_key": (N_("encrypted, and no key is here: not opened"), "attention"),
    "other_key": (N_("encrypted for another key: not opened"), "attention"),
    "for_others": (N_("for the lead and who approved it: not opened"), "attention"),
    "damaged": (N_("damaged, cut or changed: not opened"), "urgent"),
}
VERIFIED = NN_(
    "{done} of {count} package is verified …", "{done} of {count} packages are verified …"
)
MORE = NN_("{count} more package is not listed here.", "{count} more packages are not listed here.")


class PackageRow(QWidget):
    """One package."""

    def __init__(self, line: PackageLine, viewmodel: ReviewViewModel) -> None:
        super().__init__()
        words, tone = STANDINGS[line.standing]
        self.trust = ChoosingButton(_("Confirm: the number is right"), line.signer)
        hold_whole(self.trust, spelled(line.signer))
        if not line.signer:
            self.trust.hide()
        parts: list[Part] = [
            text(line.title, "strong", wrap=True),
            row(chip(_(words), tone), STRETCH),
        ]
        parts += [text(each, "small", wrap=True) for each in (line.facts, line.why) if each]
        self.path = line.path
        self.read = ChoosingButton(_("Read it here"), str(line.path))
        self.save = ChoosingButton(_("Save the report as PDF …"), str(line.path), "quiet")
        for each in (self.read, self.save):
            each.setAccessibleName(f"{each.text()}: {line.title}")
            if not line.whole:
                each.hide()
        self.parquet = ChoosingButton(_("Save the tables as Parquet …"), str(line.path), "quiet")
        if not (line.whole and parquet.is_installed()):
            self.parquet.hide()
        parts += [row(self.trust, self.read, self.save, STRETCH), row(self.parquet, STRETCH)]
        self.setLayout(stack(*parts, gap="xs", margins=(0, "xs", 0, "xs")))
        self.setAccessibleName(f"{line.title}: {_(words)}")
        self.trust.chosen.connect(viewmodel.trust)


class PackagesView(QWidget):
    """All packages, and the ways to open them.

    Signals:
        file_chosen: Open a file.
        folder_chosen: Open a folder.
        services_chosen: Open a list of services that were compared.
        read_wanted: The report of a package, by its place, to be read here.
        report_wanted: The same as a file, and why it is needed.
        parquet_wanted: The tables of a package as Parquet, likewise.

    """

    file_chosen = Signal()
    folder_chosen = Signal()
    services_chosen = Signal()
    read_wanted = Signal(Path)
    report_wanted = Signal(Path, str)
    parquet_wanted = Signal(Path, str)

    def __init__(self, viewmodel: ReviewViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.add_file = button(_("Open a file"), "primary", "plus")
        self.add_folder = button(_("Open a folder"))
        self.add_services = button(_("Open a list of services"), "quiet")
        self.add_services.setToolTip(
            _("A text file with the number of each service that was compared, and its name.")
        )
        self.stop = button(pgettext("button", "Stop"))
        self.bar = progress_bar(name=_("Packages looked at"), width=None)
        self.busy = text("", "small", wrap=True)
        self.under_way = hold(stack(self.busy, row(self.bar, self.stop, gap="s"), gap="xs"))
        self.counted = text("", wrap=True)
        self.identity = SecretLine()
        self.identity_field = LabelledField(
            _("Private key made with another program"),
            self.identity,
            hint=_(
                "Only where the sender has a key of yours that was not made here: our own is used "
                "by itself. It is not saved. Press Enter after typing."
            ),
        )
        self.reason = TextLine()
        self.reason_field = LabelledField(
            _("Why a report is saved or printed"),
            self.reason,
            hint=_(
                "A saved report is not encrypted: whoever finds it can read it. Your name and "
                "the reason are entered in the list of releases."
            ),
        )
        self.no_parquet = text(_(parquet.NOT_INSTALLED), "small", tone="muted", wrap=True)
        self.told = text("", "small", wrap=True)
        self.more = text("", "small", wrap=True)
        self._rows = QVBoxLayout()
        self._shown: tuple[tuple[PackageLine, ...], bool] | None = None
        self._confirmed: Path | None = None
        self.rows: list[PackageRow] = []
        self._compose()
        self._listen()

    def _compose(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            card(
                pgettext("card", "Packages"),
                row(self.add_folder, STRETCH, self.add_file, gap="s"),
                row(self.add_services, STRETCH),
                self.under_way,
                self.identity_field,
                self.reason_field,
                self.no_parquet,
                self.told,
                self.counted,
                self._rows,
                self.more,
                gap="s",
            )
        )

    def _listen(self) -> None:
        self.add_file.clicked.connect(self.file_chosen)
        self.add_folder.clicked.connect(self.folder_chosen)
        self.add_services.clicked.connect(self.services_chosen)
        self.stop.clicked.connect(self._viewmodel.stop)
        self.identity.returnPressed.connect(self._on_identity_return_pressed)

    def show_state(self, state: ReviewState) -> None:
        """Show every package, or of many those that ask for something, and how many there are."""
        self._show_progress(state)
        self.counted.setText(state.counted_words)
        self.counted.setVisible(bool(self.counted.text()))
        self.more.setText(counted(MORE, state.more) if state.more else "")
        self.more.setVisible(bool(state.more))
        self.identity_field.setVisible(state.has_sealed)
        self.reason_field.setVisible(state.has_whole)
        has_figures = bool(state.counted or state.not_counted)
        self.no_parquet.setVisible(has_figures and not parquet.is_installed())
        self.told.setText(state.not_done or state.told)
        self.told.setVisible(bool(self.told.text()))
        is_shown = (state.lines, bool(state.more))
        if is_shown == self._shown:
            return
        self._shown = is_shown
        empty(self._rows)
        self.rows = []
        for each in state.lines:
            shown = PackageRow(each, self._viewmodel)
            self.rows.append(shown)
            shown.trust.clicked.connect(partial(self._on_confirmed, each.path))
            shown.read.chosen.connect(self._on_read_chosen)
            shown.save.chosen.connect(self._on_save_chosen)
            shown.parquet.chosen.connect(self._on_parquet_chosen)
            self._rows.addWidget(hold(stack(shown, rule(), gap="xs")))
        if not state.lines and not state.more:
            words = _(
                "No package is open. A package is a folder, or a file that ends in .outcomes.age "
                "or .outcomes."
            )
            # of the card a screen reader says what it was told first, as long as the page stands
            self._rows.addWidget(text(words, "small", tone="muted", wrap=True, told="aside"))
            if self._viewmodel.may_show_key:
                words = _("Whoever encrypts one for you needs your key first: “Show our own key”.")
                self._rows.addWidget(text(words, "small", tone="muted", wrap=True, told="aside"))
        read_in_order(self._rows)
        self._go_to_confirmed()

    def keyboard_to(self, package: Path) -> bool:
        """Put the keyboard on a package that is open; return whether it is."""
        for each in self.rows:
            if each.path == package and not each.read.isHidden():
                each.read.setFocus()
                return True
        return False

    def back_to_confirming(self) -> None:
        """Put the keyboard where numbers come from: the package that asked, or the list."""
        at = next((each for each in self.rows if each.path == self._confirmed), None)
        wanted = at.trust if at is not None else self.add_services
        wanted.setFocus()

    def _on_confirmed(self, package: Path) -> None:
        self._confirmed = package

    def _go_to_confirmed(self) -> None:
        """Go on with the package whose number was confirmed: what is beside it takes that back."""
        if self._confirmed is not None and self.keyboard_to(self._confirmed):
            self._confirmed = None

    @Slot(str)
    def _on_read_chosen(self, place: str) -> None:
        self.read_wanted.emit(Path(place))

    def _show_progress(self, state: ReviewState) -> None:
        self.under_way.setVisible(state.is_busy and bool(state.of))
        self.busy.setText(counted(VERIFIED, state.of, done=state.done))
        self.bar.setValue(100 * state.done // max(1, state.of))

    @Slot(str)
    def _on_save_chosen(self, place: str) -> None:
        self.report_wanted.emit(Path(place), self.reason.text())

    @Slot(str)
    def _on_parquet_chosen(self, place: str) -> None:
        self.parquet_wanted.emit(Path(place), self.reason.text())

    def _on_identity_return_pressed(self) -> None:
        self._viewmodel.use_identity(self.identity.text())
        self.identity.clear()
