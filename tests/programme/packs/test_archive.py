"""The tar of a pack: one spelling, and nothing that leads anywhere."""

import io
import random
import tarfile

import pytest

from programme.errors import PackRefused
from programme.packs.archive import MOST_BYTES, MOST_FILES, read_tar, write_tar

FILES = {"a.toml": b"a = 1\n", "deep/er/b.md": b"# B\n" * 200, "c.txt": b""}
TAR = write_tar(FILES)


def tar_with(change, name="x.toml", data=b"x = 1\n") -> bytes:
    """Return a tar with one entry that is written by somebody else's rules."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        entry.mode = 0o600
        change(entry)
        tar.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def set_type(kind):
    def change(entry):
        entry.type = kind
        entry.linkname = "/etc/passwd"

    return change


def test_files_come_back_as_they_went_in():
    assert read_tar(TAR) == FILES


def test_the_same_files_give_the_same_bytes_whatever_their_order():
    assert write_tar(dict(reversed(FILES.items()))) == TAR


def test_other_programs_can_read_it():
    with tarfile.open(fileobj=io.BytesIO(TAR)) as tar:
        assert tar.getnames() == sorted(FILES)


@pytest.mark.parametrize(
    "name",
    [
        "../x.toml",
        "/x.toml",
        "a/../../x.toml",
        "..",
        "a//x.toml",
        "a\\x.toml",
        ".hidden",
        "a/.hidden",
        "C:x",
        "a b.toml",
        "a/b/c/d/e/f/g.toml",
        "x.toml\n",
    ],
)
def test_a_name_that_leads_anywhere_is_refused(name):
    with pytest.raises(PackRefused):
        read_tar(tar_with(lambda _entry: None, name))


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_links_and_devices_are_refused(kind):
    with pytest.raises(PackRefused):
        read_tar(tar_with(set_type(kind)))


@pytest.mark.parametrize("kind", [tarfile.DIRTYPE, tarfile.CONTTYPE, tarfile.GNUTYPE_SPARSE, b"x"])
def test_what_is_no_plain_file_is_refused(kind):
    with pytest.raises(PackRefused):
        read_tar(tar_with(set_type(kind)))


@pytest.mark.parametrize("field", ["mode", "uid", "gid", "mtime"])
def test_a_header_that_says_more_than_name_and_size_is_refused(field):
    with pytest.raises(PackRefused):
        read_tar(tar_with(lambda entry: setattr(entry, field, 0o755)))


def test_a_name_that_stands_twice_is_refused():
    once = tar_with(lambda _entry: None)

    with pytest.raises(PackRefused):
        read_tar(once[:1024] + once)


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 512, b"PK\x03\x04" + b"\0" * 600, TAR[:-1], TAR[:700]]
)
def test_what_is_no_whole_tar_is_refused(data):
    with pytest.raises(PackRefused):
        read_tar(data)


def test_more_bytes_than_any_pack_has_are_refused_before_they_are_looked_at():
    with pytest.raises(PackRefused, match="larger"):
        read_tar(b"\0" * (MOST_BYTES + 1))


def test_more_files_than_any_pack_has_are_refused():
    with pytest.raises(PackRefused, match="more than"):
        read_tar(write_tar({f"{number}.md": b"" for number in range(MOST_FILES + 1)}))


def test_a_size_that_lies_is_refused():
    lying = bytearray(TAR)
    lying[124:136] = b"77777777777\0"

    with pytest.raises(PackRefused):
        read_tar(bytes(lying))


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return bytes changed as a disk, a careless copy or somebody clever might change them."""
    found = bytearray(data)
    block = 512 * chance.randrange(len(data) // 512)
    match chance.randrange(7):
        case 0:
            found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
        case 1:
            del found[chance.randrange(len(found)) :]
        case 2:
            found[block:block] = found[block : block + 512]
        case 3:
            del found[block : block + 512]
        case 4:
            name = chance.choice([b"../../outside", b"/var/outside", b"\xff" * 99, b""])
            found[block : block + 100] = name.ljust(100, b"\0")
        case 5:
            size = chance.choice([b"00000000000\0", b"\x80" + b"\xff" * 11, b"77777777777\0"])
            found[block + 124 : block + 136] = size
        case _:
            found[block + 156] = chance.choice(b"0123456789LKxgS\0")
    return bytes(found)


def test_two_thousand_mutated_tars_are_refused_or_unchanged_and_nothing_is_written(tmp_path):
    chance = random.Random(7)
    before = sorted(tmp_path.parent.rglob("*"))
    refused = 0

    for _round in range(2_000):
        data = mutated(TAR, chance)
        try:
            files = read_tar(data)
        except PackRefused:
            refused += 1
        else:
            assert write_tar(files) == data

    assert refused > 1_000
    assert sorted(tmp_path.parent.rglob("*")) == before
