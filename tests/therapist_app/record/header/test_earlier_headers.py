"""A header of an earlier version of its file: read as strictly as one of today."""

from dataclasses import replace
from typing import Any

import pytest

from tests.support.record.records import ServiceOnDisk, rewrite_header
from tests.support.record.services import Place
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.header.header_file import load_header, save_header


@pytest.mark.parametrize("length", [2, 4])
def test_a_box_of_version_2_holds_three_things(on_disk: ServiceOnDisk, length: int) -> None:
    newest = load_header(on_disk.place.header)
    older = replace(newest, version=2, trail=(), signature=bytes(64), continuity_verify=None)
    save_header(on_disk.place.header, older)
    assert load_header(on_disk.place.header) == older

    def cut(fields: dict[str, Any]) -> None:
        box, _sheets = fields["service_boxes"]
        fields["service_boxes"] = [[*box, ""][:length]]

    rewrite_header(on_disk.place.header, cut)

    with pytest.raises(HeaderAltered, match="content"):
        load_header(on_disk.place.header)


def test_a_header_of_version_1_with_nobody_in_it_is_refused(stored_v4: Place) -> None:
    rewrite_header(stored_v4.header, lambda fields: fields.update(people=[]))

    with pytest.raises(HeaderAltered, match="content"):
        load_header(stored_v4.header)
