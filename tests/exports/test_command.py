"""The command: what it prints, where it writes, how it ends."""

import runpy
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pypdf import PdfReader

from exports.__main__ import main
from exports.package.key_change import as_listed
from exports.package.package import MANIFEST, SIGNATURE, as_json, manifest_of
from exports.package.sealing import fingerprint, new_age_key, seal
from programme.first_line.courses import SHIPPED
from programme.first_line.description import installed_description
from programme.loading import library as programmes
from programme.loading.loading import load_programme
from programme.packs.archive import write_tar
from session_forms.library import library
from tests.support.exports.cases import occasion
from tests.support.exports.key_changes import changed, public
from tests.support.programme.courses import FILE, write_course
from tests.support.programme.packs import change, programme_folder, write_folder
from tests.support.programme.programmes import shelf, write_programme
from tests.support.programme.translations import form_file, programme_file
from tests.support.sampling import sampled

ROOT = Path(__file__).parents[2]
LOADED = """
import sys
from exports.__main__ import main

ended = [main(["fingerprint", "nothing"])]
models = sorted({"exports.paper", "reportlab", "pydantic"}.intersection(sys.modules))
ended.append(main(["verify", "nothing"]))
pages = [each for each in sys.modules if each.endswith(("_command", "_commands", "first_line"))]
print(ended, models, sorted(set(pages)))
"""
GUIDE = "m01-starting-together/s01-welcome-limits-agreement/therapist.md"
OLD, NEW = "For many people the first meeting is the hardest.", "The first meeting is hard."
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()


def package(*, practice=True, changes=()):
    files = {"report.pdf": b"report"}
    manifest = manifest_of(files, occasion(practice=practice))
    signature = {"public_key": PUBLIC.hex(), "signature": KEY.sign(manifest).hex()}
    signature |= {"changes": as_listed(changes)} if changes else {}
    return write_tar({**files, MANIFEST: manifest, SIGNATURE: as_json(signature)})


def test_a_command_loads_neither_what_others_print_nor_what_they_add_up():
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "[1, 1] [] []\n"


def test_a_worksheet_is_written(tmp_path, capsys):
    assert main(["worksheet", "phq-9", "--pdf", str(tmp_path / "out.pdf")]) == 0

    assert "Little interest" in PdfReader(tmp_path / "out.pdf").pages[0].extract_text()
    assert capsys.readouterr().out == "Written: out.pdf\n"


def test_a_worksheet_in_large_print_takes_more_room(tmp_path):
    main(["worksheet", "phq-9", "--pdf", str(tmp_path / "a.pdf")])
    main(["worksheet", "phq-9", "--large", "--pdf", str(tmp_path / "b.pdf")])

    assert len(PdfReader(tmp_path / "b.pdf").pages) > len(PdfReader(tmp_path / "a.pdf").pages)


def test_a_manual_is_written(tmp_path):
    assert main(["manual", "S01", "--pdf", str(tmp_path / "out.pdf")]) == 0

    assert "S01" in PdfReader(tmp_path / "out.pdf").pages[0].extract_text()


def test_every_course_for_the_first_line_is_printed_for_trainers_and_for_the_taught(
    tmp_path, capsys
):
    assert main(["training", "--out", str(tmp_path / "all")]) == 0

    names = {f"{each}-{which}.pdf" for each in SHIPPED for which in ("guide", "handouts")}
    assert {path.name for path in (tmp_path / "all").iterdir()} == names
    assert "police-guide.pdf" in capsys.readouterr().out


def test_the_programme_is_described_on_one_page(tmp_path, capsys):
    assert main(["description", "--pdf", str(tmp_path / "out.pdf")]) == 0

    [page] = PdfReader(tmp_path / "out.pdf").pages
    told = " ".join(page.extract_text().split())
    for row in installed_description().rows:
        assert row.field in told
        assert " ".join(row.says.split()[:3]) in told
    assert capsys.readouterr().out == "Written: out.pdf\n"


