"""From case files to files on disk and back, and everything that must refuse."""

import json
import tarfile
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exports.case.own_text import NOTHING_OWN
from exports.errors import FilesNotWritten, LeakFound, NotForExport, NothingToExport, SealRefused
from exports.leaks.finished_texts import pieces_of
from exports.leaks.plain_words import plain_words, words_of
from exports.package import release as release_module
from exports.package.release import (
    clear_unfinished,
    is_written,
    prepare_service_report,
    withdraw,
    write_readable_copy,
    write_release,
)
from exports.package.verification import verify_package
from tests.support.exports.cases import case_file, many, occasion
from tests.support.exports.key_changes import changed
from tests.support.exports.releases import CONTEXT, client_summary, service_report

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()


@pytest.fixture(scope="module")
def summary():
    return client_summary()


@pytest.fixture(scope="module")
def report():
    return service_report()


def test_where_no_client_is_known_the_search_says_so():
    known = (case_file(3),)

    says = [
        release_module._search({"README.txt": b"Figures"}, each, occasion(), NOTHING_OWN).how
        for each in ((), known)
    ]

    assert says[0].endswith("; no client is known here")
    assert "no client is known" not in says[1]


def write(folder, release, recipient_key=""):
    return write_release(folder, release, KEY.sign, public_key=PUBLIC, recipient_key=recipient_key)


def test_the_same_cases_give_the_same_bytes(report):
    again = service_report()

    assert dict(report.files) == dict(again.files)
    assert report.manifest == again.manifest
    assert report.tables_hash == again.tables_hash


def test_the_order_of_intake_leaves_no_trace(report):
    assert dict(report.files) == dict(service_report(many(12)[::-1]).files)


def test_no_cases_are_nothing_to_export():
    with pytest.raises(NothingToExport):
        prepare_service_report([], [], occasion(), CONTEXT)


def test_each_kind_of_release_needs_its_profile():
    with pytest.raises(NotForExport):
        service_report(when=occasion("single-case"))
    with pytest.raises(NotForExport):
        service_report(when=occasion("unheard-of"))
    with pytest.raises(NotForExport):
        client_summary(occasion("internal-review"))


@pytest.mark.parametrize("recipient", ["Wilhelmina", "Colleagues of Quillfeather"])
def test_a_recipient_may_have_the_name_of_a_client_or_of_a_colleague_and_stands_in_no_file(
    recipient,
):
    release = client_summary(replace(occasion("single-case"), recipient=recipient))

    assert release.recipient == recipient
    said = "\n".join(piece.text for piece in pieces_of(release.files))
    assert recipient.split()[-1] not in said
    assert recipient.split()[-1] not in repr(release.preview)


def test_a_name_that_is_typed_beside_the_release_stops_it_also_where_it_is_the_recipients():
    when = replace(occasion(), recipient="Wilhelmina", purpose="For Wilhelmina")

    with pytest.raises(LeakFound, match="holds a name") as stopped:
        service_report(many(12), when)

    assert "Wilhelmina" not in str(stopped.value)


def test_what_was_marked_as_no_identifier_does_not_stop_it_and_is_counted():
    when = replace(occasion(), purpose="Billie Jean House")
    with pytest.raises(LeakFound) as stopped:
        service_report(when=when)
    marks = {hit.mark for hit in stopped.value.hits}

    release = service_report(when=replace(when, is_no_identifier=lambda hit: hit.mark in marks))

    assert release.checks[0].how.endswith("; 1 word was marked as no identifier")
    with pytest.raises(LeakFound):
        service_report(
            when=replace(when, purpose="Wilhelmina", is_no_identifier=lambda hit: hit.mark in marks)
        )


def test_a_summary_needs_a_purpose_of_the_list():
    with pytest.raises(NotForExport, match="a purpose of the list"):
        client_summary(replace(occasion("single-case"), purpose="Transfer of Wilhelmina"))


def test_the_name_of_a_therapist_stops_a_release():
    when = replace(occasion(), purpose="Colleagues of Quillfeather")

    with pytest.raises(LeakFound):
        service_report(when=when)


def test_a_preview_shows_every_table_of_the_package(summary):
    shown = {
        block.id
        for page in summary.preview
        for block in page.blocks
        if hasattr(block, "columns") and block.rows
    }
    packed = {
        name.removeprefix("tables/").removesuffix(".csv")
        for name in summary.files
        if name.startswith("tables/")
    }

    assert shown == packed


def test_the_manifest_lists_every_file(summary):
    assert json.loads(summary.manifest)["files"].keys() == summary.files.keys()


def test_a_release_says_what_was_checked(summary, report):
    assert [check.what for check in summary.checks] == [
        "No name or contact found",
        "One client only",
    ]
    assert [check.what for check in report.checks] == [
        "No name or contact found",
        "No figure is exact",
        "Proved that no count can be worked out",
    ]


def test_a_written_release_verifies_as_folder_and_as_file(tmp_path, summary):
    written = write(tmp_path, summary)

    for path in (written.folder, written.container):
        verified = verify_package(path)
        assert verified.release_id == "R-4F2A-77"
        assert dict(verified.files) == dict(summary.files)
        assert verified.practice is True


def test_what_is_written_after_the_key_was_changed_says_so_beside_its_signature(tmp_path, summary):
    old = Ed25519PrivateKey.generate()
    changes = (changed(old, KEY),)

    written = write_release(
        tmp_path, summary, KEY.sign, public_key=PUBLIC, recipient_key="", changes=changes
    )
    copied = write_readable_copy(tmp_path, summary, KEY.sign, public_key=PUBLIC, changes=changes)

    for place in (written.container, copied):
        assert verify_package(place).changes == changes
    (tmp_path / "before").mkdir()
    assert verify_package(write(tmp_path / "before", summary).container).changes == ()


