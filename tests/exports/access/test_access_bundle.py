"""The copy of a record for its client: what is in it, what stays out, who can open it."""

import argparse
import io
import json
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from exports import __main__ as command
from exports import commands
from exports.access import access_bundle
from exports.access.access_bundle import (
    access_json,
    access_pdf,
    bundle_files,
    covering_pdf,
    open_bundle,
    sealed_bundle,
)
from exports.access.access_record import AccessItem, AccessLine, AccessPart, AccessRecord
from exports.errors import ExportError, SealRefused
from programme.packs.archive import MOST_BYTES, write_tar
from tests.support.age_files import quickly_sealed
from tests.support.exports.papers import a_record

WORDS = "told by telephone only"
LONG = " ".join(f"Line {number} of a long note." for number in range(400))


def text_of(pdf: bytes) -> str:
    return " ".join(
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )


@pytest.fixture(scope="module")
def sealed() -> bytes:
    """A copy as it is handed out."""
    return sealed_bundle(a_record(), WORDS, practice=False)


@pytest.fixture(scope="module")
def of_before() -> bytes:
    """A copy as it was handed out before it was a PDF; it opens as quickly as a file can."""
    return quickly_sealed(write_tar(bundle_files(a_record(), practice=False)), WORDS)


def test_the_page_and_the_json_say_the_same() -> None:
    record = a_record()
    told = json.loads(access_json(record))
    page = text_of(access_pdf(record, practice=False))

    for part in told["parts"]:
        assert part["title"] in page
        for item in part["items"]:
            assert item["title"] in page
            for line in item["lines"]:
                assert line["what"] in page
                assert line["value"] in page
    assert told["client_code"] in page
    assert (told["made_on"], told["lines_left_out"]) == ("2026-03-02", 0)
    assert "Nothing is recorded here." in page
    assert "Nothing is filled in." in page


def test_the_first_page_says_once_what_it_is() -> None:
    pdf = access_pdf(a_record(), practice=False)

    first = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()

    assert first.count("Copy of your record") == 1
    assert "This is a copy" not in first
    assert "2 March 2026" in first


def test_the_json_holds_a_day_as_programs_write_it() -> None:
    line = AccessLine("form:1:day", "When?", "5 March 2026", for_programs="2026-03-05")
    record = a_record(line)

    assert '"2026-03-05"' in access_json(record).decode()
    assert "5 March 2026" in text_of(access_pdf(record, practice=False))


def test_what_is_left_out_stands_nowhere_and_is_counted_where_it_stood() -> None:
    shared = a_record().without({"form:1:people"})
    files = bundle_files(shared, practice=False)
    page = text_of(files["record.pdf"])

    assert [each.id for each in a_record().about_others] == ["form:1:people"]
    assert shared.left_out == 1
    assert "Zanzibar" not in page
    assert b"Zanzibar" not in files["record.json"]
    assert "Lines left out here: 1" in page
    assert "could harm somebody: 1." in page
    assert json.loads(files["record.json"])["parts"][1]["items"][0]["lines_left_out"] == 1


def test_an_item_of_which_nothing_is_left_still_says_that_something_was() -> None:
    record = a_record().without({"form:1:people", "form:1:a"})

    assert "Lines left out here: 2" in text_of(access_pdf(record, practice=False))


@pytest.mark.parametrize(
    "words",
    [
        LONG,
        '<img src="file:///etc/passwd"> & <b> <para>',
        "x" * 20_000,
        "NUL \x00 and \u202ebackwards",
    ],
    ids=["long", "markup", "one-word", "signs"],
)
def test_whatever_was_written_is_set_as_plain_text(words: str) -> None:
    record = a_record(AccessLine("form:1:b", "What?", words))

    page = text_of(access_pdf(record, practice=True))

    assert "What?" in page
    assert words[:4] in page


def test_the_same_record_gives_the_same_bytes() -> None:
    assert bundle_files(a_record(), practice=True) == bundle_files(a_record(), practice=True)


def test_the_covering_page_says_how_and_nothing_about_anybody() -> None:
    page = text_of(covering_pdf(practice=False))

    assert "such as a web browser" in page
    assert "record.json" in page
    assert "K4-207" not in page


def test_a_copy_is_a_pdf_that_the_passphrase_alone_opens(sealed: bytes) -> None:
    reader = PdfReader(io.BytesIO(sealed))

    assert reader.is_encrypted
    assert b"Zanzibar" not in sealed
    assert b"K4-207" not in sealed
    assert reader.decrypt("") == reader.decrypt("another passphrase") == 0
    assert reader.decrypt(WORDS)
    assert "My sister Zanzibar" in reader.pages[0].extract_text()


def test_a_copy_is_locked_with_aes_of_256_bits_in_its_newest_form(sealed: bytes) -> None:
    locked = PdfReader(io.BytesIO(sealed)).trailer["/Encrypt"].get_object()

    assert sealed.startswith(b"%PDF-2.0")
    assert (locked["/V"], locked["/R"], locked["/Length"]) == (5, 6, 256)
    assert locked["/CF"]["/StdCF"]["/CFM"] == "/AESV3"


