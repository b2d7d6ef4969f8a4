"""The keys of places and acts that do the same on all pages."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from therapist_app.commands import Command, CommandGroup, Destination
from therapist_app.shell.navigation.places import COMMANDS, LISTED, commands_of, is_theirs
from therapist_app.widgets.page_help import Keys
from therapist_app.workflows.entering.access_scope import AccessScope


class PlaceKeys(QObject):
    """A shortcut for each command, with the key that it has for the person signed in.

    Signals:
        asked: Where the key that was pressed leads.

    """

    asked = Signal(Destination)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._shortcuts = {
            self._shortcut(command, window): command
            for command in COMMANDS
            if not command.while_handed_over
        }

    def count(self, access: AccessScope) -> None:
        """Give the places the keys that they have in the rail of this person."""
        keys = {command.id: command.shortcut for command in commands_of(access)}
        for shortcut, command in self._shortcuts.items():
            shortcut.setKey(QKeySequence(keys[command.id]))

    def allow(self, access: AccessScope, *, on_page: bool) -> None:
        """Let the keys lead to what is theirs, where the page lets anybody leave."""
        for shortcut, command in self._shortcuts.items():
            shortcut.setEnabled(on_page and is_theirs(command.destination, access))

    def _shortcut(self, of: Command, window: QWidget) -> QShortcut:
        shortcut = QShortcut(QKeySequence(of.shortcut), window)
        shortcut.setObjectName(of.id)
        shortcut.activated.connect(self._on_activated)
        return shortcut

    @Slot()
    def _on_activated(self) -> None:
        shortcut = self.sender()
        assert isinstance(shortcut, QShortcut)
        destination = self._shortcuts[shortcut].destination
        if destination is not None:
            self.asked.emit(destination)


def keys_for(access: AccessScope) -> list[tuple[str, Keys]]:
    """Return the keys that do the same on all pages, by the group they stand in."""
    listed = [command for command in commands_of(access, LISTED) if command.shortcut]
    return [(group.value, _keys_of(group, listed)) for group in CommandGroup]


def _keys_of(group: CommandGroup, commands: Sequence[Command]) -> Keys:
    return tuple(
        (command.shortcut, command.title) for command in commands if command.group is group
    )