def test_a_helpline_hands_somebody_over_on_a_page_with_room_for_a_name(tmp_path, capsys):
    assert main(["hand-over-page", "--pdf", str(tmp_path / "out.pdf")]) == 0

    pages = PdfReader(tmp_path / "out.pdf").pages
    told = " ".join(" ".join(each.extract_text() for each in pages).split())
    assert told.index("What may they be called?") < told.index("Who made the contact?")
    assert "only with their yes" in told
    assert "By what day?" in told
    assert len(pages) <= 3  # a helpline fills it in while somebody is on the line
    assert capsys.readouterr().out == "Written: out.pdf\n"


def test_one_course_is_printed_by_name_or_from_its_folder(tmp_path):
    assert main(["training", "police", "--out", str(tmp_path / "one")]) == 0
    folder = write_course(tmp_path / "ours")
    assert main(["training", str(folder), "--out", str(tmp_path / "own")]) == 0

    assert len(list((tmp_path / "one").iterdir())) == 2
    assert (tmp_path / "own" / "small-guide.pdf").is_file()


def test_a_course_that_is_not_there_or_not_in_order_is_not_printed(tmp_path, capsys):
    text = FILE.replace("minutes = 30", "minutes = 31").replace("evaluates = true", "")
    folder = write_course(tmp_path / "ours", {"course.toml": text})
    out = ["--out", str(tmp_path / "out")]

    assert main(["training", "polis", *out]) == 1
    assert "There is no course polis: use one of police" in capsys.readouterr().err
    assert main(["training", str(folder), *out]) == 1
    told = capsys.readouterr().err
    assert "the parts take 30 minutes and the course 31" in told
    assert "not one part has evaluates" in told
    assert not (tmp_path / "out").exists()


def test_a_session_that_is_being_changed_is_printed_from_its_own_folder(tmp_path):
    folder = programme_folder(tmp_path / "ours", "0.9.0")
    change(folder, GUIDE, OLD, NEW)
    out = tmp_path / "out.pdf"

    assert main(["manual", "S01", "--programme", str(folder), "--pdf", str(out)]) == 0

    words = " ".join(each.extract_text() for each in PdfReader(out).pages)
    words = " ".join(words.split())
    assert NEW in words
    assert OLD not in words


def test_a_session_is_printed_in_the_texts_of_a_translation(tmp_path):
    files = [
        programme_file("S01", {"session_plans.S01.title": "Bonvenon"}),
        programme_file("x", {"frame.aim": "Sekura komenco"}),
        form_file({"title": "Plano"}),
    ]
    write_folder(tmp_path, dict(files))
    texts = [part for name, _text in files for part in ("--texts", str(tmp_path / name))]
    out = tmp_path / "out.pdf"

    assert main(["manual", "S01", "--pdf", str(out), *texts]) == 0

    words = " ".join(" ".join(each.extract_text() for each in PdfReader(out).pages).split())
    assert "Bonvenon" in words
    assert "texts of 284 are not translated and stand in English." in words


def test_a_folder_that_cannot_be_delivered_is_not_printed(tmp_path, capsys):
    folder = programme_folder(tmp_path / "ours", "0.9.0")
    change(folder, GUIDE, "### Never", "### Nevr")

    code = main(["manual", "--programme", str(folder), "--pdf", str(tmp_path / "out.pdf")])

    assert code == 1
    assert "therapist.md, line" in capsys.readouterr().err
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.parametrize(("which", "pages"), sampled([("tiny", 20), ("shipped", 100)], every=2))
def test_the_manual_of_the_whole_programme_is_written_where_no_session_is_named(
    which, pages, tmp_path, capsys, monkeypatch
):
    if which == "tiny":
        tiny = load_programme(write_programme(tmp_path / "tiny"), shelf())
        monkeypatch.setattr(programmes, "installed", lambda: tiny)
        monkeypatch.setattr(library, "installed", shelf)

    assert main(["manual", "--pdf", str(tmp_path / "out.pdf")]) == 0

    assert len(PdfReader(tmp_path / "out.pdf").pages) > pages
    assert capsys.readouterr().out == "Written: out.pdf\n"


