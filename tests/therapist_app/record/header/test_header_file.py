"""The header as a file: read strictly, whatever somebody left in its place."""

import json
import os
import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.support.record.records import ServiceOnDisk, rewrite_header
from tests.support.sampling import sampled
from therapist_app.record.errors import (
    HeaderAltered,
    KnownRecordError,
    NotARecord,
    RecordTooNew,
)
from therapist_app.record.header.header import VERSION
from therapist_app.record.header.header_file import LIMIT, load_header, save_header


def test_a_header_is_read_back_as_it_was_written(on_disk: ServiceOnDisk) -> None:
    header = load_header(on_disk.place.header)

    save_header(on_disk.place.header, header)

    assert load_header(on_disk.place.header) == header
    assert header.person(on_disk.uid) is not None
    assert header.person("nobody") is None
    assert header.grant("nobody") is None


def test_a_service_without_a_continuity_key_says_so(on_disk: ServiceOnDisk) -> None:
    header = replace(load_header(on_disk.place.header), continuity=None)

    save_header(on_disk.place.header, header)

    assert load_header(on_disk.place.header).continuity is None


# Acceptance A12
@pytest.mark.parametrize("every", sampled([7, 1], every=2))
def test_a_header_cut_off_anywhere_is_refused(on_disk: ServiceOnDisk, every: int) -> None:
    whole = on_disk.place.header.read_bytes()

    for length in range(0, len(whole), every):
        on_disk.place.header.write_bytes(whole[:length])
        with pytest.raises(HeaderAltered):
            load_header(on_disk.place.header)


# Acceptance A12
@pytest.mark.parametrize("every", sampled([7, 1], every=2))
def test_a_header_with_any_byte_changed_is_refused(on_disk: ServiceOnDisk, every: int) -> None:
    whole = on_disk.place.header.read_bytes()
    chance = random.Random(1)

    for place in range(0, len(whole), every):
        flipped = whole[place] ^ (1 << chance.randrange(8))
        on_disk.place.header.write_bytes(whole[:place] + bytes([flipped]) + whole[place + 1 :])
        with pytest.raises((HeaderAltered, NotARecord)):
            load_header(on_disk.place.header)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("service_id", "00"),
        ("service_id", "G" * 32),
        ("practice", 1),
        ("generation", "1"),
        ("keeper", None),
        ("people", []),
        ("people", {}),
        ("caseloads", [{"owner": "0" * 32, "boxes": []}]),
        ("trail", {}),
        ("trail", [[1, "2026", "00", [], "00", "00"]]),
        ("trail", [[1, "2026-03-02T09:00:00", "0" * 32, [], "0" * 64, "0" * 128]]),
        ("trail", [[1, "today", "0" * 32, [], "0" * 64, "0" * 128]]),
        ("trail", [[]]),
        ("mac", 0),
        ("version", "1"),
        ("more", 1),
    ],
)
def test_a_field_of_another_kind_is_refused(
    on_disk: ServiceOnDisk, key: str, value: object
) -> None:
    rewrite_header(on_disk.place.header, lambda fields: fields.update({key: value}))

    with pytest.raises(HeaderAltered):
        load_header(on_disk.place.header)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("uid", "00"),
        ("name", 1),
        ("roles", []),
        ("roles", ["owner"]),
        ("roles", "keeper"),
        ("passphrase", ["00", "00"]),
        ("sheet", {}),
        ("verify", "00"),
        ("count", -1),
        ("own", ["00"]),
        ("own", ["0" * 64, "0" * 32, "0" * 128, 0]),
        ("renewals", []),
        ("renewals", [["00"]]),
        ("renewals", [["0" * 64, "0" * 64, "0" * 128, "00"]]),
    ],
)
def test_a_persons_field_of_another_kind_is_refused(
    on_disk: ServiceOnDisk, key: str, value: object
) -> None:
    rewrite_header(on_disk.place.header, lambda fields: fields["people"][0].update({key: value}))

    with pytest.raises(HeaderAltered):
        load_header(on_disk.place.header)


# Acceptance A7, A8
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("cost", [2**31, 3, 4]),
        ("cost", [8, 3, 4]),
        ("cost", [65536, 0, 4]),
        ("cost", [65536, 3, 1_000_000]),
        ("cost", [-65536, 3, 4]),
        ("cost", ["65536", 3, 4]),
        ("cost", [True, 3, 4]),
        ("cost", [65536, 3]),
        ("cost", None),
        ("key_file", 0),
        ("salt", "00"),
        ("wrapped", ""),
        ("roles", ["owner"]),
    ],
)
def test_a_slots_field_of_another_kind_is_refused_before_any_work(
    on_disk: ServiceOnDisk, key: str, value: object
) -> None:
    rewrite_header(
        on_disk.place.header,
        lambda fields: fields["people"][0]["passphrase"].update({key: value}),
    )

    with pytest.raises(HeaderAltered, match="content"):
        load_header(on_disk.place.header)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("service_boxes", [["x", 0, "00" * 80, ""]]),
        ("service_boxes", [["x", 1, "", ""]]),
        ("service_boxes", [["x", 1]]),
        ("service_boxes", [["x", 1, "00" * 80, "", 1]]),
        ("service_own", [0]),
        ("cost", [8, 3, 4]),
        ("covers", [["0" * 32, "1" * 32, "2026-04-01"]]),
        ("covers", [["0" * 32, "1" * 32, "2026-04-01", "", "", "", ""]]),
        ("keepers", [["00", "00"]]),
    ],
)
def test_a_list_of_another_kind_is_refused(on_disk: ServiceOnDisk, key: str, value: object) -> None:
    rewrite_header(on_disk.place.header, lambda fields: fields.update({key: value}))

    with pytest.raises(HeaderAltered, match="content"):
        load_header(on_disk.place.header)


