"""Combining from the command line, as whoever reads for a country does it."""

import pytest

from exports.__main__ import main
from exports.combining.comparing import site_name
from exports.combining.service_list import read_services
from exports.errors import ExportError
from exports.package.sealing import fingerprint
from tests.support.exports.many_packages import key_of, package, release_id


def site(service):
    return fingerprint(key_of(service).public_key().public_bytes_raw())


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "packages"
    place.mkdir()
    for service in range(4):
        (place / f"{service}.outcomes").write_bytes(package(service))
    return place


def test_it_says_what_is_counted_and_writes_a_report_and_a_workbook(folder, tmp_path, capsys):
    (folder / "again.outcomes").write_bytes(package(1))
    (folder / "torn.outcomes").write_bytes(package(5)[:2_000])
    pdf, xlsx = tmp_path / "out.pdf", tmp_path / "out.xlsx"

    assert main(["combine", str(folder), "--pdf", str(pdf), "--xlsx", str(xlsx)]) == 0

    told = capsys.readouterr().out
    assert "Refused: packages/torn.outcomes: " in told
    twice = f"2026-Q4, {release_id(1)}: The same release was found twice."
    assert f"Not counted: {site_name(site(1))}, {twice}" in told
    assert "Practice: invented data. Nobody who is counted here exists." in told
    assert "Releases counted: 4, services: 4. Not counted: 1. Refused: 1." in told
    assert "Signers were not compared" in told
    assert "Reliably better on mood: " in told
    assert "Written: out.pdf, out.xlsx." in told
    assert pdf.read_bytes().startswith(b"%PDF")
    assert xlsx.read_bytes().startswith(b"PK")


def test_without_a_place_to_write_to_it_only_says(folder, capsys):
    assert main(["combine", str(folder)]) == 0

    assert "Written" not in capsys.readouterr().out


def test_only_services_that_were_compared_are_counted_and_called_as_their_list_has_it(
    folder, tmp_path, capsys
):
    listed = tmp_path / "services.txt"
    lines = ("# compared in May", f"{site(0)} = North", site(1), f"{site(2)}=South", "")
    listed.write_text("\n".join(lines), encoding="utf-8")
    xlsx = tmp_path / "out.xlsx"
    more = ["--services", str(listed), "--xlsx", str(xlsx)]

    assert main(["combine", str(folder), *more]) == 0

    told = capsys.readouterr().out
    assert "Refused: packages/3.outcomes: The package is whole, but its signer" in told
    assert "Releases counted: 3, services: 3." in told
    assert "Signers were not compared" not in told
    from tests.support.exports.workbooks import sheets_in

    names = {row[0] for row in sheets_in(xlsx.read_bytes())["counted"][1:]}
    assert names == {"North", "South", " ".join(site(1).split()[:2])}


def test_sealed_packages_are_opened_with_an_identity_from_a_file(tmp_path, capsys):
    from pyrage import x25519

    from exports.package.sealing import seal

    identity = x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"# mine\n{identity}\n")
    sealed = tmp_path / "0.outcomes.age"
    sealed.write_bytes(seal(package(0), str(identity.to_public())))

    assert main(["combine", str(sealed), "--identity", str(tmp_path / "key.txt")]) == 0
    assert "Releases counted: 1, services: 1." in capsys.readouterr().out
    assert main(["combine", str(sealed)]) == 1
    assert "There is no release to combine." in capsys.readouterr().err


def test_another_quarter_can_be_asked_for_and_one_that_is_not_there_is_said(folder, capsys):
    (folder / "before.outcomes").write_bytes(package(0, "2026-Q3"))

    assert main(["combine", str(folder), "--quarter", "2026-Q3"]) == 0
    assert "July to September 2026:" in capsys.readouterr().out
    assert main(["combine", str(folder), "--quarter", "2025-Q1"]) == 1
    assert "there are 2026-Q4, 2026-Q3" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content", [None, b"\xff\xfe\xff", b"x" * 4_000_001, b"12345", b"00000 " * 8 + b"=" + b"x" * 81]
)
def test_a_list_that_cannot_be_read_is_said(folder, tmp_path, capsys, content):
    listed = tmp_path / "services.txt"
    if content is not None:
        listed.write_bytes(content)

    assert main(["combine", str(folder), "--services", str(listed)]) == 1

    assert "services.txt" in capsys.readouterr().err


def test_the_service_that_is_wrong_in_a_list_is_named_by_its_place(tmp_path):
    listed = tmp_path / "services.txt"
    listed.write_text(f"# Ours\n{' '.join(['12345'] * 8)} = A\n12345 = B\n")

    with pytest.raises(ExportError, match=r"services\.txt, service 2: "):
        read_services(listed)


def test_a_figure_without_an_interval_is_not_said(tmp_path, capsys):
    from tests.support.exports.many_packages import changed_lines

    lines = [line | {"error": ""} for line in changed_lines(0)]
    (tmp_path / "0.outcomes").write_bytes(package(0, lines=lines))

    assert main(["combine", str(tmp_path)]) == 0

    assert "Reliably better" not in capsys.readouterr().out
