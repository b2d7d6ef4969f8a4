"""What is packed for Windows, and what is left out."""

import re
import tomllib
from pathlib import Path, PurePosixPath

import fingerprint
import papers
import pytest
import sbom
from wanted import HERE, WINDOWS, pinned, wanted_distributions
from windows import contents
from windows.__main__ import OURS
from windows.contents import ROOT, is_kept
from windows.installer import SCRIPT, setup_name
from windows.python_embed import LEFT_OUT, WindowsPython
from windows.testing import FOLDERS, SKIPS

LOCK = (ROOT / "requirements.lock").read_text("utf-8")
ASKED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("PySide6/Qt6Core.dll", True),
        ("PySide6/QtWidgets.pyd", True),
        ("PySide6/msvcp140_1.dll", True),
        ("PySide6/Qt6Network.dll", False),
        ("PySide6/QtNetwork.pyd", False),
        ("PySide6/Qt6Qml.dll", False),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/designer.exe", False),
        ("PySide6/QtCore.pyi", False),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/plugins/platforms/qdirect2d.dll", False),
        ("PySide6/plugins/tls/qopensslbackend.dll", False),
        ("PySide6/translations/qtbase_de.qm", True),
        ("PySide6/translations/designer_de.qm", False),
        ("PIL/_imaging.cp313-win_amd64.pyd", True),
        ("PIL/_avif.cp313-win_amd64.pyd", False),
        ("babel/locale-data/en.dat", True),
        ("babel/locale-data/zu.dat", False),
        ("sqlcipher3/_sqlite3.cp313-win_amd64.pyd", True),
        ("segno-1.6.6.dist-info/licenses/LICENSE", True),
        ("pyrage-1.4.0.dist-info/sboms/pyrage.cyclonedx.json", True),
        ("segno-1.6.6.dist-info/RECORD", True),
        ("segno-1.6.6.dist-info/INSTALLER", False),
        ("reportlab/fonts/DarkGardenMK.pfb", False),
        ("reportlab/pdfgen/canvas.py", True),
        ("bin/segno", False),
        (".lock", False),  # which uv leaves beside what it unpacked
    ],
)
def test_what_the_application_uses_is_packed_and_nothing_else(path, kept):
    assert is_kept(PurePosixPath(path)) is kept


def test_what_the_application_asks_for_is_packed_with_what_that_needs_and_no_tool():
    names = wanted_distributions(ASKED, WINDOWS)

    assert {"pyside6-essentials", "shiboken6", "cffi", "pydantic-core", "pillow"} <= set(names)
    assert not {"pytest", "pyinstaller", "mypy", "numpy", "uv"} & set(names)


def test_what_one_system_alone_needs_is_packed_for_it_alone():
    assert "colorama" in wanted_distributions(["pytest"], WINDOWS)
    assert "colorama" not in wanted_distributions(["pytest"], HERE)


def test_everything_is_pinned_by_hashes_for_whichever_python():
    words = pinned([*wanted_distributions(ASKED, WINDOWS), "numpy"], LOCK)

    assert words.count("--hash=sha256:") > 2 * len(wanted_distributions(ASKED, WINDOWS))
    assert len(re.findall("^numpy==", words, re.MULTILINE)) == 2


def test_what_is_not_pinned_is_not_packed():
    with pytest.raises(KeyError):
        pinned(["left-pad"], LOCK)


def test_python_finds_what_was_packed_and_nothing_beside_it(tmp_path):
    files = {"python.exe": b"program", **dict.fromkeys(LEFT_OUT, b"left out")}

    contents.put_python(tmp_path / "python", WindowsPython("3.13.2", files, is_for_proofs=True))

    there = {path.name for path in (tmp_path / "python").iterdir()}
    assert there == {"python.exe", "python313._pth"}
    paths = (tmp_path / "python" / "python313._pth").read_text("ascii").split()
    assert paths == ["python313.zip", ".", "..\\lib", "..\\app"]


def test_a_set_up_that_was_made_for_proofs_says_so_in_its_name():
    assert "PROOF-ONLY" in setup_name("1.2.3", is_for_proofs=True)
    assert "PROOF-ONLY" not in setup_name("1.2.3", is_for_proofs=False)


