"""The index of the settings: three groups, one subject at a time, found by any of its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.words.texts import NP_, _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.fields.found_told import FoundTold
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    Part,
    TextLine,
    hold,
    row,
    scroll,
    stack,
    symbol,
    text,
)
from therapist_app.widgets.repolish import set_state

GROUPS = {
    "you": NP_("group of settings", "You"),
    "service": NP_("group of settings", "Service"),
    "record": NP_("group of settings", "Record"),
}
LISTED_UP_TO = 1.1
"""Above this size of text the index is one box to open."""
INDEX_WIDTH = 244
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject of the settings.

    Attributes:
        id: Its name in the code.
        group: One of `GROUPS`.
        title: What it is called in the index.
        make: Returns its page, always the same one, which is made when it is first wanted.
        enter_by: Returns what the keyboard enters the page by; None where it is only read.
        wants: What of it wants attention, in a few words; empty for nothing.
        leads: Whether it only leads to a page of its own.

    """

    id: str
    group: str
    title: str
    make: Callable[[], QWidget]
    enter_by: Callable[[], QWidget | None]
    wants: str = ""
    leads: bool = False

    @property
    def page(self) -> QWidget:
        """Its page."""
        return self.make()

    @property
    def first(self) -> QWidget | None:
        """What the keyboard enters it by; None where there is only something to read."""
        return self.enter_by()

    @property
    def entry(self) -> str:
        """What stands in the index."""
        if not self.wants:
            return self.title
        return _("{subject}: {wants}").format(subject=self.title, wants=self.wants)

    def has(self, words: Sequence[str]) -> bool:
        """Return whether each of these words stands somewhere in it; without words it does."""
        if not words:
            return True
        said = [self.title, self.page.accessibleName()]
        said += [each.text() for each in self.page.findChildren(QLabel)]
        said += [each.text() for each in self.page.findChildren(QAbstractButton)]
        whole = "\n".join(said).replace("&", "").casefold()
        return all(each.casefold() in whole for each in words)


class IndexButton(ChoosingButton):
    """An entry; Up and Down go to the entries around it.

    Signals:
        stepped: By how many entries.

    """

    stepped = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrow keys."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class IndexLine(QFrame):
    """One entry, with a sign where something of it wants attention."""

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self.setProperty("kind", "entry")
        self.subject = subject
        self.open = IndexButton(subject.entry, subject.id, "quiet")
        self.open.setObjectName(f"settings_{subject.id}")
        self._sign = symbol("alert", "attention")
        self.setLayout(row(self._sign, self.open, STRETCH, gap="xs"))
        self._sign.setVisible(bool(subject.wants))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open it wherever in its line it is pressed: the whole line is marked as open."""
        here = self.rect().contains(event.position().toPoint())
        if here and event.button() == Qt.MouseButton.LeftButton:
            self.open.click()

    def show_subject(self, subject: Subject) -> None:
        """Show what it wants now."""
        self.subject = subject
        self.open.setText(subject.entry)
        self._sign.setVisible(bool(subject.wants))

    def show_how(self, *, is_shown: bool) -> None:
        """Show whether its page is open."""
        set_state(self, "kind", value="current" if is_shown else "entry")
        self.open.setAccessibleDescription(
            pgettext("mark", "Shown at the side: Enter goes there.") if is_shown else ""
        )


class FindLine(TextLine):
    """Finds a setting; Down goes on to what was found.

    Signals:
        left_downwards: Down was pressed.

    """

    left_downwards = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on to the list."""
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)


