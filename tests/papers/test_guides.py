"""Guides and changelog name only what is there: each button, page, key, picture and link exists."""

import re
import shlex
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QFont, QTextDocument

from tests.support.catalogues import said_by_the_window
from tests.support.pages import anchors, links, written
from therapist_app.terminal.record_command import asked_for

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "guides"
GUIDES = sorted(FOLDER.glob("*.md"))
OTHERS = [ROOT / "docs" / "assurance" / "breach-runbook.md", ROOT / "CHANGELOG.md"]
BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
KEY = re.compile(r"\b(?:(?:Ctrl|Alt|Shift)\+(?:Enter|Left|[A-Z/](?!\w))|F\d+\b)")
PICTURE = re.compile(r"<!-- picture: ([\w-]+) \| ([^>]+?) -->")
LEADS_TO = re.compile(r'read_on="docs/guides/([\w-]+)\.md"')
NAME_OF_A_PAGE = re.compile(
    r'pgettext\(\s*"page",\s*"([^"]+)"|page_head\(\s*_\(\s*"([^"]+)"', re.DOTALL
)
GAP = re.compile(r".*\} \N{MIDDLE DOT} ")
PAGES = [*GUIDES, *(ROOT / "docs" / "assurance").glob("*.md"), *(ROOT / "docs").glob("*.md")]
PAGES += ROOT.glob("*.md")
each_page = pytest.mark.parametrize("page", [*GUIDES, *OTHERS], ids=lambda page: page.name)


@cache
def code_of_the_window() -> str:
    return "".join(path.read_text("utf-8") for path in (ROOT / "therapist_app").rglob("*.py"))


def heard_nowhere(words: str) -> list[str]:
    code = code_of_the_window()
    named = {key.replace("Ctrl+Enter", "Ctrl+Return") for key in KEY.findall(words)}
    return sorted(key for key in named if f'"{key}"' not in code)


@each_page
def test_every_button_and_page_that_a_guide_names_is_said_by_the_window(page: Path) -> None:
    known = said_by_the_window()

    assert [name for name in BOLD.findall(written(page)) if name not in known] == []


def test_a_name_that_the_window_does_not_say_would_be_found() -> None:
    assert "Sign the note" in said_by_the_window()
    assert "Sign that note" not in said_by_the_window()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_key_that_a_page_names_is_heard_somewhere(page: Path) -> None:
    assert heard_nowhere(written(page)) == []


def test_every_key_that_the_window_names_is_heard_somewhere() -> None:
    named_in = {text for text in said_by_the_window() if KEY.search(text)}

    assert any("F9" in text for text in named_in)
    assert {text: keys for text in named_in if (keys := heard_nowhere(text))} == {}


def commands_in(text: str) -> list[list[str]]:
    """Return the words of each command for the record that a page shows, after `record`."""
    shown = r"(?:^ {4}|`)(?:sessions |python -m therapist_app )?record ([a-z][^`\n]*)"
    found = re.findall(shown, text, re.MULTILINE)
    return [shlex.split(each, posix=False) for each in found]


def test_every_command_that_a_guide_or_a_paper_names_is_understood() -> None:
    pages = [*GUIDES, *(ROOT / "docs" / "assurance").glob("*.md")]
    named = [words for page in pages for words in commands_in(written(page))]

    assert len(named) > 5
    for words in named:
        assert callable(asked_for(words).act), words


def test_a_command_that_there_is_not_would_be_found() -> None:
    assert commands_in("    sessions record audit\n`record salvage --out FOLDER`") == [
        ["audit"],
        ["salvage", "--out", "FOLDER"],
    ]
    for words in (["audits"], ["salvage", "--to", "FOLDER"]):
        with pytest.raises(SystemExit):
            asked_for(words)


@each_page
def test_every_link_of_a_guide_leads_somewhere(page: Path) -> None:
    for _words, path, anchor in links(page):
        assert path.exists(), path
        assert not anchor or anchor in anchors(path)


@each_page
def test_every_picture_of_a_guide_is_one_that_the_demonstration_takes(page: Path) -> None:
    code = "".join(written(path) for path in (ROOT / "therapist_app" / "demo").glob("*.py"))

    for name, words in PICTURE.findall(written(page)):
        assert f'"{name.removeprefix("outcomes-")}"' in code, name
        assert words


def test_every_guide_is_listed_and_the_first_ones_say_where_f1_is() -> None:
    listed = {path.name for _words, path, _anchor in links(FOLDER / "README.md")}

    assert {path.name for path in GUIDES} - {"README.md"} <= listed
    assert "F1" in written(FOLDER / "therapist.md")


