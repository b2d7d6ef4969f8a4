"""A package is read as a whole or not at all."""

import io
import json
import tarfile

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exports.errors import PackageRefused, UnknownSigner
from exports.package.package import MANIFEST, SIGNATURE, as_json, manifest_of
from exports.package.sealing import fingerprint, seal
from exports.package.verification import verify_package
from programme.packs.archive import write_tar
from tests.support.exports.cases import occasion

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()


def signed(files, manifest=None):
    manifest = manifest or manifest_of(files, occasion())
    signature = {"public_key": PUBLIC.hex(), "signature": KEY.sign(manifest).hex()}
    return {**files, MANIFEST: manifest, SIGNATURE: as_json(signature)}


@pytest.fixture
def package(tmp_path):
    for name, data in signed({"report.pdf": b"report", "tables/a.csv": b"a,b"}).items():
        path = tmp_path / "package" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "package"


def test_a_whole_package_is_read_with_its_signer(package):
    verified = verify_package(package, known_signers=[fingerprint(PUBLIC)])

    assert verified.signer == fingerprint(PUBLIC)
    assert dict(verified.files) == {"report.pdf": b"report", "tables/a.csv": b"a,b"}
    assert verify_package(package).signer == verified.signer


def test_an_unknown_signer_is_said_plainly(package):
    with pytest.raises(UnknownSigner, match="is not known here"):
        verify_package(package, known_signers=["0000"])


def test_a_changed_byte_is_refused(package):
    (package / "report.pdf").write_bytes(b"rep0rt")

    with pytest.raises(PackageRefused, match=r"1 changed \(first: 'report.pdf'\)"):
        verify_package(package)


def test_a_missing_and_an_added_file_are_refused(package):
    (package / "report.pdf").rename(package / "other.pdf")

    with pytest.raises(PackageRefused, match=r"1 missing.*1 not listed"):
        verify_package(package)


def test_two_files_that_changed_places_are_refused(package):
    (package / "report.pdf").write_bytes(b"a,b")
    (package / "tables/a.csv").write_bytes(b"report")

    with pytest.raises(PackageRefused, match="2 changed"):
        verify_package(package)


def test_a_changed_list_is_not_authentic(package):
    text = (package / MANIFEST).read_text().replace("2026-11", "2026-10")
    (package / MANIFEST).write_text(text)

    with pytest.raises(PackageRefused, match="not authentic"):
        verify_package(package)


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE])
def test_without_list_or_signature_it_is_no_package(package, name):
    (package / name).unlink()

    with pytest.raises(PackageRefused, match=f"{name} is missing"):
        verify_package(package)


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"\xff", b"[" * 200_000, b"{}", b'{"public_key": "zz", "signature": "00"}'],
)
def test_a_signature_that_cannot_be_read_is_refused(package, content):
    (package / SIGNATURE).write_bytes(content)

    with pytest.raises(PackageRefused):
        verify_package(package)


def test_a_format_of_the_future_is_refused(tmp_path):
    manifest = as_json({"format": 99, "files": {}})
    path = tmp_path / "p.outcomes"
    path.write_bytes(write_tar(signed({}, manifest)))

    with pytest.raises(PackageRefused, match="format"):
        verify_package(path)


def test_a_link_in_a_folder_is_refused(package):
    (package / "more.csv").symlink_to("/etc/passwd")

    with pytest.raises(PackageRefused, match="link"):
        verify_package(package)


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\0" * 10_240, b"x" * 2_000])
def test_what_is_no_package_is_refused(tmp_path, content):
    (tmp_path / "p.outcomes").write_bytes(content)

    with pytest.raises(PackageRefused):
        verify_package(tmp_path / "p.outcomes")


def test_a_place_without_package_is_refused(tmp_path):
    with pytest.raises(PackageRefused, match="no package that can be read"):
        verify_package(tmp_path / "nowhere")


def test_a_cut_off_tar_is_refused(tmp_path):
    whole = write_tar(signed({"report.pdf": b"x" * 5_000}))
    (tmp_path / "p.outcomes").write_bytes(whole[:3_000])

    with pytest.raises(PackageRefused):
        verify_package(tmp_path / "p.outcomes")


def test_a_tar_with_anything_but_files_each_once_is_refused(tmp_path):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        entry = tarfile.TarInfo("link")
        entry.type = tarfile.SYMTYPE
        entry.linkname = "/etc/passwd"
        tar.addfile(entry)
    (tmp_path / "p.outcomes").write_bytes(out.getvalue())

    with pytest.raises(PackageRefused, match="no package holds"):
        verify_package(tmp_path / "p.outcomes")


def test_a_package_larger_than_any_of_ours_is_refused(package, monkeypatch):
    monkeypatch.setattr("exports.package.verification.MOST_FILES", 2)

    with pytest.raises(PackageRefused, match="far larger"):
        verify_package(package)


def test_a_sealed_file_needs_an_identity(tmp_path):
    identity = pyrage.x25519.Identity.generate()
    path = tmp_path / "p.outcomes.age"
    path.write_bytes(seal(write_tar(signed({"a": b"1"})), str(identity.to_public())))

    with pytest.raises(PackageRefused, match="give the identity"):
        verify_package(path)
    assert verify_package(path, identity=str(identity)).files == {"a": b"1"}


def test_a_list_that_cannot_be_read_though_it_is_signed_is_refused(tmp_path):
    path = tmp_path / "p.outcomes"
    path.write_bytes(write_tar(signed({}, json.dumps([1]).encode())))

    with pytest.raises(PackageRefused, match="cannot be read"):
        verify_package(path)


@pytest.mark.parametrize("files", [None, [], {"a": 1}, {"a": {}}, {"a": {"sha256": 7}}])
def test_a_list_of_another_shape_is_refused_though_it_is_signed(tmp_path, files):
    manifest = as_json({"format": 1, "files": files})
    path = tmp_path / "p.outcomes"
    path.write_bytes(write_tar(signed({"a": b"1"}, manifest)))

    with pytest.raises(PackageRefused):
        verify_package(path)
