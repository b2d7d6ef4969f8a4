"""The telephone numbers of a service: on pages for clients, and of colleagues on the day sheet."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import ClassVar

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from session_forms.words.list_words import listed
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.widgets.fields.begun_fields import mark_saved
from therapist_app.widgets.layout.into_view import bring_into_view
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Part,
    TextLine,
    card,
    row,
    text,
)
from therapist_app.workflows.policies import page_numbers, staff_numbers
from therapist_app.workflows.policies.page_numbers import PageNumbers
from therapist_app.workflows.policies.staff_numbers import StaffNumbers

Fields = Mapping[str, tuple[str, str]]
"""Title and hint of each line, by the name of what it keeps."""
FIELDS: Fields = {
    "emergency_number": (NP_("service", "Emergency number"), ""),
    "crisis_line": (
        NP_("service", "Crisis line"),
        N_(
            "For thoughts of ending one's life. Clients read that it answers by day or by night: "
            "where no line does, enter the emergency number."
        ),
    ),
    "prevention_line": (
        NP_("service", "Prevention line"),
        N_(
            "A helpline for the worry that brings people here. It is printed without its name, "
            "and clients read that they need not give theirs."
        ),
    ),
    "clinic_phone": (N_("Telephone of this service"), ""),
    "clinic_hours": (N_("Hours of this service"), N_("For example: Monday to Friday, 9 to 17")),
}
NUMBERS_WHY = N_(
    "They are printed on every page that a client takes home. Call each number "
    "before you enter it. An empty one is printed as a line to write on."
)
STAFF_FIELDS: Fields = {
    "lead_phone": (N_("Telephone of the clinical lead"), ""),
    "on_call_phone": (
        N_("Telephone on call"),
        N_("Who is on duty for urgent advice, also outside office hours."),
    ),
    "on_call_hours": (N_("Hours on call"), N_("For example: day and night")),
}
STAFF_WHY = N_(
    "They stand beside an alert that is to be answered, and on the day sheet, for a morning on "
    "which the laptop fails. No client gets them."
)


class LinesView(QWidget):
    """Lines, each kept as soon as it is left; read only for who may not settle.

    What is being typed when it is locked, hidden or closed was not left: it counts nowhere, and
    once it stands in its line again somebody has to say that it is complete.
    """

    SAVED: ClassVar[str]
    """What is said once they are kept."""

    def __init__(
        self,
        title: str,
        why: str,
        fields: Fields,
        kept: Mapping[str, str],
        keep: QPushButton,
        *,
        may_settle: bool,
    ) -> None:
        super().__init__()
        self._may_settle, self._why, self._fields = may_settle, why, fields
        self._kept = dict(kept)
        self._tried: dict[str, str] | None = None
        self._warned_of: Mapping[str, str] | None = None
        self._is_asked = False
        self.lines = {name: TextLine() for name in fields}
        self.fields = {
            name: LabelledField(_(words), self.lines[name], hint=_(hint) if hint else "")
            for name, (words, hint) in fields.items()
        }
        for name, words in kept.items():
            self.lines[name].show_words(words)
        self.keep = keep
        self.message = MessagePlace()
        parts = self._entry() if may_settle else self._settled()
        self.setLayout(row(card(title, *parts, gap="s")))
        self.keep.clicked.connect(self._on_keep_clicked)
        for line in self.lines.values():
            line.edited.connect(self._on_line_edited)
            line.settled.connect(self._on_line_settled)

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return next(iter(self.lines.values()))

    @property
    def words(self) -> dict[str, str]:
        """What stands in the lines, by name."""
        return {name: line.text() for name, line in self.lines.items()}

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The titles of the lines that say something else than what is kept."""
        written, kept = self.words if self._may_settle else self._kept, self._kept
        titles = {name: title for name, (title, _hint) in self._fields.items()}
        return tuple(_(title) for name, title in titles.items() if written[name] != kept[name])

    def flush(self) -> None:
        """Keep each line that is left with the page, where it can stand on paper.

        What a disk refused is not tried again by itself, so that nobody is held on this page.
        """
        fit = self.words | {name: self._kept[name] for name in self._open_yet()}
        if self._may_settle and self.isVisible() and fit not in (self._kept, self._tried):
            self._keep(fit)

    def hold_back(self) -> bool:
        """Say once what is not saved, and return whether that was said just now."""
        titles, words = self.unsaved, self.words
        if not titles or words == self._warned_of:
            return False
        self._warned_of = words
        detail = _("{fields}. If you leave now, this is lost. Correct it, or leave once more.")
        said = detail.format(fields=listed(titles))
        self._show_problems()
        changed = next(name for name, each in words.items() if each != self._kept[name])
        self.lines[changed].setFocus()
        self.message.show_message("attention", _("This is not saved"), said, again=True)
        bring_into_view(self.message)
        return True

    def say_kept(self) -> None:
        """Say that they hold from now on: they were kept, and no disk refused them."""
        if self._tried is not None:
            self._kept, self._tried = self._tried, None
        for name, line in self.lines.items():
            if line.text() == self._kept[name]:
                mark_saved(line)
        self.message.show_message("good", _(self.SAVED), "", again=True)
        if self._is_asked:
            self._is_asked = False
            bring_into_view(self.message)

    def _open_yet(self) -> Mapping[str, str]:
        """Return why a line is not kept by itself: it is wrong, or half typed before a lock."""
        half = {
            name: _("Typed before it locked, and not saved. Is it complete? Then save it.")
            for name, line in self.lines.items()
            if line.is_put_back and line.text() != self._kept[name]
        }
        return {**half, **self._problems()}

    def _problems(self) -> Mapping[str, str]:
        """Return why what is written cannot stand on paper, by name."""
        raise NotImplementedError

    def _settle(self, lines: Mapping[str, str]) -> None:
        """Say that lines are to be kept, by name."""
        raise NotImplementedError

    def _keep(self, fit: dict[str, str]) -> None:
        self._tried = fit
        self._settle(fit)

    def _entry(self) -> list[Part]:
        return [
            text(_(self._why), "small", wrap=True),
            *self.fields.values(),
            row(self.keep, STRETCH),
            self.message,
        ]

    def _settled(self) -> list[Part]:
        for each in (*self.fields.values(), self.keep, self.message):
            each.setParent(self)
            each.hide()
        who = _("Only an administrator or a clinical lead can change this.")
        lacks = pgettext("value of a setting", "not settled")
        said = [
            text(f"{_(self._fields[name][0])}: {words or lacks}", wrap=True)
            for name, words in self._kept.items()
        ]
        return [*said, text(who, "small", wrap=True)]

    @Slot()
    def _on_line_edited(self) -> None:
        if self.words != self._kept:
            self.message.clear()

    @Slot()
    def _on_line_settled(self) -> None:
        """Keep what was written as soon as its line is left, or say what is wrong with it.

        A moment later: a line that lost the keyboard as it went out of sight was not left.
        """
        QTimer.singleShot(0, self, self._on_line_left)

    @Slot()
    def _on_line_left(self) -> None:
        if self.isVisible():
            self._show_problems()
            self.flush()

    def _show_problems(self) -> Mapping[str, str]:
        wrong = self._open_yet()
        for name, field in self.fields.items():
            field.show_problem(wrong.get(name, ""))
        return wrong

    @Slot()
    def _on_keep_clicked(self) -> None:
        self.message.clear()
        for line in self.lines.values():
            line.is_put_back = False
        wrong = self._show_problems()
        if wrong:
            self.flush()
            self.message.clear()
            self.lines[next(iter(wrong))].setFocus()
        else:
            self._is_asked = True
            self._keep(self.words)


