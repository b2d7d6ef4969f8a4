"""The table of commands."""

import pytest
from PySide6.QtGui import QKeySequence

from therapist_app.commands import COMMANDS, Clients, Today, command


def test_ids_and_keys_are_unique():
    assert len({each.id for each in COMMANDS}) == len(COMMANDS)
    assert len({each.shortcut for each in COMMANDS}) == len(COMMANDS)


def test_every_key_is_one_that_qt_knows():
    assert all(QKeySequence(each.shortcut).toString() == each.shortcut for each in COMMANDS)


def test_only_hiding_and_locking_work_while_the_client_holds_the_laptop():
    working = {each.id for each in COMMANDS if each.while_handed_over}

    assert working == {"always.hide", "always.lock"}


def test_a_command_is_found_by_its_name():
    assert command("places.today").destination == Today()
    assert command("work.find").destination == Clients()
    with pytest.raises(KeyError):
        command("places.moon")