def cover_until(fields: dict[str, Any], day: str) -> None:
    uid = fields["people"][0]["uid"]
    fields["covers"] = [[uid, uid, day, "", "", "", ""]]


def seal_until(fields: dict[str, Any], day: str) -> None:
    fields["caseloads"][0]["boxes"][0][3] = day


@pytest.mark.parametrize("put", [cover_until, seal_until])
@pytest.mark.parametrize("day", ["1 April", "20260401", "2026-04-31"])
def test_a_day_is_read_in_its_one_spelling_alone(
    on_disk: ServiceOnDisk, put: Callable[[dict[str, Any], str], None], day: str
) -> None:
    rewrite_header(on_disk.place.header, lambda fields: put(fields, "2026-04-01"))
    load_header(on_disk.place.header)

    rewrite_header(on_disk.place.header, lambda fields: put(fields, day))

    with pytest.raises(HeaderAltered, match="content"):
        load_header(on_disk.place.header)


def number_box(fields: dict[str, Any], generation: int) -> None:
    fields["service_boxes"][0][1] = generation


@pytest.mark.parametrize("generation", [0, -1, 2**31])
def test_a_key_of_a_generation_that_cannot_be_is_refused(
    on_disk: ServiceOnDisk, generation: int
) -> None:
    rewrite_header(on_disk.place.header, lambda fields: number_box(fields, 2**31 - 1))
    load_header(on_disk.place.header)

    rewrite_header(on_disk.place.header, lambda fields: number_box(fields, generation))

    with pytest.raises(HeaderAltered, match="content"):
        load_header(on_disk.place.header)


def test_a_missing_field_is_refused(on_disk: ServiceOnDisk) -> None:
    whole = on_disk.place.header.read_bytes()
    fields = json.loads(whole)
    places: list[list[str | int]] = [[], ["people", 0], ["people", 0, "sheet"], ["caseloads", 0]]

    for place in places:
        part = fields
        for step in place:
            part = part[step]
        for key in set(part) - {"digest"}:
            on_disk.place.header.write_bytes(whole)
            rewrite_header(on_disk.place.header, partial(drop, place=place, key=key))
            with pytest.raises((HeaderAltered, NotARecord)):
                load_header(on_disk.place.header)


def drop(fields: dict[str, Any], place: list[str | int], key: str) -> None:
    """Drop one key of one part of a header."""
    part: Any = fields
    for step in place:
        part = part[step]
    part.pop(key)


def test_the_same_person_twice_is_refused(on_disk: ServiceOnDisk) -> None:
    rewrite_header(
        on_disk.place.header, lambda fields: fields["people"].append(fields["people"][0])
    )

    with pytest.raises(HeaderAltered):
        load_header(on_disk.place.header)


def test_a_box_that_is_no_pair_is_refused(on_disk: ServiceOnDisk) -> None:
    rewrite_header(
        on_disk.place.header, lambda fields: fields["caseloads"][0]["boxes"].append(["x"])
    )

    with pytest.raises(HeaderAltered):
        load_header(on_disk.place.header)


def test_another_programs_file_is_no_record(on_disk: ServiceOnDisk) -> None:
    on_disk.place.header.write_bytes(b'{"format":"another program"}')

    with pytest.raises(NotARecord):
        load_header(on_disk.place.header)


def test_a_header_of_a_later_version_is_refused_as_such(on_disk: ServiceOnDisk) -> None:
    rewrite_header(on_disk.place.header, lambda fields: fields.update({"version": VERSION + 1}))

    with pytest.raises(RecordTooNew):
        load_header(on_disk.place.header)


def test_a_header_is_never_longer_than_the_limit(on_disk: ServiceOnDisk) -> None:
    header = load_header(on_disk.place.header)
    person = replace(header.people[0], name="n" * LIMIT)
    before = on_disk.place.header.read_bytes()

    with pytest.raises(NotARecord, match="list-full"):
        save_header(on_disk.place.header, replace(header, people=(person,)))

    assert on_disk.place.header.read_bytes() == before


def test_a_hundred_people_with_clients_of_their_own_fit(on_disk: ServiceOnDisk) -> None:
    header = load_header(on_disk.place.header)
    [person], [grant] = header.people, header.caseloads
    uids = [f"{number:032x}" for number in range(100)]
    people = tuple(replace(person, uid=uid, name="Somebody with a long name") for uid in uids)
    caseloads = tuple(
        replace(grant, id=uid, owner=uid, boxes=(replace(grant.boxes[0], to=uid),)) for uid in uids
    )
    boxes = tuple(replace(header.service_boxes[0], to=uid) for uid in uids)
    full = replace(header, people=people, caseloads=caseloads, service_boxes=boxes)

    save_header(on_disk.place.header, full)

    assert len(load_header(on_disk.place.header).people) == 100


def make_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**30)


def make_link(path: Path) -> None:
    path.symlink_to(path.with_name("service.db"))


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


# Acceptance A13
@pytest.mark.parametrize("put", [make_huge, make_link, Path.mkdir, make_pipe])
def test_whatever_else_stands_in_its_place_is_refused(
    on_disk: ServiceOnDisk, put: Callable[[Path], object]
) -> None:
    on_disk.place.header.unlink()
    put(on_disk.place.header)

    with pytest.raises(KnownRecordError):
        load_header(on_disk.place.header)