def test_no_line_of_the_set_up_removes_anything_outside_its_own_folders():
    removed = re.findall(
        r"^\s*(?:RMDir|Delete)(?: /r)? (.+)$", SCRIPT.read_text("utf-8"), re.MULTILINE
    )

    assert len(removed) > 8
    assert [
        each for each in removed if not each.startswith(('"$INSTDIR', '"$SMPROGRAMS\\Sess'))
    ] == []


def test_each_entry_of_the_start_menu_that_the_guides_name_is_made_by_the_set_up():
    guides = (ROOT / "docs" / "guides").glob("*.md")
    named = {
        each
        for path in guides
        for each in re.findall(r"\*(Sessions, [^*]+)\*", path.read_text("utf-8"))
    }
    entries = re.findall(r'"\$SMPROGRAMS\\Sessions\\([^"]+)\.lnk"', SCRIPT.read_text("utf-8"))

    assert len(named) > 1
    assert named <= set(entries)


def test_every_test_that_is_left_out_under_wine_is_there_and_has_a_reason():
    skips = tomllib.loads(SKIPS.read_text("utf-8"))["skip"]

    for skip in skips:
        file, _, name = skip["tests"].partition("::")
        assert name.partition("[")[0] in (ROOT / file).read_text("utf-8"), skip["tests"]
        assert skip["reason"]
    assert all((ROOT / folder).is_dir() for folder in FOLDERS)


PUT_LATER = {"licences", "sessions.ico"}
"""What is made once the libraries are there, and the icon."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """Return the tree of a program without libraries and without code."""
    folder = tmp_path_factory.mktemp("packed")
    (folder / "libraries").mkdir()
    python = WindowsPython("3.13.2", {"python.exe": b"program"}, is_for_proofs=True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(contents, "PACKAGES", ())
        contents.lay_out(folder / "tree", python, folder / "libraries")
    return folder / "tree"


def test_whatever_is_laid_out_is_told_as_ours_but_python_and_the_libraries(tree):
    there = {path.name for path in tree.iterdir()}

    assert there | PUT_LATER == {*OURS, "python", "lib"}
    assert set(papers.BESIDE) <= there | PUT_LATER


def test_whatever_is_laid_out_is_removed_and_moved_aside_by_the_set_up_and_described(tree):
    script = SCRIPT.read_text("utf-8")
    [removing] = re.findall(r"!macro RemoveProgram\n(.*?)!macroend", script, re.DOTALL)
    removed = re.findall(r'(?:RMDir /r|Delete) "\$INSTDIR\\([\w.]+)"', removing)
    moved = re.findall(r'^  !insertmacro Move "([\w.]+)"', script, re.MULTILINE)
    described = re.findall(r"^    ([\w.]+)/? {2,}\S", str(contents.__doc__), re.MULTILINE)

    there = {path.name for path in tree.iterdir()} | PUT_LATER | {sbom.NAME, fingerprint.LIST}
    assert (set(removed), set(moved), set(described)) == (there, there, there)


def test_every_page_that_the_window_reads_is_where_it_looks_for_it(tree):
    packed = {path.relative_to(tree / "app") for path in (tree / "app").rglob("*.md")}
    pages = {*(ROOT / "docs").glob("*.md"), *(ROOT / "docs").glob("[ag][us]*/*.md")}

    beside = {Path("README.md"), Path("SECURITY.md")}
    assert packed == {path.relative_to(ROOT) for path in pages} | beside
    assert (tree / "app/docs/second_reader.py").is_file()
    assert set(papers.names_in_the_window()) == {path.name for path in (tree / "app").iterdir()}


def test_a_paper_beside_one_program_is_copied_to_another_whether_folder_or_file(
    tmp_path, monkeypatch
):
    (tmp_path / "one/guides").mkdir(parents=True)
    (tmp_path / "one/guides/page.html").touch()
    (tmp_path / "one/news.txt").touch()
    (tmp_path / "two").mkdir()
    monkeypatch.setattr(papers, "BESIDE", ("guides", "news.txt"))

    papers.copy_beside(tmp_path / "one", tmp_path / "two")

    there = {path.name for path in (tmp_path / "two").rglob("*")}
    assert there == {"guides", "page.html", "news.txt"}
