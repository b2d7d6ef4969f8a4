"""An altered header opens nothing, even with the right passphrase."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.record.records import ServiceOnDisk, rewrite_header
from tests.support.record.services import Place
from tests.support.record.sheets import replace_sheet
from therapist_app.record.errors import HeaderAltered

# What somebody can do to the header who knows the format but holds no key.


def as_lead(fields: dict[str, Any]) -> None:
    fields["people"][0]["roles"] = ["lead"]


def cheaper(fields: dict[str, Any]) -> None:
    fields["people"][0]["passphrase"]["cost"] = [65536, 3, 5]


def other_name(fields: dict[str, Any]) -> None:
    fields["people"][0]["name"] = "Somebody Else"


def other_keeper(fields: dict[str, Any]) -> None:
    fields["keeper"] = "00" * 32


def one_more(fields: dict[str, Any]) -> None:
    fields["people"].append({**fields["people"][0], "uid": "1" * 32})


def no_caseload(fields: dict[str, Any]) -> None:
    fields["caseloads"] = []


def other_box(fields: dict[str, Any]) -> None:
    fields["service_boxes"][0][2] = "00" * 80


def other_signature(fields: dict[str, Any]) -> None:
    fields["trail"][0][5] = "00" * 64


# Acceptance A9, A11
@pytest.mark.parametrize(
    "edit",
    [
        as_lead,
        cheaper,
        other_name,
        other_keeper,
        one_more,
        no_caseload,
        other_box,
        other_signature,
    ],
)
def test_an_altered_header_opens_nothing_even_with_the_right_passphrase(
    place: Place, edit: Callable[[dict[str, Any]], None]
) -> None:
    rewrite_header(place.header, edit)
    before = place.files()

    with pytest.raises(HeaderAltered):
        place.unlock()

    assert place.files() == before


def test_a_header_of_fewer_generations_than_the_service_file_knows_is_refused(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        later = str(vault.header.generation + 1)
        vault.service.run("UPDATE about SET value = ? WHERE key = 'header_generation'", (later,))

    with pytest.raises(HeaderAltered, match="older"):
        on_disk.open()


def test_an_older_header_is_refused(place: Place) -> None:
    older = place.header.read_bytes()
    with place.unlock() as vault:
        replace_sheet(vault)

    place.header.write_bytes(older)

    with pytest.raises(HeaderAltered, match="older"):
        place.unlock()
