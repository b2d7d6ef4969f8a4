"""A caseload that has changed hands is covered, taken back and handed over like any other."""

from datetime import date

import pytest

from tests.support.record.colleagues import Colleague
from tests.support.record.records import ServiceOnDisk
from therapist_app.record.errors import NotAllowed
from therapist_app.record.keyring import covering

LATER = date(2026, 12, 3)


@pytest.fixture
def ben(on_disk: ServiceOnDisk) -> Colleague:
    """Whose Ana's clients have become."""
    ben = Colleague(on_disk, name="Ben Example")
    with on_disk.open() as vault:
        covering.hand_over(vault, on_disk.uid, ben.uid)
    ben.open().close()
    return ben


@pytest.fixture
def cy(on_disk: ServiceOnDisk) -> Colleague:
    return Colleague(on_disk, name="Cy Example")


def open_to(who: Colleague) -> dict[str, str]:
    with who.open() as vault:
        return {each.id: each.access for each in vault.caseload_choices()}


def test_a_cover_of_clients_who_changed_hands_leaves_them_with_whose_they_are(
    on_disk: ServiceOnDisk, ben: Colleague, cy: Colleague
) -> None:
    with on_disk.open() as vault:
        covering.grant_cover(vault, on_disk.uid, cy.uid, LATER)
    ben.visit()

    assert open_to(ben)[on_disk.uid] == "handed_over"
    assert open_to(cy)[on_disk.uid] == "cover"
    with on_disk.open() as vault:
        assert vault.caseload_choices() == ()


def test_clients_who_changed_hands_can_change_hands_again(
    on_disk: ServiceOnDisk, ben: Colleague, cy: Colleague
) -> None:
    with on_disk.open() as vault:
        covering.hand_over(vault, on_disk.uid, cy.uid)
        assert vault.header.grant(on_disk.uid).owner == ben.uid
    ben.visit()

    assert on_disk.uid not in open_to(ben)
    assert open_to(cy)[on_disk.uid] == "handed_over"
    assert on_disk.uid not in open_to(ben)


def test_what_has_become_somebodys_cannot_be_taken_back_as_a_cover_is(
    on_disk: ServiceOnDisk, ben: Colleague
) -> None:
    with on_disk.open() as vault, pytest.raises(NotAllowed, match="own"):
        covering.end_cover(vault, on_disk.uid, ben.uid)

    assert open_to(ben)[on_disk.uid] == "handed_over"