@pytest.mark.parametrize("command", [["worksheet", "unheard-of"], ["manual", "S99"]])
def test_what_is_not_there_is_said_in_one_sentence_and_nothing_is_written(
    command, tmp_path, capsys
):
    assert main([*command, "--pdf", str(tmp_path / "out.pdf")]) == 1

    assert capsys.readouterr().err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_overwritten(tmp_path, capsys):
    (tmp_path / "out.pdf").write_bytes(b"older")

    assert main(["worksheet", "phq-9", "--pdf", str(tmp_path / "out.pdf")]) == 1

    assert "already there" in capsys.readouterr().err
    assert (tmp_path / "out.pdf").read_bytes() == b"older"


@pytest.mark.parametrize("arguments", [[], ["manual"], ["unheard-of"], ["worksheet", "phq-9"]])
def test_bad_usage_ends_with_two_and_one_sentence(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_whole_package_is_verified_with_its_signer(tmp_path, capsys):
    (tmp_path / "p.outcomes").write_bytes(package())

    assert main(["verify", str(tmp_path / "p.outcomes")]) == 0

    said = capsys.readouterr().out
    assert "Whole: release R-4F2A-77" in said
    assert f"signer to compare, face to face or by telephone: {fingerprint(PUBLIC)}" in said
    assert "Practice: invented data." in said


def test_a_signer_that_took_the_place_of_another_is_told_with_its_day(tmp_path, capsys):
    old = Ed25519PrivateKey.generate()
    (tmp_path / "p.outcomes").write_bytes(package(changes=[changed(old, KEY)]))

    assert main(["verify", str(tmp_path / "p.outcomes")]) == 0

    said = capsys.readouterr().out
    assert f"since 2026-11-03, and signed as {fingerprint(public(old))} before" in said
    assert "compare the new number all the same" in said


def test_a_known_signer_is_said_to_be_known(tmp_path, capsys):
    (tmp_path / "p.outcomes").write_bytes(package(practice=False))

    assert main(["verify", str(tmp_path / "p.outcomes"), "--signer", fingerprint(PUBLIC)]) == 0

    said = capsys.readouterr().out
    assert "known signer" in said
    assert "Practice" not in said


def test_an_unknown_signer_ends_with_one(tmp_path, capsys):
    (tmp_path / "p.outcomes").write_bytes(package())

    assert main(["verify", str(tmp_path / "p.outcomes"), "--signer", "0000"]) == 1

    assert "is not known here" in capsys.readouterr().err


def test_a_sealed_package_opens_with_an_identity_file(tmp_path, capsys):
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "p.age").write_bytes(seal(package(), str(identity.to_public())))
    (tmp_path / "id.txt").write_text(f"# created: some day\n{identity}\n")
    (tmp_path / "empty.txt").write_text("# nothing\n")

    opened = main(["verify", str(tmp_path / "p.age"), "--identity", str(tmp_path / "id.txt")])
    closed = main(["verify", str(tmp_path / "p.age"), "--identity", str(tmp_path / "empty.txt")])
    missing = main(["verify", str(tmp_path / "p.age"), "--identity", str(tmp_path / "none")])

    assert (opened, closed, missing) == (0, 1, 1)
    assert capsys.readouterr().err.count("\n") == 2


def test_it_runs_as_a_module(monkeypatch):
    monkeypatch.setattr("sys.argv", ["exports", "verify", "/nowhere/at-all"])

    with pytest.raises(SystemExit) as ended:
        runpy.run_path("exports/__main__.py", run_name="__main__")

    assert ended.value.code == 1


def test_a_recipient_reads_the_groups_of_their_key_as_the_window_shows_them(tmp_path, capsys):
    key, identity = new_age_key()
    path = tmp_path / "key.txt"
    path.write_text(f"# mine\n{key}\n")

    assert main(["fingerprint", str(path)]) == 0
    assert capsys.readouterr().out == f"{fingerprint(key.encode())}\n"

    for words in (identity, "no key"):
        path.write_text(words)
        assert main(["fingerprint", str(path)]) == 1
        assert words not in capsys.readouterr().err