def test_what_is_opened_is_what_was_locked(sealed: bytes) -> None:
    files = open_bundle(sealed, WORDS)

    plain = bundle_files(a_record(), practice=False)
    assert files["record.json"] == plain["record.json"]
    assert text_of(files["record.pdf"]) == text_of(plain["record.pdf"])
    with pytest.raises(SealRefused, match="does not open"):
        open_bundle(sealed, "another passphrase")


def test_a_copy_of_before_is_still_opened(of_before: bytes) -> None:
    assert open_bundle(of_before, WORDS) == bundle_files(a_record(), practice=False)
    with pytest.raises(SealRefused, match="does not open"):
        open_bundle(of_before, "another passphrase")


@pytest.mark.parametrize("words", ["caf\u00e9 \ufb01ve words of it", "cafe\u0301 five words of it"])
def test_however_a_letter_is_put_together_it_is_the_same_passphrase(words: str) -> None:
    sealed = sealed_bundle(a_record(), words, practice=False)

    assert open_bundle(sealed, "caf\u00e9 five words of it")


def test_a_passphrase_that_a_pdf_would_cut_is_refused() -> None:
    with pytest.raises(SealRefused, match="longer"):
        sealed_bundle(a_record(), "\u00e9" * 64, practice=False)
    assert sealed_bundle(a_record(), "\u00e9" * 63, practice=False)


@pytest.mark.parametrize("change", ["cut", "flip", "no-age"])
def test_a_changed_copy_of_before_opens_not_at_all(of_before: bytes, change: str) -> None:
    changed = {
        "cut": of_before[:-1],
        "flip": of_before[:-1] + bytes([of_before[-1] ^ 1]),
        "no-age": b"something else",
    }[change]

    with pytest.raises(SealRefused):
        open_bundle(changed, WORDS)


@pytest.mark.parametrize("cut", [0, 10, 600])
def test_half_a_copy_opens_not_at_all(sealed: bytes, cut: int) -> None:
    with pytest.raises(SealRefused):
        open_bundle(sealed[:cut], WORDS)


def test_a_pdf_that_nobody_locked_is_no_copy() -> None:
    with pytest.raises(SealRefused, match="does not open"):
        open_bundle(covering_pdf(practice=False), WORDS)


@pytest.mark.parametrize("inside", [b"no tar", write_tar({"other.txt": b"x"})])
def test_another_file_under_the_same_lock_is_no_copy(
    monkeypatch: pytest.MonkeyPatch, inside: bytes
) -> None:
    monkeypatch.setattr(access_bundle, "unseal_with_passphrase", lambda _data, _words: inside)

    with pytest.raises(SealRefused, match="something else"):
        open_bundle(b"age-encryption.org/v1, locked", WORDS)


def open_by_command(
    monkeypatch: pytest.MonkeyPatch, place: Path, out: Path, words: str = WORDS
) -> int:
    monkeypatch.setattr(commands.getpass, "getpass", lambda _prompt: words)
    return command.main(["open", str(place), "--out", str(out)])


def test_the_command_opens_a_copy_into_a_new_folder(
    sealed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "copy.pdf").write_bytes(sealed)

    code = open_by_command(monkeypatch, tmp_path / "copy.pdf", tmp_path / "opened")

    assert code == 0
    assert "record.json, record.pdf in opened" in capsys.readouterr().out
    assert {each.name for each in (tmp_path / "opened").iterdir()} == {"record.pdf", "record.json"}
    assert (tmp_path / "opened").stat().st_mode & 0o777 == 0o700


def test_the_command_opens_nothing_without_a_folder_that_is_named(
    sealed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "copy.pdf").write_bytes(sealed)
    monkeypatch.setattr(commands.getpass, "getpass", lambda _prompt: WORDS)

    with pytest.raises(SystemExit) as ended:
        command.main(["open", str(tmp_path / "copy.pdf")])

    assert ended.value.code == 2
    assert "--out" in capsys.readouterr().err


def test_of_what_does_not_open_nothing_appears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "copy.pdf").write_bytes(b"age-encryption.org/v1, of another kind")

    code = open_by_command(monkeypatch, tmp_path / "copy.pdf", tmp_path / "opened", "wrong")

    assert code == 1
    assert "does not open this file" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["copy.pdf"]


def test_a_file_that_cannot_be_a_copy_is_refused_before_a_passphrase_is_asked_for(
    tmp_path: Path,
) -> None:
    huge = tmp_path / "huge.age"
    with huge.open("wb") as file:
        file.truncate(MOST_BYTES + commands.OVERHEAD + 1)

    for path, words in ((huge, "larger"), (tmp_path / "missing.pdf", "cannot be read")):
        chosen = argparse.Namespace(file=path, out=tmp_path / "out")
        with pytest.raises(ExportError, match=words):
            commands.open_copy(chosen)


def test_lines_in_free_words_are_told_apart_from_those_about_others() -> None:
    lines = (
        AccessLine("a", "Note", "he is with his brother", is_in_free_words=True),
        AccessLine("b", "Supervisor", "B.", is_about_others=True, is_in_free_words=True),
        AccessLine("c", "Session", "held"),
    )
    part = AccessPart("notes", "Notes", (AccessItem("n", "Note", lines),))
    record = AccessRecord("A1-001", date(2026, 3, 2), (part,))

    assert [each.id for each in record.in_free_words] == ["a"]
    assert [each.id for each in record.about_others] == ["b"]