class IndexView(QWidget):
    """The index, as a list or, in large print, as one box.

    Signals:
        turned: The subject to show.
        entered: The subject to show and to go on in.

    """

    turned = Signal(str)
    entered = Signal(str)

    def __init__(self, subjects: Sequence[Subject]) -> None:
        super().__init__()
        self._subjects = tuple(subjects)
        self._found = self._subjects
        self._shown = ""
        self.words = FindLine()
        self.words.kept_over_lock = False
        self.words.setObjectName("find_setting")
        self.nothing = text("", "small", wrap=True)
        self.nothing.hide()
        self.lines = {each.id: IndexLine(each) for each in subjects}
        self.box = ChoiceBox(self._choices(), name=pgettext("field", "Which settings"))
        self._heads = {each: text(_(words), "caption") for each, words in GROUPS.items()}
        self.is_listed = look().text_scale <= LISTED_UP_TO
        self.setLayout(self._listed() if self.is_listed else self._boxed())
        self.words.edited.connect(self._on_find_edited)
        self.words.returnPressed.connect(self._on_find_return)
        self.words.left_downwards.connect(self._on_find_left)
        FoundTold(self.words, self._names_found)
        self.box.chosen.connect(self.turned)
        for line in self.lines.values():
            line.open.chosen.connect(self.entered)
            line.open.stepped.connect(self._on_stepped)

    def show_shown(self, subject: str) -> None:
        """Show which subject is open."""
        self._shown = subject
        for each, line in self.lines.items():
            line.show_how(is_shown=each == subject)
        self.box.show_chosen(subject)

    def show_wants(self, subject: str, wants: str) -> None:
        """Show what a subject wants from now on; nothing where `wants` is empty."""
        self._subjects = tuple(
            replace(each, wants=wants) if each.id == subject else each for each in self._subjects
        )
        for each in self._subjects:
            self.lines[each.id].show_subject(each)
        self._on_find_edited()

    def focus_shown(self) -> None:
        """Put the keyboard on the entry of the subject that is open."""
        (self.lines[self._shown].open if self.is_listed else self.box).setFocus()

    def _names_found(self) -> list[str]:
        return [each.title for each in self._found]

    def _choices(self) -> list[tuple[str, str]]:
        return [(each.id, each.entry) for each in self._found]

    def _listed(self) -> QVBoxLayout:
        self.box.setParent(self)
        self.box.hide()
        parts: list[Part] = [LabelledField(_("&Find a setting"), self.words), self.nothing]
        for group in GROUPS:
            parts += [look().space("s"), self._heads[group]]
            parts += [line for line in self.lines.values() if line.subject.group == group]
        inside = stack(*parts, STRETCH, gap="hair", margins=("s", "m", "s", "m"))
        self.setFixedWidth(look().scaled(INDEX_WIDTH))
        return stack(scroll(inside))

    def _boxed(self) -> QVBoxLayout:
        for each in (*self.lines.values(), *self._heads.values()):
            each.setParent(self)
            each.hide()
        field = LabelledField(_("&Find a setting"), self.words)
        return stack(self.box, field, self.nothing, gap="s", margins=("page", "m", "page", 0))

    @Slot()
    def _on_find_edited(self) -> None:
        words = self.words.text().split()
        self._found = tuple(each for each in self._subjects if each.has(words))
        here = {each.id for each in self._found}
        for each, line in self.lines.items():
            line.setVisible(self.is_listed and each in here)
        for group, head in self._heads.items():
            is_there = any(each.group == group for each in self._found)
            head.setVisible(self.is_listed and is_there)
        self.box.show_choices(self._choices())
        self.box.show_chosen(self._shown)
        none = _("No setting with “{words}”.").format(words=self.words.text().strip())
        self.nothing.setText(none)
        self.nothing.setVisible(not here)
        if self._found and self._shown not in here:
            self.turned.emit(self._found[0].id)

    @Slot()
    def _on_find_return(self) -> None:
        if self._found:
            shown = self._shown if self._shown in {each.id for each in self._found} else ""
            self.entered.emit(shown or self._found[0].id)

    @Slot()
    def _on_find_left(self) -> None:
        if self._found:
            self.focus_shown()
        else:
            announce(self, self.nothing.text())

    @Slot(int)
    def _on_stepped(self, step: int) -> None:
        ids = [each.id for each in self._found]
        at = ids.index(self._shown) + step if self._shown in ids else 0
        subject = ids[max(0, min(at, len(ids) - 1))]
        self.turned.emit(subject)
        self.lines[subject].open.setFocus()


def setting_line(title: str, sentence: str, control: QWidget) -> QWidget:
    """Return one setting: what it is, a sentence, and beside it what it is changed by."""
    words = stack(text(title, "strong", wrap=True), text(sentence, "small", wrap=True), gap="hair")
    if look().is_large:
        return hold(stack(words, control, gap="s"))
    told = hold(stack(words, STRETCH))
    told.setFixedWidth(look().scaled(230))
    return hold(row(told, control, gap="l", grows=1))
