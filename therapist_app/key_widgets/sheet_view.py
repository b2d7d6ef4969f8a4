"""The page of a recovery sheet: printed, then typed back from the paper."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.key_widgets.sheet_paper import (
    print_sheet,
    save_sheet,
    service_words,
    sheet_words,
    whose_words,
)
from therapist_app.key_widgets.sheets import SheetState, SheetViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.dialogs.choosing_a_printer import (
    ask_for_printer,
    file_of,
    saved_words,
    sent_words,
)
from therapist_app.widgets.dialogs.choosing_files import ask_where_to_save
from therapist_app.widgets.fields.labelled_field import LabelledField
from therapist_app.widgets.fields.passphrase_field import SecretLine
from therapist_app.widgets.fields.shown_secret import ReadAloud, SecretWords
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    box,
    button,
    hold,
    page_head,
    row,
    stack,
    text,
)

PER_ROW, PER_ROW_LARGE = 4, 2


def ask_for_file(parent: QWidget, name: str) -> str:
    """Return where a person wants the sheet as a PDF, or nothing; `name` is what is offered."""
    return ask_where_to_save(parent, _("Save the sheet"), "PDF (*.pdf)", name)


class PaperLine(SecretLine):
    """A line for what is read from paper: nothing can be pasted.

    Signals:
        paste_refused: Somebody tried.

    """

    paste_refused = Signal()

    def __init__(self) -> None:
        super().__init__(shown=True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write what is typed."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_refused.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Place the cursor; the middle button would paste."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self.paste_refused.emit()
        else:
            super().mouseReleaseEvent(event)


class SheetView(QWidget):
    """One sheet, shown once; while it is typed back from the paper it is not on the screen."""

    page_help = PageHelp(
        "A sheet on paper opens what a passphrase opens, when the passphrase is forgotten. "
        "Print it, or write it down, then type it back from the paper: only then does it "
        "count. Keep it where you would keep a spare key, never with the laptop.",
        read_on="docs/guides/administrator.md",
    )

    def __init__(
        self,
        viewmodel: SheetViewModel,
        *,
        choose_printer: Callable[[QWidget], QPrinter | None] = ask_for_printer,
        choose_file: Callable[[QWidget, str], str] = ask_for_file,
    ) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self._viewmodel = viewmodel
        self._choose_printer = choose_printer
        self._choose_file = choose_file
        self._is_warned = self._is_typed_back = False
        self._of_the_file = ""
        self.print_button = button(pgettext("button", "Print it"), "secondary", "print")
        self.save_button = button(_("Save it as PDF …"), "quiet")
        self.on_paper = MainButton(_("Continue: it is on paper"), is_final=True)
        self.typed = PaperLine()
        self.typed_field = LabelledField(
            _("&Type it back from the paper"),
            self.typed,
            hint=_("So that you know that the paper is right."),
        )
        self.confirm = MainButton(_("Finish: it is on paper"), is_final=True)
        self.show_again = button(_("Show the sheet again"), "quiet")
        self._groups = [SecretWords("title") for _each in viewmodel.state.groups]
        self.read_aloud = ReadAloud(*self._groups)
        self.message = MessagePlace()
        self._compose(viewmodel.state)
        self.print_button.clicked.connect(self._on_print_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.on_paper.clicked.connect(self._on_paper_clicked)
        self.show_again.clicked.connect(self._on_show_again_clicked)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.typed.paste_refused.connect(self._on_paste_refused)
        self.typed.returnPressed.connect(self._on_confirm_clicked)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.confirmed.connect(self._on_typed_back)
        self._show_code(is_shown=True)
        viewmodel.begin()

    def focus_first(self) -> None:
        """Put the keyboard on printing."""
        self.print_button.setFocus()

    @property
    def guards(self) -> bool:
        """Whether the sheet was not typed back yet."""
        return not self._is_typed_back

    def hold_back(self) -> bool:
        """Say once that it is not typed back yet, and return whether that was said just now."""
        if self._is_warned or self._is_typed_back:
            return False
        self._is_warned = True
        shown_once = _("It cannot be shown later. Put it on paper and type it back first.")
        else_words = (
            _("If you leave anyway, you get a new sheet at the next sign-in, before anything else.")
            if self._viewmodel.state.is_only_one
            else _(
                "If you leave anyway, the new sheet opens nothing, and your old sheet stays in use."
            )
        )
        words = f"{shown_once} {else_words}"
        self.message.show_message(
            "attention", _("This sheet was not typed back yet"), words, again=True
        )
        (self.print_button if self._shown.isVisibleTo(self) else self.typed).setFocus()
        return True

    def show_state(self, state: SheetState) -> None:
        """Show `state`."""
        if state.problem is None:
            self.typed_field.show_problem("")
            return
        self._is_typed_back = False
        if self._of_the_file:  # it still lies there, and has to go
            self.message.show_message("info", _("Now check the paper"), self._of_the_file)
        else:
            self.message.clear()
        where = (
            _("Group {number} is mistyped.").format(number=state.mistyped)
            if state.mistyped
            else state.problem.what_happened
        )
        self.typed_field.show_problem(f"{where} {state.problem.to_do}", again=True)
        self.typed.setFocus()

    def _compose(self, state: SheetState) -> None:
        title, use, keep = sheet_words(state)
        self._shown = hold(
            stack(
                self._code(),
                self.read_aloud,
                row(self.print_button, self.save_button, STRETCH),
                row(self.on_paper, STRETCH),
                gap="l",
            )
        )
        reminder = _("Take the paper and type from it. The sheet is not on the screen meanwhile.")
        self._typing = hold(
            stack(
                text(reminder, "reading", wrap=True),
                self.typed_field,
                row(self.confirm, self.show_again, STRETCH),
                gap="l",
            )
        )
        body = stack(
            text(whose_words(state), "strong", wrap=True),
            text(use, "reading", wrap=True),
            text(keep, "reading", wrap=True),
            text(service_words(state), "small", wrap=True),
            self.message,
            self._shown,
            self._typing,
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        head = page_head(title, _("Shown only once. It is not saved on this laptop"))
        self.setLayout(stack(head, self.message.page_of(body), gap="hair"))

    @property
    def most_urgent(self) -> str:
        """Whose it is, for who hears it: a colleague's sheet is another person's key."""
        return _("{owner}. Shown only once.").format(owner=self._viewmodel.state.owner)

    def _code(self) -> QWidget:
        margins = ("l", "m", "l", "m")
        return box("card", stack(SheetGrid(self._groups), margins=margins))

    def _show_code(self, *, is_shown: bool) -> None:
        """Show the sheet or the place to type it, never both: what is typed is on the paper."""
        for at, (label, group) in enumerate(
            zip(self._groups, self._viewmodel.state.groups, strict=True)
        ):
            words = _("Group {number}: {letters}").format(number=at + 1, letters=" ".join(group))
            label.show_words(group if is_shown else "", words if is_shown else "")
        self.typed.clear()
        self.typed_field.show_problem("")
        self._shown.setVisible(is_shown)
        self._typing.setVisible(not is_shown)

    @Slot()
    def _on_paper_clicked(self) -> None:
        self._show_code(is_shown=False)
        self.typed.setFocus()

    @Slot()
    def _on_paste_refused(self) -> None:
        words = _("It cannot be pasted. Type it, letter by letter, from the paper.")
        self.typed_field.show_problem(words, again=True)

    @Slot()
    def _on_show_again_clicked(self) -> None:
        self._show_code(is_shown=True)
        self.print_button.setFocus()
        announce(self, _("The sheet is shown again."))

    @Slot()
    def _on_print_clicked(self) -> None:
        printer = self._choose_printer(self)
        if printer is None:
            return
        if file := file_of(printer):
            self._save_as(file)
        else:
            self._say_it_is_on_paper(
                f"{sent_words(printer)}.", is_there=print_sheet(self._viewmodel.state, printer)
            )

    @Slot()
    def _on_save_clicked(self) -> None:
        state = self._viewmodel.state
        path = self._choose_file(self, f"{sheet_words(state)[0]} {state.owner}")
        if path:
            self._save_as(path)

    def _save_as(self, path: str) -> None:
        """Write a file, also where the print dialog was asked for one: a key lies there then."""
        if not self._viewmodel.may_be_saved_as(path):
            self.message.show_message(
                "attention",
                pgettext("message", "Not there"),
                _("A sheet must not be saved in the record's own folder. Choose another place."),
                again=True,
            )
            return
        warning = _(
            "Whoever has this file can open the record. Print it, then delete it, also from "
            "the bin."
        )
        words = f"{saved_words(path)}. {warning}"
        is_there = save_sheet(self._viewmodel.state, path)
        if is_there:
            self._of_the_file = words
        self._say_it_is_on_paper(words, is_there=is_there)

    def _say_it_is_on_paper(self, words: str, *, is_there: bool) -> None:
        if is_there:
            self._on_paper_clicked()
            self.message.show_message("info", _("Now check the paper"), words, again=True)
        else:
            self.message.show_message(
                "attention",
                _("It was not printed"),
                _("Check the printer, or choose another place. You can also write it by hand."),
                again=True,
            )

    @Slot()
    def _on_typed_back(self) -> None:
        self._is_typed_back = True
        words = _("It is being put into use, which takes a few seconds.")
        self.message.show_message("info", _("The paper is right"), words)

    @Slot()
    def _on_confirm_clicked(self) -> None:
        self._viewmodel.confirm(self.typed.text())


class SheetGrid(QWidget):
    """The groups of a sheet in rows of the same length, as long as the width allows."""

    def __init__(self, groups: Sequence[QWidget]) -> None:
        super().__init__()
        self._groups = groups
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(look().space("xxl"))
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._arrange(PER_ROW_LARGE if look().is_large else PER_ROW)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room of the shorter rows."""
        widest = max(each.minimumSizeHint().width() for each in self._groups)
        gap = self._grid.horizontalSpacing()
        width = PER_ROW_LARGE * (widest + gap) - gap
        return QSize(width, self._grid.minimumSize().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose how many stand beside each other at the new width."""
        super().resizeEvent(event)
        widest = max(each.minimumSizeHint().width() for each in self._groups)
        gap = self._grid.horizontalSpacing()
        is_wide = not look().is_large and self.width() >= PER_ROW * (widest + gap) - gap
        self._arrange(PER_ROW if is_wide else PER_ROW_LARGE)

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        self._grid.setColumnStretch(self._across, 0)
        self._across = across
        for at, label in enumerate(self._groups):
            self._grid.removeWidget(label)
            self._grid.addWidget(label, at // across, at % across)
        self._grid.setColumnStretch(across, 1)