def names_of_pages() -> dict[str, tuple[Path, list[str]]]:
    """Return the guide that each page with a name leads to by F1, and its names."""
    found = {}
    for path in sorted((ROOT / "therapist_app").rglob("*.py")):
        code = path.read_text("utf-8")
        guide = LEADS_TO.search(code)
        names = [each for pair in NAME_OF_A_PAGE.findall(code) for each in pair if each]
        if guide and names and guide[1] != "README":
            found[f"{path.parent.name}/{path.name}"] = (FOLDER / f"{guide[1]}.md", names)
    return found


def test_the_guide_that_a_page_leads_to_speaks_of_that_page() -> None:
    pages = names_of_pages()

    assert len(pages) > 15
    silent = {
        page: names
        for page, (guide, names) in pages.items()
        if not any(GAP.sub("", each).lower() in written(guide).lower() for each in names)
    }
    assert silent == {}


def pages_on_a4(text: str) -> int:
    """Return how many pages of A4 a text fills at 11 points, with 15 mm around it (at 96 dpi)."""
    document = QTextDocument()
    document.setDefaultFont(QFont("Open Sans", 11))
    document.setMarkdown(text)
    document.setPageSize(QSizeF(794 - 113, 1123 - 113))
    return document.pageCount()


@pytest.mark.usefixtures("qapp")
def test_the_quick_card_is_one_page() -> None:
    card = written(FOLDER / "quick-card.md")

    assert pages_on_a4(card) == 1
    assert pages_on_a4(card + card) == 2


def maker() -> ModuleType:
    spec = spec_from_file_location("guides", ROOT / "packaging" / "guides.py")
    assert spec is not None
    assert spec.loader is not None
    guides = module_from_spec(spec)
    spec.loader.exec_module(guides)
    return guides


def test_the_folder_of_html_has_every_guide_with_its_pictures_and_no_link_that_leads_nowhere(
    tmp_path: Path,
) -> None:
    screens = tmp_path / "screens"
    screens.mkdir()
    named = {name for page in GUIDES for name, _words in PICTURE.findall(written(page))}
    for name in named - {"alert"}:
        (screens / f"01-{name}-light.png").write_bytes(b"a picture")
        (screens / f"01-{name}-light.png").chmod(0o600)

    missing = maker().build(tmp_path / "out", screens)

    assert missing == ["alert"]
    assert (tmp_path / "out" / "pictures" / "today.png").stat().st_mode & 0o044
    pages = sorted((tmp_path / "out").rglob("*.html"))
    assert {page.with_suffix(".html").name for page in GUIDES} <= {page.name for page in pages}
    for page in pages:
        text = page.read_text("utf-8")
        assert "<!-- picture" not in text
        for target in re.findall(r'(?:href|src)="([^"#]+)', text):
            assert (page.parent / target).exists() or target.endswith("alert.png"), (page, target)
    first = (tmp_path / "out" / "guides" / "therapist.html").read_text("utf-8")
    assert '<img src="../pictures/today.png" alt="Today: ' in first
    assert "<strong>Sign the note</strong>" in first


def test_a_package_has_the_same_pages_without_pictures_and_asks_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guides = maker()
    some = [FOLDER / "README.md", FOLDER / "therapist.md"]
    monkeypatch.setattr(guides, "pages_of_the_folder", lambda: some)

    assert guides.build(tmp_path, None) == []

    assert PICTURE.search(written(some[1]))
    text = (tmp_path / "guides" / "therapist.html").read_text("utf-8")
    assert "<strong>Sign the note</strong>" in text
    assert "picture: " not in text
    assert "<img" not in text
    assert not (tmp_path / "pictures").exists()


def test_the_pictures_of_the_readme_are_made_by_the_same_command(tmp_path: Path) -> None:
    guides = maker()
    named = set(guides.named_by_the_readme())
    screens = tmp_path / "screens"
    screens.mkdir()
    for at, name in enumerate(named - {"alert", guides.REPORT}):
        Image.new("RGB", (8, 8), (at, 0, 0)).save(screens / f"01-{name}-light.png")

    assert sorted(guides.renew(tmp_path, screens)) == ["alert", guides.REPORT]

    assert {path.stem for path in tmp_path.glob("*.png")} == named - {"alert", guides.REPORT}


def test_no_picture_is_kept_that_the_readme_does_not_show() -> None:
    kept = {path.stem for path in (ROOT / "docs" / "pictures").iterdir()}

    assert kept == set(maker().named_by_the_readme())
