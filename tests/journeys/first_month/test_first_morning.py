"""The first morning in a real service, on a real display: what every run of the tests lives."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.display.application import Application
from tests.support.display.first_steps import (
    add_client,
    close_window,
    lock,
    open_client,
    set_up,
    unlock,
)
from tests.support.display.person import By, Person
from tests.support.sampling import sampled

WAYS = (("mouse", "en"), ("keyboard", "en"), ("mouse", "en_XA"))


@pytest.mark.parametrize(("by", "language"), sampled(WAYS, every=len(WAYS)))
def test_from_an_empty_folder_to_a_client_who_is_there_after_locking(
    laptop: Callable[..., Application], tmp_path: Path, by: By, language: str
) -> None:
    application = laptop("laptop", language=language)
    person = Person(application, by)

    sheet, continuity = set_up(person, "Ana Keeper", tmp_path)
    assert sheet != continuity
    unlock(person)
    code = add_client(person)
    lock(person)
    unlock(person, arrives="client")
    open_client(person, code)
    close_window(person)

    assert application.trouble == []
    assert application.told == ""
