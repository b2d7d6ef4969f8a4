"""What the page of recipients knows: who they are, and what became of the last act."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Slot

from exports.errors import ExportError
from exports.package.sealing import age_key_in
from session_forms.picked_files import read_at_most
from session_forms.words.texts import _, pgettext
from therapist_app.view_model import ViewModel
from therapist_app.workflows.entering.access_scope import reads_only
from therapist_app.workflows.exporting.keeping_recipients import (
    OwnKey,
    RecipientLine,
    enter_recipient,
    note_compared,
    note_told,
    own_key,
    recipient_lines,
    start_new_pseudonyms,
    throw_key_away,
)
from therapist_app.workflows.workspace import Workspace

Step = Literal["list", "new", "known", "own"]
LONGEST_FILE = 20_000


@dataclass(frozen=True, slots=True)
class RecipientsState:
    """The recipients, and which of them is open.

    Attributes:
        lines: Everybody, the lead of this service first.
        opened: The name under which the open one stands in the record.
        read: What was read from a file as a key, to be looked at and saved.
        refused: Why the last act was not done, as a sentence.
        done: What the last act came to, as a sentence.
        ending: The purpose whose pseudonyms are about to be ended, until that is answered.

    """

    step: Step
    lines: tuple[RecipientLine, ...]
    opened: str = ""
    read: str = ""
    refused: str = ""
    done: str = ""
    ending: str = ""

    @property
    def line(self) -> RecipientLine | None:
        """The one that is open."""
        return next((each for each in self.lines if each.name == self.opened), None)


class RecipientsViewModel(ViewModel[RecipientsState]):
    """Enters recipients and keys, notes that keys were compared, ends pseudonyms."""

    def __init__(self, workspace: Workspace, step: str = "") -> None:
        super().__init__()
        self._workspace = workspace
        self.reads_only = reads_only(workspace.vault)
        """Whether nothing leaves here: the own key alone is shown."""
        first: Step = "own" if step == "own" or self.reads_only else "list"
        self._state = RecipientsState(first, recipient_lines(workspace))

    @property
    def own_key(self) -> OwnKey:
        """The key of this service, for those who send something to it."""
        return own_key(self._workspace)

    @Slot()
    def show_list(self) -> None:
        """Show everybody."""
        self._turn_to("list")

    def begin_new(self) -> None:
        """Ask for a name and a key."""
        self._turn_to("new")

    def show_own(self) -> None:
        """Show the key of this service."""
        self._turn_to("own")

    @Slot(str)
    def open(self, name: str) -> None:
        """Show one recipient."""
        self._turn_to("known", name)

    def enter(self, name: str, key: str) -> None:
        """Save a key: of somebody new, or another one of whoever is open."""
        try:
            stands_as = enter_recipient(self._workspace, name, key)
        except ExportError as error:
            # What was read may have been written over since: the field alone holds it now.
            self._refuse(str(error))
            return
        self._turn_to("known", stands_as)
        line = self._state.line
        is_ready = line is not None and line.is_ready
        said = (
            pgettext("message", "Key saved.")
            if is_ready
            else _("Key saved. Now compare it with them.")
        )
        self._change(replace(self._state, done=said))

    def _refuse(self, words: str) -> None:
        """Say why nothing was saved; the same again where somebody tried once more."""
        is_said_already = self._state.refused == words
        self._change(replace(self._state, read="", refused=words, done=""))
        if is_said_already:
            self.act_done.emit(words)

    def read_file(self, path: Path) -> None:
        """Take what stands in a file for a key; it is saved only when the person says so."""
        try:
            text = read_at_most(path, LONGEST_FILE).decode("utf-8-sig")
            read, refused = age_key_in(text), ""
        except (OSError, ValueError):
            read = ""
            refused = _("This file cannot be read as text. Ask for the key as a text file.")
        except ExportError as error:
            read, refused = "", str(error)
        self._change(replace(self._state, read=read, refused=refused, done=""))

    def save_own(self, path: Path) -> None:
        """Save the service's public key as a text file."""
        try:
            path.write_text(f"{self.own_key.public_key}\n", encoding="utf-8")
        except OSError:
            refused = _("The file could not be saved there. Choose another place.")
            self._change(replace(self._state, refused=refused, done=""))
            return
        self._change(replace(self._state, refused="", done=_("Our key was saved.")))

    @Slot()
    def note_compared(self) -> None:
        """Note that all groups were the same on both sides."""
        self._do(note_compared, _("Noted. Exports can be made for this recipient now."))

    @Slot()
    def note_told(self) -> None:
        """Note that whoever is open was told of the new signature by telephone."""
        self._do(note_told, _("Saved: they were told of the new number."))

    @Slot()
    def throw_away(self) -> None:
        """Delete the key: the groups were not the same."""
        said = _(
            "The key was deleted. Nothing was encrypted with it. Ask them for their key again, "
            "in another way than before."
        )
        self._do(throw_key_away, said)

    @Slot(str)
    def ask_to_end(self, purpose: str) -> None:
        """Ask whether a recipient shall get other pseudonyms for a purpose from now on."""
        self._change(replace(self._state, ending=purpose, done="", refused=""))

    @Slot()
    def start_new_pseudonyms(self) -> None:
        """Give other pseudonyms from now on, as was asked."""
        purpose = self._state.ending
        if purpose:
            self._do(
                lambda workspace, name: start_new_pseudonyms(workspace, name, purpose),
                _("From the next export on, clients have other pseudonyms there."),
            )

    def _do(self, act: Callable[[Workspace, str], None], said: str) -> None:
        act(self._workspace, self._state.opened)
        self._turn_to("known", self._state.opened, said)

    def _turn_to(self, step: Step, name: str = "", done: str = "") -> None:
        lines = recipient_lines(self._workspace)
        self._change(RecipientsState(step, lines, name, done=done))
