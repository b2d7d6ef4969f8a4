"""The audit from the command line: outsiders attack what they were handed."""

from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exports import auditing
from exports.__main__ import main
from exports.disclosure.narrowing import CountRange
from exports.package.package import MANIFEST, SIGNATURE, as_json, manifest_of, package_files
from exports.reports.service_report import service_report, tabulated
from programme.loading import library as programmes
from programme.packs.archive import write_tar
from session_forms.library import library as forms
from tests.campaigns.disclosure.services import Content, random_service
from tests.support.exports.cases import occasion

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()


def signed(files, when):
    manifest = manifest_of(files, when)
    signature = {
        "public_key": PUBLIC.hex(),
        "signature": KEY.sign(manifest).hex(),
    }
    return write_tar({**files, MANIFEST: manifest, SIGNATURE: as_json(signature)})


@pytest.fixture(scope="module")
def files():
    content = Content(programmes.installed(), forms.installed())
    cases = random_service(content, Random(4), 40).whole
    shelves = {"forms": content.forms, "programme": content.programme}
    report = service_report([tabulated(cases, **shelves)], occasion(), **shelves)
    return package_files(report, occasion())


@pytest.fixture
def package(files, tmp_path):
    path = tmp_path / "release.outcomes"
    path.write_bytes(signed(files, occasion()))
    return path


def test_a_release_is_attacked_and_told_of(package, capsys):
    assert main(["audit", str(package), str(package)]) == 0

    told = capsys.readouterr().out
    assert "Tried on release R-4F2A-77, beside 1 earlier: " in told
    assert "constraints of the programme pps-core" in told
    assert "and of the report" in told
    assert "and solved whole" in told
    assert "Narrowest: " in told
    assert "Surest: " in told
    assert "Proved: nothing is certain." in told


def test_without_the_solver_or_the_programme_it_says_so(package, capsys, monkeypatch):
    monkeypatch.setattr(auditing, "is_installed", lambda: False)
    monkeypatch.setattr(auditing, "_installed", lambda _named: None)
    monkeypatch.setattr("exports.disclosure.audit.surest_guess", lambda *_given: None)

    assert main(["audit", str(package)]) == 0

    told = capsys.readouterr().out
    assert "HiGHS is not installed" in told
    assert "no programme, since another version is installed here" in told
    assert "Surest" not in told


def test_a_figure_that_is_certain_is_a_failure(package, capsys, monkeypatch):
    planted = lambda ranges, _constraints: {**ranges, "clients": CountRange(40, 40)}  # noqa: E731
    monkeypatch.setattr(auditing, "solved", planted)

    assert main(["audit", str(package)]) == 1

    assert "Narrowest: clients may be any of 1 numbers, from 40 to 40." in capsys.readouterr().err


def test_what_no_two_sets_of_numbers_were_found_for_is_not_called_proved(
    package, capsys, monkeypatch
):
    monkeypatch.setattr("exports.disclosure.witnesses.TRIES", 1)

    assert main(["audit", str(package)]) == 0

    told = capsys.readouterr().out
    assert "Not decided: nothing is certain by arithmetic, but for " in told
    assert "Proved" not in told


def test_another_programme_is_not_taken_for_the_one_installed():
    assert auditing._installed(("another", "1.0.0")) is None


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"tables/cells.csv": None}, "holds no figures to audit"),
        ({"tables/cells.csv": b"a,b\r\n1,2\r\n"}, "cannot be read"),
        ({"tables/cells.csv": b"\xff"}, "cannot be read"),
        ({"tables/cells.csv": b"measure,stratum,n,value\r\n"}, "cannot be read"),
        ({"datapackage.json": b"[]"}, "cannot be read"),
        ({"datapackage.json": b"{"}, "cannot be read"),
    ],
)
def test_a_package_without_figures_is_refused(files, tmp_path, capsys, changed, says):
    left = {name: data for name, data in {**files, **changed}.items() if data is not None}
    path = tmp_path / "other.outcomes"
    path.write_bytes(signed(left, occasion()))

    assert main(["audit", str(path)]) == 1

    assert says in capsys.readouterr().err
