"""A change of the signing key is told beside the signature, signed by old key and keeper."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exports.errors import PackageRefused, UnknownSigner
from exports.package.key_change import NoKeyChange, changes_up_to, key_change_of
from exports.package.package import MANIFEST, SIGNATURE, as_json, manifest_of
from exports.package.sealing import fingerprint, is_authentic
from exports.package.verification import verify_package
from tests.support.exports.cases import occasion
from tests.support.exports.key_changes import DAY, KEEPER, changed, public

OLDEST, OLD, NEW, OTHER = (
    Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in range(1, 5)
)


def package(tmp_path, listed: object):
    manifest = manifest_of({"report.pdf": b"report"}, occasion())
    signature = {"public_key": public(NEW).hex(), "signature": NEW.sign(manifest).hex()}
    files = {
        "report.pdf": b"report",
        MANIFEST: manifest,
        SIGNATURE: as_json({**signature, "changes": listed}),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_a_package_tells_how_its_key_came_after_earlier_ones(tmp_path):
    changes = (changed(OLDEST, OLD), changed(OLD, NEW))

    found = verify_package(package(tmp_path, [each.as_data for each in changes]))

    assert found.changes == changes
    assert (found.changes[-1].day, found.signer) == (DAY, fingerprint(public(NEW)))


def test_a_change_makes_nobody_known(tmp_path):
    place = package(tmp_path, [changed(OLD, NEW).as_data])

    with pytest.raises(UnknownSigner):
        verify_package(place, known_signers=[fingerprint(public(OLD))])


@pytest.mark.parametrize(
    "listed",
    [
        [],
        "none",
        [1],
        [{"day": "2026-11-03"}],
        [{**changed(OLD, NEW).as_data, "day": "yesterday"}],
        [{**changed(OLD, NEW).as_data, "day": "2026-11-04"}],
        [{**changed(OLD, NEW).as_data, "by_keeper": "no hex"}],
        [changed(OLD, NEW, by=OTHER).as_data],
        [changed(OLD, NEW, keeper=OTHER).as_data],
        [changed(OLDEST, OLD).as_data],
        [changed(OLDEST, OTHER).as_data, changed(OLD, NEW).as_data],
        [changed(OLD, NEW).as_data, 1],
        [changed(OLD, NEW).as_data] * 201,
    ],
)
def test_a_package_that_tells_of_a_change_which_is_not_signed_is_refused(tmp_path, listed):
    with pytest.raises(PackageRefused, match="change of its key that is not signed"):
        verify_package(package(tmp_path, listed))


def test_what_a_change_says_can_be_read_by_a_person_and_is_no_list_of_files():
    change = changed(OLD, NEW)

    head, _, said = change.statement.decode().partition("\n")

    assert head == "change of a signing key"
    assert json.loads(said) == {
        "after": public(NEW).hex(),
        "before": public(OLD).hex(),
        "day": "2026-11-03",
        "keeper": public(KEEPER).hex(),
    }
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(change.statement)


def test_without_changes_there_are_none_and_each_is_read_as_it_was_written():
    change = changed(OLD, NEW)

    assert changes_up_to(None, public(NEW), is_authentic) == ()
    assert key_change_of(change.as_data) == change
    with pytest.raises(NoKeyChange):
        key_change_of({})
