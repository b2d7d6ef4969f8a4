"""Looking through the copy for a client before it is made: what leaves, line by line."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from exports.access.access_record import AccessItem, AccessLine, AccessPart
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _, ngettext, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.roles import tell_open
from therapist_app.key_widgets.suggesting import LONGEST_IN_PDF, WORDS
from therapist_app.messages.rules import with_rules
from therapist_app.screens.data_rights.copying import CopyState, CopyViewModel
from therapist_app.widgets.dialogs.choosing_files import ask_where_to_save
from therapist_app.widgets.fields.shown_secret import ReadAloud, SecretToPassOn
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import TurnedPage
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Part,
    Tick,
    button,
    card,
    hold,
    reading,
    row,
    stack,
    text,
)

SHOWN = 160


class LineTick(Tick):
    """One line: ticked when it leaves."""

    def __init__(self, viewmodel: CopyViewModel, line: AccessLine) -> None:
        words = _in_a_line(line.value) if line.is_in_free_words else _shortened(line.value)
        super().__init__(line.what, help_words=words)
        self._viewmodel = viewmodel
        self._ids = frozenset({line.id})
        self.turned.connect(self._on_turned)

    def show_state(self, state: CopyState) -> None:
        """Show whether it leaves."""
        self.setChecked(not self._ids & state.left_out)

    def _on_turned(self) -> None:
        self._viewmodel.take(self._ids, taken=self.isChecked())


class ItemView(QWidget):
    """One item, ticked when anything of it leaves, and its lines when unfolded."""

    def __init__(self, viewmodel: CopyViewModel, item: AccessItem) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._item = item
        self._ids = frozenset(each.id for each in item.lines)
        self.lines: list[LineTick] = []
        self.tick = Tick(item.title)
        self.tick.setEnabled(bool(self._ids))
        self.unfold = button(_("Show lines: {count}").format(count=len(item.lines)), "quiet")
        self.unfold.setAccessibleName(
            _("Lines of {title}: {count}").format(count=len(item.lines), title=item.title)
        )
        tell_open(self.unfold, is_open=False)
        self.unfold.setEnabled(bool(self._ids))
        head = row(self.tick, self.unfold)
        head.setStretch(0, 1)
        self._under = stack(gap="xs", margins=("l", 0, 0, "s"))
        self._holder = hold(self._under)
        self._holder.hide()
        self.setLayout(stack(head, self._holder, gap="s"))
        self.tick.turned.connect(self._on_tick_turned)
        self.unfold.clicked.connect(self._on_unfold_clicked)

    def show_state(self, state: CopyState) -> None:
        """Show whether anything of it leaves."""
        self.tick.setChecked(bool(self._ids - state.left_out))
        for line in self.lines:
            line.show_state(state)

    def _on_tick_turned(self) -> None:
        self._viewmodel.take(self._ids, taken=self.tick.isChecked())

    def _on_unfold_clicked(self) -> None:
        if not self.lines:
            self.lines = [LineTick(self._viewmodel, each) for each in self._item.lines]
            for line in self.lines:
                self._under.addWidget(line)
                line.show_state(self._viewmodel.state)
        self._holder.setVisible(self._holder.isHidden())
        tell_open(self.unfold, is_open=not self._holder.isHidden())
        if self._holder.isVisible():
            self.lines[0].setFocus()


class PartCard(QWidget):
    """One part of the copy."""

    def __init__(self, viewmodel: CopyViewModel, part: AccessPart) -> None:
        super().__init__()
        self.items = [ItemView(viewmodel, each) for each in part.items]
        self.setLayout(stack(card(part.title, *self.items, gap="xs")))

    def show_state(self, state: CopyState) -> None:
        """Show what leaves."""
        for item in self.items:
            item.show_state(state)

    def focus_first(self) -> None:
        """Put the keyboard on the first item."""
        self.items[0].tick.setFocus()


def _in_a_line(value: str) -> str:
    return facts_in_a_line(*(" ".join(each.split()) for each in value.splitlines()))


def _shortened(value: str) -> str:
    words = _in_a_line(value)
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()} …"


def ask_for_place(parent: QWidget, name: str) -> str:
    """Return where a person wants the copy, or nothing."""
    return ask_where_to_save(parent, _("Save the copy"), "PDF (*.pdf)", name)


@dataclass(frozen=True, slots=True)
class CopyAsk:
    """How a person is asked for a place; tests answer by themselves."""

    place: Callable[[QWidget, str], str] = ask_for_place


class CopyView(TurnedPage):
    """Ticked is what leaves; lines about other people begin without a tick."""

    HELP = PageHelp(
        "Here you put together a copy of the record for the client. What is ticked goes "
        "into the copy; lines about other people begin without a tick, so look at each of "
        "them.",
        ((NP_("keys", "Space"), N_("Tick a line, or take its tick away")),),
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: CopyViewModel, ask: CopyAsk) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        viewmodel.setParent(self)
        self._ask = ask
        state = viewmodel.state
        self.others = [LineTick(viewmodel, each) for each in state.record.about_others]
        self.free = [LineTick(viewmodel, each) for each in state.record.in_free_words]
        self.cards = [PartCard(viewmodel, each) for each in state.record.parts if each.items]
        self.passphrase = SecretToPassOn()
        self.suggest = button(pgettext("button", "Suggest another"))
        self.save = MainButton(_("Save the copy …"), is_final=True)
        self.count = text("", "small", tone="muted", wrap=True)
        self.message = MessagePlace()
        page = stack(
            self.message,
            self._others_card(),
            *([self._free_card()] if self.free else []),
            *self.cards,
            self._saving_card(),
            STRETCH,
            gap="m",
            margins=("page", "m", "page", "l"),
        )
        self.setLayout(stack(self.message.page_of(page)))
        self._connect()
        self._on_suggest_clicked()
        self.show_state(state)

    @property
    @override
    def place(self) -> str:
        """Which page it is."""
        return _("A copy for the client")

    @override
    def focus_first(self) -> None:
        """Put the keyboard on what waits for a decision, else on the first part."""
        if self.others:
            self.others[0].setFocus()
        else:
            self.cards[0].focus_first()

    def show_state(self, state: CopyState) -> None:
        """Show what leaves."""
        for tick in (*self.others, *self.free):
            tick.show_state(state)
        for each in self.cards:
            each.show_state(state)
        words = ngettext(
            "{shared} of {all} line goes into the copy.",
            "{shared} of {all} lines go into the copy.",
            len(state.record.lines),
        )
        self.count.setText(
            _("The copy is being locked …")
            if state.is_busy
            else words.format(shared=state.shared, all=len(state.record.lines))
        )
        self.save.setEnabled(not state.is_busy)
        if state.problem[0]:
            self.message.show_message("attention", *state.problem)
        else:
            self.message.clear()

    def _others_card(self) -> QWidget:
        if not self.others:
            words = _(
                "No line is marked as being about somebody else. Please look through it anyway."
            )
            return card(_("About other people"), reading(words))
        words = _(
            "These lines were asked about other people, who have rights of their own. A line "
            "without a tick is left out, and the copy says that something was left out "
            "there. Other lines can be about somebody as well: read through those below too."
        )
        return card(_("About other people"), reading(words), *self.others, gap="s")

    def _free_card(self) -> QWidget:
        words = _(
            "Everything below was written in free words, and anybody can be named in it. Read "
            "each line through. Take the tick away from a line about somebody else: it is left "
            "out, and the copy says so."
        )
        return card(_("Written in free words"), reading(words), *self.free, gap="s")

    def _saving_card(self) -> QWidget:
        words = _(
            "One locked file and a page that says how to open it. Tell the passphrase in another"
            " way: in person or by telephone, never in the same message."
        )
        hint = with_rules(
            _(
                "At least {shortest} characters, and at most {most}: some programs cannot open "
                "the file with more. The suggested one is {words} words without spaces, each with "
                "a capital. It is not saved anywhere: without it nobody can open the file."
            )
        ).format(most=LONGEST_IN_PDF, words=WORDS)
        lines: list[Part] = [
            reading(words),
            LabelledField(pgettext("field", "&Passphrase"), self.passphrase, hint=hint),
            ReadAloud(self.passphrase),
            row(self.suggest, STRETCH),
            row(self.count, STRETCH, self.save),
        ]
        return card(pgettext("card", "Save it"), *lines, gap="s")

    def _connect(self) -> None:
        self.suggest.clicked.connect(self._on_suggest_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self._viewmodel.state_changed.connect(self.show_state)

    def _on_suggest_clicked(self) -> None:
        self.passphrase.setText(self._viewmodel.suggest())
        if self.isVisible():  # the first one is there when the page comes
            announce(self, _("Another passphrase is suggested."))

    def _on_save_clicked(self) -> None:
        path = self._ask.place(self, self._viewmodel.file_name)
        if path:
            self._viewmodel.make(path, self.passphrase.text())
