"""What a pack says of itself."""

from datetime import date

import pytest

from programme.errors import PackRefused
from programme.packs.manifest import (
    NeededForm,
    PackManifest,
    check_files,
    listed,
    manifest_bytes,
    read_manifest,
)
from programme.packs.naming import content_hash, order_of

FILES = {"b.toml": b"b", "a.toml": b"a"}
MANIFEST = PackManifest(
    kind="forms",
    id="our-forms",
    format=1,
    version="1.2.0",
    title='Our "forms"',
    language="en",
    made_on=date(2026, 3, 2),
    needs=(NeededForm(form="phq-9", version=1), NeededForm(form="goals")),
    files=listed(FILES),
)


def written(old: str, new: str) -> bytes:
    text = manifest_bytes(MANIFEST).decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def test_it_comes_back_as_it_was_written():
    assert read_manifest(manifest_bytes(MANIFEST)) == MANIFEST


def test_it_names_the_file_of_its_pack():
    assert MANIFEST.name == "forms-our-forms-1.2.0.pack"
    assert MANIFEST.ref == "forms our-forms 1.2.0"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "forms"', 'kind = "games"'),
        ('id = "our-forms"', 'id = "../forms"'),
        ('version = "1.2.0"', 'version = "1.2.0.4"'),
        ('version = "1.2.0"', 'version = "01"'),
        ('version = "1.2.0"', 'version = "1\\n"'),
        ('language = "en"', 'language = "English"'),
        ("made_on = 2026-03-02", 'made_on = "then"'),
        ("bytes = 1", "bytes = -1"),
        ("title", "colour"),
        ("format = 1", ""),
        ("=", "=="),
    ],
)
def test_a_list_that_says_what_no_pack_says_is_refused(old, new):
    with pytest.raises(PackRefused, match=r"pack\.toml"):
        read_manifest(written(old, new))


def test_a_pack_of_a_later_format_asks_for_a_later_program():
    with pytest.raises(PackRefused, match="later version"):
        read_manifest(written("format = 1", "format = 2"))


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(PackRefused):
        read_manifest(b"\xff\xfe")


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"a.toml": b"a"}, r"b\.toml"),
        ({**FILES, "c.toml": b"c"}, r"c\.toml"),
        ({**FILES, "a.toml": b"A"}, r"a\.toml"),
    ],
)
def test_a_file_too_many_too_few_or_changed_is_named(files, named):
    with pytest.raises(PackRefused, match=named):
        check_files(MANIFEST, files)


def test_a_list_out_of_order_is_refused():
    turned = MANIFEST.model_copy(update={"files": MANIFEST.files[::-1]})

    with pytest.raises(PackRefused, match=r"pack\.toml"):
        check_files(turned, FILES)


def test_files_as_they_are_listed_are_taken():
    check_files(MANIFEST, FILES)


def test_the_hash_of_the_content_is_over_places_and_bytes():
    one = {each.path: each.sha256 for each in listed(FILES)}
    moved = {each.path: each.sha256 for each in listed({"c.toml": b"b", "a.toml": b"a"})}

    assert MANIFEST.content == content_hash(dict(reversed(one.items())))
    assert content_hash(moved) != MANIFEST.content


def test_versions_are_ordered_by_their_numbers():
    versions = ["1.10.0", "1.9", "2", "1.9.1", "0.2.0"]

    assert sorted(versions, key=order_of) == ["0.2.0", "1.9", "1.9.1", "1.10.0", "2"]
    assert order_of("1") == order_of("1.0.0")
