"""One recipient: their key, comparing it aloud, and the pseudonyms they know."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from session_forms.words.day_words import month_of_year, written_day
from session_forms.words.texts import N_, _, pgettext
from therapist_app.screens.recipients.viewmodel import RecipientsState, RecipientsViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.parts import (
    STRETCH,
    Flow,
    LabelledField,
    MainButton,
    Part,
    TextLine,
    Tick,
    banner,
    box,
    button,
    card,
    keep_aside,
    reading,
    row,
    stack,
    text,
)
from therapist_app.widgets.qr_code import QrCode
from therapist_app.widgets.read_by_lines import ReadByLines, spelled
from therapist_app.workflows.exporting.keeping_recipients import RecipientLine

AskForFile = Callable[[QWidget], Path | None]
HALF = 4
HOW_IT_LEAVES = (
    N_("Each export is encrypted with the recipient's key. Nobody else can open it."),
    N_("Until a key was compared aloud, nothing can be made for the recipient."),
    N_("A copy that is not encrypted is saved only by an act of its own, with a reason."),
)


class KeyForm(QWidget):
    """A key, typed, pasted or from a file; for somebody new with their name."""

    def __init__(
        self,
        viewmodel: RecipientsViewModel,
        ask_for_file: AskForFile,
        *,
        name: str = "",
        is_main: bool = True,
    ) -> None:
        super().__init__()
        self._viewmodel, self._ask_for_file, self._name = viewmodel, ask_for_file, name
        self.name = TextLine()
        self.key = TextLine()
        self.from_file = button(_("Read from a file …"))
        self.save = MainButton(_("Save the key")) if is_main else button(_("Save the key"))
        hint = _("Type or paste it. It begins with age1 and is not secret.")
        fields: list[Part] = [LabelledField(_("Their public key"), self.key, hint=hint)]
        if name:
            keep_aside(self, self.name)
        else:
            fields.insert(0, LabelledField(pgettext("field", "Name of the recipient"), self.name))
        self.setLayout(stack(*fields, row(self.save, self.from_file, STRETCH), gap="m"))
        self.from_file.clicked.connect(self._on_from_file_clicked)
        self.save.clicked.connect(self._on_save_clicked)

    def show_read(self, words: str) -> None:
        """Show what was read from a file."""
        if words:
            self.key.show_words(words)

    @Slot()
    def _on_from_file_clicked(self) -> None:
        path = self._ask_for_file(self)
        if path is not None:
            self._viewmodel.read_file(path)

    @Slot()
    def _on_save_clicked(self) -> None:
        self._viewmodel.enter(self._name or self.name.text(), self.key.text())


class NewRecipientView(QWidget):
    """Somebody new: a name and a key."""

    def __init__(self, viewmodel: RecipientsViewModel, ask_for_file: AskForFile) -> None:
        super().__init__()
        self.form = KeyForm(viewmodel, ask_for_file)
        said = _(
            "Ask them for their public key, in person or by mail. In this application it "
            "is under “Received reports”, “Show our own key”."
        )
        title = pgettext("card", "Add a recipient")
        self.setLayout(stack(card(title, reading(said), self.form, gap="m"), _rules(), gap="l"))

    def focus_first(self) -> None:
        """Put the keyboard on the name."""
        self.form.name.setFocus()


class KnownRecipientView(QWidget):
    """What stands of one recipient, and what can be done."""

    def __init__(
        self,
        viewmodel: RecipientsViewModel,
        state: RecipientsState,
        line: RecipientLine,
        ask_for_file: AskForFile,
    ) -> None:
        super().__init__()
        self._viewmodel, self._line = viewmodel, line
        self.groups = groups_view(line.groups, are_shared=line.standing == "to_compare")
        name = _("The number to read aloud") if line.new_signature is None else _("The new number")
        self.signer = _number(line.signer, name)
        self.same = Tick(_("All eight groups are the same on both sides"))
        self.compared = MainButton(_("Save that it was compared"))
        self.differ = button(_("Delete this key: they differ"), "quiet")
        is_main = line.standing == "no_key"
        self.form = KeyForm(viewmodel, ask_for_file, name=line.name, is_main=is_main)
        self.ends: list[QPushButton] = []
        self.sure = Tick(_("They shall not recognise earlier clients again"))
        self.end = button(_("Start new pseudonyms"))
        self.told = button(_("Save that they were told"))
        parts: list[Part] = [text(line.title, "lead", wrap=True)]
        if line.was_changed and line.standing == "to_compare":
            parts.append(self._changed())
        if line.standing == "to_compare":
            parts.append(self._comparing())
        else:
            keep_aside(self, self.same, self.compared, self.differ)
        if line.standing == "own":
            keep_aside(self, self.form)
        parts += [self._key(), self._signature(), *self._pseudonyms(state), _rules()]
        self.setLayout(stack(*parts, gap="l"))
        keep_aside(self, self.told, self.groups)
        self.told.clicked.connect(viewmodel.note_told)
        self.compared.wait_for(_("Compare the number, and tick the box first."))
        self.end.setEnabled(False)
        self.same.turned.connect(self._on_same_turned)
        self.sure.turned.connect(self._on_sure_turned)
        self.compared.clicked.connect(viewmodel.note_compared)
        self.differ.clicked.connect(viewmodel.throw_away)
        self.end.clicked.connect(viewmodel.start_new_pseudonyms)

    def focus_first(self) -> None:
        """Put the keyboard on what is to be done."""
        if self._line.standing == "to_compare":
            self.groups.setFocus()
        elif self._line.standing == "own":
            self.signer.setFocus()
        else:
            self.form.key.setFocus()

    def _changed(self) -> QFrame:
        detail = _(
            "This key is another one than before. Call them on a number that you know already "
            "and ask whether they changed it. What they got before stays encrypted for the old key."
        )
        return banner("attention", _("The key was changed"), detail)

    def _comparing(self) -> QFrame:
        said = _(
            "Call them on a number that you know already. You read the first four groups, they "
            "read the last four from “Show our own key”."
        )
        noted = text(_("Your name and today's date are saved with it."), "small", wrap=True)
        return card(
            _("Compare the key aloud"),
            reading(said),
            self.groups,
            self.same,
            row(self.compared, self.differ, STRETCH),
            noted,
            gap="m",
        )

    def _key(self) -> QFrame:
        line = self._line
        parts: list[Part] = [reading(standing_words(line))]
        if line.standing == "ready":
            parts.append(self.groups)
        title = pgettext("card", "Key")
        if line.standing == "own":
            former = former_key_words(line)
            parts += [text(former, "small", wrap=True)] if former else []
            return card(title, *parts, gap="m")
        if line.standing != "no_key":
            words = _("Another key takes the place of this one, and is compared again.")
            parts.append(text(words, "small", wrap=True))
        return card(title, *parts, self.form, gap="m")

    def _signature(self) -> QFrame:
        title, new = _("How they recognise your signature"), self._line.new_signature
        said = _(
            "What you send them is signed. Read them this number when they open the first "
            "export; it is theirs alone."
        )
        if new is None:
            return card(title, reading(said), self.signer)
        changed = _(
            "In {month} the key that signs exports was changed, because somebody left or made "
            "their keys new. Call them on a telephone number that you know already, and read them "
            "the new number below. From the next export on each says so itself, signed by the old "
            "key and by an administrator."
        ).format(month=month_of_year(new.since))
        ended = _("The old number. It counts for exports until the end of {month}, not after that:")
        told: list[Part] = (
            [text(_("They were told by telephone."), "small", wrap=True)]
            if new.is_told
            else [row(self.told, STRETCH)]
        )
        return card(
            title,
            reading(changed),
            text(_("The new number:"), "strong"),
            self.signer,
            text(ended.format(month=month_of_year(new.since)), "small", wrap=True),
            _number(new.before, _("The old number")),
            text(_("The number of the administrator who signed the change:"), "small", wrap=True),
            _number(new.keeper, _("The number of the administrator")),
            *told,
            gap="m",
        )

    def _pseudonyms(self, state: RecipientsState) -> list[QFrame]:
        asked = next((each for each in self._line.pseudonyms if each.purpose == state.ending), None)
        if asked is None:
            self.sure.setParent(self)
            self.end.setParent(self)
            self.sure.hide()
            self.end.hide()
        if not self._line.pseudonyms:
            return []
        lines: list[Part] = []
        for each in self._line.pseudonyms:
            if not each.is_in_use:
                words = _("{purpose}: from before, no longer used").format(purpose=each.words)
                lines.append(text(words, "small", wrap=True))
                continue
            label = _("Start new ones …")
            opens = ChoosingButton(label, each.purpose, "quiet", name=f"{label} {each.words}")
            opens.chosen.connect(self._viewmodel.ask_to_end)
            self.ends.append(opens)
            lines.append(row(text(each.words, wrap=True), opens, grows=0))
        if asked is not None:
            words = _(
                "For “{purpose}”, from the next export on, every client has another pseudonym. "
                "Nobody, here either, can then tell which earlier pseudonym was whose."
            )
            lines += [reading(words.format(purpose=asked.words)), self.sure, row(self.end, STRETCH)]
        said = _("By these the recipient follows the same client from one export to the next.")
        return [card(pgettext("card", "Pseudonyms"), reading(said), *lines, gap="m")]

    @Slot()
    def _on_same_turned(self) -> None:
        is_same = self.same.isChecked()
        self.compared.wait_for("" if is_same else _("Compare the number, and tick the box first."))

    @Slot()
    def _on_sure_turned(self) -> None:
        self.end.setEnabled(self.sure.isChecked())


class OwnKeyView(QWidget):
    """The key of this service, as text and for a camera."""

    def __init__(self, viewmodel: RecipientsViewModel, ask_where: AskForFile) -> None:
        super().__init__()
        self._viewmodel, self._ask_where = viewmodel, ask_where
        own = viewmodel.own_key
        self.key = TextLine()
        self.key.setText(own.public_key)
        self.key.setReadOnly(True)
        self.save = button(_("Save our key …"))
        said = _(
            "Give it to whoever sends something to this service. It is not secret. What is "
            "encrypted with it opens under “Received reports”, for everybody who signs in here; a "
            "summary of one client only for a lead and who approved it."
        )
        words = stack(
            reading(said),
            LabelledField(_("Our public key"), self.key),
            text(_("To be compared aloud:"), "strong"),
            groups_view(own.groups, are_shared=False),
            row(self.save, STRETCH),
            gap="m",
        )
        self.code = QrCode(own.public_key)
        code = row(self.code, STRETCH)
        self.setLayout(stack(card(pgettext("card", "Our own key"), words, code, gap="m"), gap="l"))
        self.save.clicked.connect(self._on_save_clicked)

    def focus_first(self) -> None:
        """Put the keyboard on the key."""
        self.key.setFocus()

    @Slot()
    def _on_save_clicked(self) -> None:
        path = self._ask_where(self)
        if path is not None:
            self._viewmodel.save_own(path)


def groups_view(groups: tuple[str, ...], *, are_shared: bool = True) -> ReadByLines:
    """Return the eight groups, heard one by one; who reads which, where two people share them."""
    boxes = [_group(each, at, are_shared=are_shared) for at, each in enumerate(groups)]
    part = ReadByLines(_("Groups to compare"))
    lines = [
        f"{spelled(each)}, {_reader(at)}" if are_shared else spelled(each)
        for at, each in enumerate(groups)
    ]
    part.hold_lines(lines, stack(Flow(*boxes, gap="xs")))
    return part


def _reader(at: int) -> str:
    return pgettext("group", "you read") if at < HALF else pgettext("group", "they read")


def _group(digits: str, at: int, *, are_shared: bool) -> QFrame:
    lines: list[Part] = [text(digits, "strong")]
    if are_shared:
        lines.append(text(_reader(at), "caption"))
    return box("well", stack(*lines, gap="hair", margins=("s", "xs", "s", "xs")))


def standing_words(line: RecipientLine) -> str:
    """Return how things stand with a recipient's key."""
    if line.standing == "own":
        return _(
            "The lead of this service needs no key of their own: exports for them are encrypted "
            "with our own key, and open under “Received reports”."
        )
    if line.standing == "no_key":
        return _("There is no key yet. Nothing can be made for this recipient.")
    if line.is_unsigned:
        return _("Nobody signed that they compared this key. Compare it again.")
    if line.comparer_left:
        return _("{name}, who compared the key, left the service. Compare it again.").format(
            name=line.compared_by
        )
    if line.standing == "to_compare":
        return _("The key was entered and has not been compared yet.")
    if line.compared_at is None:
        return _("Practice: this key counts without being compared.")
    return _("Compared on {day} by {name}.").format(
        day=written_day(line.compared_at.astimezone().date()), name=line.compared_by
    )


def former_key_words(line: RecipientLine) -> str:
    """Return what is said of a key that was entered for the lead before; nothing of none."""
    if not line.groups:
        return ""
    if line.compared_at is None:
        return _("A key was entered for them in an earlier version. Nothing is encrypted with it.")
    return _(
        "In an earlier version a key was entered for them, which {name} compared on {day}. Nothing "
        "is encrypted with it any more; what was opens with that key alone."
    ).format(name=line.compared_by, day=written_day(line.compared_at.astimezone().date()))


def _number(number: str, name: str) -> ReadByLines:
    """Return a number to be read aloud, heard group by group."""
    part = ReadByLines(name)
    part.hold_lines(
        [spelled(each) for each in number.split()], row(text(number, "strong", wrap=True), grows=0)
    )
    return part


def _rules() -> QFrame:
    return card(_("How an export leaves"), *(text(_(each), wrap=True) for each in HOW_IT_LEAVES))