class NumbersView(LinesView):
    """The five on what clients take home.

    Signals:
        settled: The numbers, when they can stand on a page.

    """

    SAVED = N_("Saved. Every page uses them from now on")
    settled = Signal(PageNumbers)

    def __init__(self, numbers: PageNumbers, *, may_settle: bool) -> None:
        title, keep = _("Numbers on the pages for clients"), MainButton(_("Save these numbers"))
        super().__init__(title, NUMBERS_WHY, FIELDS, asdict(numbers), keep, may_settle=may_settle)
        self.setObjectName("numbers")

    @override
    def _problems(self) -> Mapping[str, str]:
        return page_numbers.problems_in(PageNumbers(**self.words))

    @override
    def _settle(self, lines: Mapping[str, str]) -> None:
        self.settled.emit(PageNumbers(**lines))


class StaffNumbersView(LinesView):
    """Those of colleagues, on the day sheet.

    Signals:
        settled: The numbers, when they can stand on the sheet.

    """

    SAVED = N_("Saved. Alerts and the next day sheet have them")
    settled = Signal(StaffNumbers)

    def __init__(self, numbers: StaffNumbers, *, may_settle: bool) -> None:
        title = _("Numbers of colleagues")
        keep = MainButton(_("Save the numbers of colleagues"), shows_key=False)
        super().__init__(
            title, STAFF_WHY, STAFF_FIELDS, asdict(numbers), keep, may_settle=may_settle
        )
        self.setObjectName("staff_numbers")

    @override
    def _problems(self) -> Mapping[str, str]:
        return staff_numbers.problems_in(StaffNumbers(**self.words))

    @override
    def _settle(self, lines: Mapping[str, str]) -> None:
        self.settled.emit(StaffNumbers(**lines))
