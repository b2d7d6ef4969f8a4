"""Build the guides as one folder of HTML, with pictures of today's screens.

./dev guides                    runs the demonstration for its pictures; writes dist/guides
./dev guides --pictures FOLDER  takes the pictures of a demonstration that was run before
./dev guides --readme           makes the pictures of the README anew as well, from the same
"""

import argparse
import html
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from markdown_it import MarkdownIt
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
OUT = ROOT / "dist" / "guides"
PICTURE = re.compile(r"<!-- picture: ([\w-]+) \| ([^>]+?) -->")
README_PICTURES = DOCS / "pictures"
REPORT = "report-page"
"""The picture of the README that is no screen: the first page of the report on paper."""
COLOURS = 256
LINK = re.compile(r'<a href="([^"]+)">(.*?)</a>', re.DOTALL)
STYLE = """
body { font: 1.05rem/1.5 "Open Sans", sans-serif; max-width: 46rem; margin: 2rem auto;
  padding: 0 1rem; color: #1d2b33; background: #fff; }
h1 { font-size: 1.8rem; } h2 { font-size: 1.3rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
td, th { border: 1px solid #9aa8ad; padding: .4rem .6rem; text-align: left; vertical-align: top; }
code { font-family: monospace; overflow-wrap: anywhere; }
pre { overflow-x: auto; background: #f1f4f4; padding: .8rem; }
img { max-width: 100%; border: 1px solid #9aa8ad; }
nav { margin-bottom: 1.5rem; }
a { color: #0b5563; }
@media print { nav { display: none; } body { max-width: none; font-size: 11pt; margin: 0; } }
"""


def main() -> int:
    """Build the folder; return 1 where a picture is missing."""
    parser = argparse.ArgumentParser(description="Build the guides as HTML.")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="of a demonstration")
    parser.add_argument("--readme", action="store_true", help="and the pictures of the README")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        screens = options.pictures or demonstrated(Path(folder))
        shutil.rmtree(OUT, ignore_errors=True)
        missing = build(OUT, screens)
        if options.readme:
            missing += renew(README_PICTURES, screens)
    if missing:
        print(f"There is no picture of: {', '.join(missing)}.", file=sys.stderr)
        return 1
    print(f"{OUT.relative_to(ROOT)}/index.html: {len(list(OUT.rglob('*.html')))} pages")
    return 0


def demonstrated(folder: Path) -> Path:
    """Run the demonstration and return the folder of its pictures."""
    command = [sys.executable, "-m", "therapist_app", "demo"]
    command += ["--out", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return folder / "screens"


def build(out: Path, screens: Path | None) -> list[str]:
    """Write every page and picture into `out`; return the names of pictures that are missing.

    Without `screens` the pages are whole without a picture, as they go into a package: nobody
    needs a display to build one, and two builds have the same bytes.
    """
    pages = pages_of_the_folder()
    wanted: set[str] = set()
    for page in pages:
        text = page.read_text("utf-8")
        if screens is None:
            text = PICTURE.sub("", text)
        wanted |= {name for name, _words in PICTURE.findall(text)}
        target = out / _place(page)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(as_html(page, text, pages), "utf-8")
    shutil.copy(out / "guides" / "README.html", out / "guides" / "index.html")
    (out / "index.html").write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Guides</title>'
        '<meta http-equiv="refresh" content="0; url=guides/index.html">'
        '<a href="guides/index.html">Guides</a></html>',
        "utf-8",
    )
    if screens is None:
        return []
    (out / "pictures").mkdir()
    missing = []
    for name in sorted(wanted):
        taken = sorted(screens.glob(f"[0-9]*-{name}-light.png"))
        if taken:
            shutil.copyfile(
                taken[0], out / "pictures" / f"{name}.png"
            )  # the demonstration's are private
        else:
            missing.append(name)
    return missing


def renew(pictures: Path, screens: Path) -> list[str]:
    """Make the pictures of the README anew; return the names of those that are missing."""
    missing = []
    for name in named_by_the_readme():
        taken = sorted(screens.glob(f"[0-9]*-{name}-light.png"))
        if name == REPORT:
            taken = page_of_the_report(screens.parent / "exports", screens)
        if not taken:
            missing.append(name)
            continue
        with Image.open(taken[0]) as picture:
            picture.convert("RGB").quantize(COLOURS).save(pictures / f"{name}.png", optimize=True)
    return missing


def named_by_the_readme() -> list[str]:
    """Return the names of the pictures that the README shows."""
    shown = (ROOT / "README.md").read_text("utf-8")
    return re.findall(r"\(docs/pictures/([\w-]+)\.png\)", shown)


def page_of_the_report(exports: Path, out: Path) -> list[Path]:
    """Draw the first page of the report of the service, where the tool for it is there."""
    reports = [each.with_name("report.pdf") for each in exports.rglob("measure-report.json")]
    if not reports or shutil.which("pdftoppm") is None:
        return []
    drawing = ["pdftoppm", "-png", "-r", "60", "-singlefile", str(reports[0]), str(out / REPORT)]
    subprocess.run(drawing, check=True)
    return [out / f"{REPORT}.png"]


def pages_of_the_folder() -> list[Path]:
    """Return the guides, the papers, and the documents that either leads to."""
    first = sorted(DOCS.glob("guides/*.md")) + sorted(DOCS.glob("assurance/*.md"))
    led_to = {
        (page.parent / target).resolve()
        for page in first
        for target in re.findall(r"\]\(([\w./-]+\.md)", page.read_text("utf-8"))
    }
    return first + sorted(each for each in led_to - set(first) if each.parent == DOCS)


def as_html(page: Path, text: str, pages: Iterable[Path]) -> str:
    """Return one page: its pictures in place, its links to pages that are here."""
    up = "../" if page.parent != DOCS else ""
    text = PICTURE.sub(lambda found: f"![{found[2]}]({up}pictures/{found[1]}.png)", text)
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    body = LINK.sub(lambda found: _link(page, found[1], found[2], set(pages)), body)
    body = body.replace("[ ] ", "&#9744; ").replace("<th>", '<th scope="col">')
    title = html.escape(re.sub(r"[`*]", "", text.split("\n", 1)[0].lstrip("# ")))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>\n'
        f'<body><nav><a href="{up}guides/index.html">All guides</a></nav><main>\n{body}</main>'
        "</body></html>\n"
    )


def _link(page: Path, target: str, words: str, pages: set[Path]) -> str:
    path, mark, anchor = target.partition("#")
    leads_to = (page.parent / path).resolve() if path else page
    if leads_to not in pages:
        return words  # a test, or a file of the code: there for those who have the code
    up = "../" if page.parent != DOCS else ""
    return f'<a href="{up}{_place(leads_to).as_posix()}{mark}{anchor}">{words}</a>'


def _place(page: Path) -> Path:
    return page.relative_to(DOCS).with_suffix(".html")


if __name__ == "__main__":
    sys.exit(main())
