"""The demonstration as a journey: unlock, session, alert, signature, exports; all of it real."""

import base64
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from pypdf import PdfReader

from exports.package.verification import verify_package
from tests.support.processes.cut_off import KILLED, run_cut_off
from tests.support.sampling import beyond
from therapist_app.demo.places import PRACTICE_IDENTITY
from therapist_app.demo.running import run_demo
from therapist_app.demo.story import PIN
from therapist_app.practice.case_files import CASES, shipped_case
from therapist_app.practice.setting_up import PRACTICE_WORDS

LEAST_LETTERS = 12
RECIPIENT = "Clinical lead"  # a role, and for whom the exports are


WHOLE_DEMO = """
import sys
from pathlib import Path
from therapist_app.demo.running import run_demo
from therapist_app.hygiene.hardening import harden
from therapist_app.hygiene.offline import stay_offline
from therapist_app.record.database import connection
from tests.support.processes.workless import follow
connection.secure_memory = lambda _: None  # as in the process of the tests: it is slow
follow()
harden()
stay_offline()
sys.exit(run_demo(Path(sys.argv[1]), clients=4, seed=1, show=False, looks=("light",)))
"""
ASKING = "import ctypes; ctypes.CDLL(None).socket({family}, 1, 0)"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration that was cut off from every network."""
    out = tmp_path_factory.mktemp("demo")
    done = run_cut_off(WHOLE_DEMO, str(out))
    assert done.returncode == 0, f"ended with {done.returncode}: {done.stderr}"
    (out / "said").write_text(done.stdout + done.stderr, "utf-8")
    return out


def test_a_report_over_so_few_clients_is_refused_in_words(output: Path) -> None:
    said = (output / "said").read_text("utf-8")

    assert "Refused, as it should be with so few clients: There are fewer than 10 clients" in said


# Acceptance D70
def test_the_whole_demonstration_asks_for_no_network(output: Path) -> None:
    assert "Done in" in (output / "said").read_text("utf-8")


# Acceptance D70
@pytest.mark.parametrize("family", [2, 10])
def test_asking_for_one_would_have_ended_it(family: int) -> None:
    assert run_cut_off(ASKING.format(family=family)).returncode == KILLED


# Acceptance D62
def test_what_a_whole_run_says_holds_nothing_of_a_client(output: Path) -> None:
    said = (output / "said").read_bytes()

    assert [words for words in invented_words() for each in spellings(words) if each in said] == []


def exported(out: Path) -> dict[str, bytes]:
    """Every file of the package folders, which alone are promised to repeat byte for byte."""
    folder = out / "exports"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".outcomes" not in path.name
    }


@beyond(
    "test_the_same_seed_gives_the_same_record_and_another_gives_another",
    "test_the_same_cases_give_the_same_bytes",
)
def test_the_same_seed_gives_the_same_pdfs_and_package_folders(
    output: Path, tmp_path: Path
) -> None:
    assert run_demo(tmp_path, clients=4, seed=1, show=False, looks=("light",)) == 0

    first, second = exported(output), exported(tmp_path)
    assert len([name for name in first if name.endswith("report.pdf")]) == 1
    assert first == second


def test_every_package_verifies_as_folder_and_sealed(output: Path) -> None:
    folder = output / "exports"
    sealed = sorted(folder.glob("*/*.outcomes.age"))
    folders = sorted(path for path in folder.iterdir() if path.is_dir())

    packages = [verify_package(path, identity=PRACTICE_IDENTITY) for path in (*sealed, *folders)]

    assert len(sealed) == len(folders) == 1
    assert all(package.practice for package in packages)


def test_every_pdf_page_says_that_it_is_practice(output: Path) -> None:
    for path in (output / "exports").glob("*/*/report.pdf"):
        for page in PdfReader(path).pages:
            assert "Practice: invented data" in page.extract_text()


def test_pictures_of_the_whole_job_are_left(output: Path) -> None:
    taken = {path.stem.split("-", 1)[1] for path in (output / "screens").glob("*.png")}

    wanted = (
        "unlock today clients client session-check session-scores hand-over give-back alert"
        " close signed outcomes-summary outcomes-report review programme settings about training"
    )
    assert {f"{screen}-light" for screen in wanted.split()} <= taken


def invented_words() -> Iterator[str]:
    """Everything that was typed about anybody, the PIN and the passphrase."""
    text = files("therapist_app.practice").joinpath("words.toml").read_text("utf-8")
    for table in tomllib.loads(text).values():
        for entries in table.values():
            yield from (
                entry for entry in entries if len(entry) >= LEAST_LETTERS and entry != RECIPIENT
            )
    for case in CASES:
        meetings = shipped_case(case).meetings
        yield from (meeting.note.summary for meeting in meetings if meeting.note)
    yield from (PRACTICE_WORDS, "Sleeping through the night", "agreed with the client")


def spellings(words: str) -> Iterator[bytes]:
    """The usual encodings, and base64 at each of its three offsets."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield words.encode(encoding)
    for offset in range(3):
        coded = base64.b64encode(b" " * offset + words.encode())
        yield coded[4 if offset else 0 : -4]


def test_nothing_of_a_client_stands_in_plain_text_in_any_file(output: Path) -> None:
    written = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    sought = [spelling for words in invented_words() for spelling in spellings(words)]

    hits = [path.name for path, data in written.items() for each in sought if each in data]

    assert any(path.suffix == ".db" for path in written)
    assert hits == []


def test_the_pin_of_a_hand_over_is_kept_nowhere(output: Path) -> None:
    record = output / "practice-record"
    for path in record.rglob("*"):
        if path.is_file():
            assert PIN.encode() not in path.read_bytes()
