"""What every package has: its licences, its fingerprint and its icon."""

import json
import struct

import fingerprint
import licences
import pytest
import sbom
from icon.drawing import SIZES, ico

from therapist_app.build import Build

FACTS = "Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{more}\n"


def wheel(folder, name: str, more: str = "", text: str = "") -> None:
    place = folder / f"{name}-1.0.dist-info"
    (place / "licenses").mkdir(parents=True)
    (place / "METADATA").write_text(FACTS.format(name=name, more=more), "utf-8")
    if text:
        (place / "licenses" / "LICENSE").write_text(text, "utf-8")


def test_the_text_of_every_licence_is_in_one_file(tmp_path):
    wheel(tmp_path / "lib", "small", "License-Expression: MIT\n", "Permission is granted")

    licences.collect(
        tmp_path / "lib", tmp_path / "out", extra=[("Python 3", "PSF-2.0", "PSF words")]
    )

    words = (tmp_path / "out" / licences.TEXT).read_text("utf-8")
    assert "  small 1.0: MIT\n" in words
    for each in ("Permission is granted", "PSF words", "GNU LESSER GENERAL PUBLIC", "ZETETIC"):
        assert each in words
    for each in ("OpenSSL", "ICU", "FreeType", "Open Sans"):
        assert each in words


def test_a_library_without_a_licence_is_not_packed(tmp_path):
    wheel(tmp_path / "lib", "unclear", text="Ask me")

    with pytest.raises(licences.Unknown, match=r"unclear 1\.0"):
        licences.collect(tmp_path / "lib", tmp_path / "out")


def test_what_was_compiled_into_a_library_needs_a_licence_as_well(tmp_path):
    wheel(tmp_path / "lib", "rusty", "License-Expression: MIT\n")
    parts = tmp_path / "lib" / "rusty-1.0.dist-info" / "sboms"
    parts.mkdir()
    known = '{"name": "crate", "version": "2", "licenses": [{"license": {"id": "MIT"}}]}'
    (parts / "parts.json").write_text(f'{{"components": [{known}]}}', "utf-8")
    [work] = licences.of_wheels(tmp_path / "lib")
    assert work.note == "Compiled into it: crate 2 (MIT)\n"

    (parts / "parts.json").write_text('{"components": [{"name": "crate"}]}', "utf-8")
    with pytest.raises(licences.Unknown, match="crate"):
        list(licences.of_wheels(tmp_path / "lib"))


def test_one_byte_changes_the_fingerprint_and_its_own_telling_does_not(tmp_path):
    app = tmp_path / "app"
    (app / "therapist_app").mkdir(parents=True)
    (app / "code.py").write_text("1", "utf-8")

    def stamped() -> str:
        return fingerprint.stamp(tmp_path, app, system="windows", is_for_proofs=True)

    first = stamped()
    assert stamped() == first
    (app / "code.py").write_text("2", "utf-8")
    assert stamped() != first


def test_a_fingerprint_is_spelt_alike_by_who_packs_and_in_the_window():
    whole = "0123456789abcdef" * 4

    assert fingerprint.spelt(whole) == Build(whole, is_for_proofs=False).spelt


def test_the_icon_of_windows_has_a_picture_of_every_size():
    data = ico()

    kind, count = struct.unpack_from("<HH", data, 2)
    pictures = [struct.unpack_from("<BBBBHHII", data, 6 + 16 * at) for at in range(count)]
    assert (kind, [each[0] or 256 for each in pictures]) == (1, list(SIZES))
    assert all(data[place : place + 4] == b"\x89PNG" for *_, place in pictures)


def test_the_list_names_libraries_what_is_in_them_and_what_stands_beside(tmp_path):
    wheel(tmp_path / "lib", "Rusty_Name", "License-Expression: MIT\n")
    wheel(tmp_path / "lib", "tool", "License: BSD\n")
    parts = tmp_path / "lib" / "Rusty_Name-1.0.dist-info" / "sboms"
    parts.mkdir()
    crate = {"name": "crate", "version": "2", "purl": "pkg:cargo/crate@2", "bom-ref": "somewhere"}
    (parts / "parts.json").write_text(json.dumps({"components": [crate]}), "utf-8")

    sbom.write(
        tmp_path, tmp_path / "lib", "1.2", names=["rusty-name"], extra=[("Python 3.13", "PSF-2.0")]
    )

    said = json.loads((tmp_path / sbom.NAME).read_text("utf-8"))
    library, python = said["components"]
    assert (said["specVersion"], said["metadata"]["component"]["version"]) == ("1.6", "1.2")
    assert library["purl"] == "pkg:pypi/rusty-name@1.0"
    assert library["licenses"] == [{"expression": "MIT"}]
    del crate["bom-ref"]
    assert library["components"] == [{"type": "library", **crate}]
    assert (python["name"], python["version"]) == ("Python", "3.13")