def test_a_release_is_put_in_its_place_by_one_step(tmp_path, summary, monkeypatch):
    steps = []
    rename = Path.rename

    def counted(self, target):
        steps.append((sorted(each.name for each in tmp_path.iterdir()), target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", counted)

    written = write(tmp_path, summary)

    [(before, target)] = steps
    assert [name for name in before if not name.startswith(".")] == []
    assert target == written.place
    assert is_written(tmp_path, summary.id)
    assert {written.folder, written.container} == set(written.place.iterdir())
    assert verify_package(written.place).release_id == summary.id


def test_no_folder_of_a_release_stands_in_one_of_its_own_name(tmp_path, summary):
    written = write(tmp_path, summary)

    assert written.folder.name == "package"
    assert [each for each in written.place.rglob("*") if each.name == written.place.name] == []


def test_a_release_of_before_is_still_verified(tmp_path, summary):
    written = write(tmp_path, summary)
    written.folder.rename(written.place / written.place.name)

    assert verify_package(written.place).release_id == summary.id


def test_what_a_release_left_hidden_is_cleared_and_nothing_else(tmp_path, summary):
    left = tmp_path / f".{summary.id}.0011223344556677.part"
    for each in (left, tmp_path / ".R-0000-00.0011223344556677.part"):
        each.mkdir()
        (each / "report.pdf").write_bytes(b"half")
    written = write(tmp_path, summary)

    clear_unfinished(tmp_path, summary.id)

    assert {each.name for each in tmp_path.iterdir()} == {
        written.place.name,
        ".R-0000-00.0011223344556677.part",
    }


def test_the_same_release_gives_the_same_tar(tmp_path, summary):
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()

    first, second = write(tmp_path / "1", summary), write(tmp_path / "2", summary)

    assert first.container.read_bytes() == second.container.read_bytes()
    with tarfile.open(first.container) as tar:
        assert all((entry.mtime, entry.uid, entry.uname) == (0, 0, "") for entry in tar)


def test_a_sealed_release_opens_for_its_recipient_alone(tmp_path, summary):
    identity = pyrage.x25519.Identity.generate()

    written = write(tmp_path, summary, str(identity.to_public()))

    assert written.container.name == "R-4F2A-77.outcomes.age"
    assert verify_package(written.container, identity=str(identity)).files
    with pytest.raises(SealRefused):
        verify_package(written.container, identity=str(pyrage.x25519.Identity.generate()))


def test_what_is_not_invented_is_written_sealed_and_nothing_beside_it(tmp_path, summary):
    identity = pyrage.x25519.Identity.generate()
    real = replace(summary, practice=False)

    written = write(tmp_path, real, str(identity.to_public()))

    assert [each.name for each in tmp_path.rglob("*")] == ["R-4F2A-77", "R-4F2A-77.outcomes.age"]
    assert written.folder is None
    assert summary.title.encode() not in written.container.read_bytes()
    assert verify_package(written.place, identity=str(identity)).files == dict(real.files)


def test_what_is_not_invented_is_not_written_for_nobody(tmp_path, summary):
    with pytest.raises(SealRefused):
        write(tmp_path, replace(summary, practice=False))

    assert list(tmp_path.iterdir()) == []


def test_a_readable_copy_is_a_folder_of_its_own(tmp_path, summary):
    real = replace(summary, practice=False)

    place = write_readable_copy(tmp_path, real, KEY.sign, public_key=PUBLIC)

    assert place.name == "R-4F2A-77-readable"
    assert dict(verify_package(place).files) == dict(real.files)


def test_the_same_figures_for_two_recipients_are_no_two_equal_files(report):
    other = service_report(when=replace(occasion(), release_id="R-9B1C-02", recipient="Board"))

    assert other.files.keys() == report.files.keys()
    assert [name for name in report.files if report.files[name] == other.files[name]] == []
    assert other.tables_hash != report.tables_hash


def test_a_mistyped_recipient_key_writes_nothing(tmp_path, summary):
    with pytest.raises(SealRefused):
        write(tmp_path, summary, "age1mistyped")

    assert list(tmp_path.iterdir()) == []


def test_a_release_is_never_written_over_another(tmp_path, summary):
    write(tmp_path, summary)

    with pytest.raises(FilesNotWritten):
        write(tmp_path, summary)


def test_a_release_that_the_ledger_could_not_take_is_withdrawn(tmp_path, summary):
    written = write(tmp_path, summary)

    withdraw(written)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["summary", "report"])
def test_every_word_of_a_release_is_known_without_anybody_in_it(kind, monkeypatch):
    """Else a client who bears it as a name could have no release."""
    found = {}

    def note(files, _known, own, _typed):
        found.update(files=files, own=own)
        return ()

    monkeypatch.setattr("exports.package.release.search", note)
    made = client_summary() if kind == "summary" else service_report()

    known = found["own"].words | set(plain_words("R-4F2A-77 7H2K-0003-9QW3-MX41 Clinical lead"))
    unknown = {
        word.raw
        for piece in pieces_of(found["files"])
        for word in words_of(piece.text)
        if word.text.isalpha() and word.text not in known
    }
    assert made.files == found["files"]
    assert unknown == set()


def test_a_name_in_a_purpose_of_ones_own_words_stops_it():
    with pytest.raises(LeakFound):
        service_report(when=replace(occasion(), purpose="Transfer of Wilhelmina"))
