"""Which Python goes into the Windows program."""

import hashlib
import io
import zipfile

import pytest
from windows import python_embed
from windows.python_embed import Refused, WindowsPython, pins, publishers


def archive(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return held.getvalue()


def test_any_other_file_than_the_publishers_is_refused_with_both_digests(tmp_path):
    other = tmp_path / pins()["publisher"]["file"]
    other.write_bytes(archive(python=b"somebody's"))

    with pytest.raises(Refused) as refused:
        publishers(other)

    assert hashlib.sha256(other.read_bytes()).hexdigest() in str(refused.value)
    assert pins()["publisher"]["sha256"] in str(refused.value)


def test_the_publishers_file_is_taken_by_its_digest_whatever_its_name(tmp_path, monkeypatch):
    data = archive(python=b"program", licence=b"words")
    digest = hashlib.sha256(data).hexdigest()
    wanted = {"version": "3.13.99", "file": "x.zip", "sha256": digest, "compared": True}
    monkeypatch.setattr(python_embed, "pins", lambda: {"publisher": wanted})
    (tmp_path / "renamed.zip").write_bytes(data)

    taken = publishers(tmp_path / "renamed.zip")

    assert (taken.files, taken.is_for_proofs) == (
        {"licence": b"words", "python": b"program"},
        False,
    )
    assert (taken.version, taken.short, taken.is_compared) == ("3.13.99", "313", True)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(Refused, match="cannot be read"):
        publishers(tmp_path / "nothing.zip")


def test_what_is_kept_for_proofs_is_looked_at_only_by_its_digest(tmp_path):
    (tmp_path / "other.tar.gz").write_bytes(b"not what is pinned")

    with pytest.raises(Refused, match="not what is pinned"):
        python_embed.for_proofs(tmp_path / "uv", tmp_path)


@pytest.mark.parametrize("kind", ["publisher", "proof"])
def test_both_are_pinned_by_a_whole_digest(kind):
    assert len(bytes.fromhex(pins()[kind]["sha256"])) == 32


def test_the_openssl_inside_python_is_told_and_one_that_tells_nothing_is_refused():
    told = {"libcrypto-3.dll": b"\0OpenSSL 3.0.18 30 Sep 2025\0"}

    assert WindowsPython("3.13.12", told, is_for_proofs=True).openssl == "3.0.18"
    with pytest.raises(Refused, match="no version"):
        _ = WindowsPython("3.13.12", {}, is_for_proofs=True).openssl
