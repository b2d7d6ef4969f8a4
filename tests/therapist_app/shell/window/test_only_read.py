"""On a disk that keeps nothing: every page can be read, and nothing pretends to be kept."""

from collections.abc import Iterator, Mapping

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.sampling import chosen
from tests.support.windows.outline import outline
from tests.support.windows.page_states import STATES, wait_for_work
from tests.support.workflows.clinics_ready import ready_clinic
from therapist_app import bootstrap, commands
from therapist_app.commands import Destination
from therapist_app.record.header.header_file import load_header
from therapist_app.record.sign_in.unlocking import open_with_keys_to_read
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.shell.window.trouble import TroublePage

REFUSED = {commands.HandOver: "Nothing can be saved now", commands.Oversight: "Your role"}
"""A hand-over, since the client's answers would be lost; the other is no place of a therapist."""

SAMPLE = [*STATES][::3]
Opened = tuple[MainWindow, Mapping[type[Destination], Destination]]


@pytest.fixture(scope="module")
def opened(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A window over a service that can only be read, and where each kind of page leads."""
    del qapp
    with ready_clinic(tmp_path_factory.mktemp("record")) as work:
        vault = work.workspace.vault
        place, uid, keys = vault.place, vault.person.uid, vault.credentials.keys.copied()
        leads = {kind: states[0].leads(work) for kind, states in STATES.items()}
    header = load_header(place.header)
    again = open_with_keys_to_read(place, header, uid, keys, vault.sources, because="disk-full")
    window = bootstrap.open_workplace(again, leave=lambda **_held: None)
    window.show()
    yield window, leads
    window.lock()
    assert not again.is_open


@pytest.mark.parametrize("kind", chosen(STATES, lambda kind: kind in {*REFUSED, *SAMPLE}))
def test_every_page_can_be_read_but_a_hand_over_and_each_says_that_nothing_is_kept(
    opened: Opened, kind: type[Destination]
) -> None:
    window, leads = opened

    window.go_to(leads[kind])
    wait_for_work()

    is_refused = isinstance(window.page, TroublePage)
    told = outline(window)
    assert is_refused == (kind in REFUSED)
    assert REFUSED.get(kind, "") in told
    assert "You can read everything, but nothing can be saved" in told
    assert "The disk is full." in told


def test_words_are_looked_for_without_taking_new_ones(opened: Opened) -> None:
    window, leads = opened
    window.go_to(leads[commands.Today])

    window.search()
    wait_for_work()

    assert window.found is not None
    window.close_search()
