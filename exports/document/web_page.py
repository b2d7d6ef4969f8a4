"""A report as one HTML file: the same blocks as on paper, for a screen reader or a browser.

It holds no script and asks for nothing outside itself: pictures are SVG within it, each with its
words, and its policy forbids a browser to load anything.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import assert_never

from exports.document.document import Block, Facts, Heading, PreviewPage, Prose, Report
from exports.document.tables import Table
from exports.paper.charts.chart import ChartData, Space, chart_in_words
from exports.paper.charts.chart_drawing import chart_shapes
from exports.paper.charts.pictures import (
    Picture,
    picture_in_words,
    picture_notes,
    picture_shapes,
    picture_space,
    picture_title,
)
from exports.paper.drawing.colours import PRINT
from exports.paper.drawing.shapes import Dot, Line, Rect, Shape, Text
from exports.paper.drawing.tags import language_tag
from session_forms.words.texts import _

WIDTH = 480.0
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
ANCHORS = {"left": "start", "centre": "middle", "right": "end"}
STYLE = """
body { font: 1rem/1.5 "Open Sans", sans-serif; color: #2A2520; max-width: 60rem;
  margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { padding: .25rem .75rem; border-bottom: 1px solid #DED4C5; text-align: left;
  vertical-align: top; }
thead th { background: #EDE5D8; font-weight: 600; }
tbody th { font-weight: 400; }
.figure { text-align: right; font-variant-numeric: tabular-nums; }
.small { font-size: .875rem; color: #63594E; }
.practice { border: 2px dashed #7A4B00; background: #FAEBCC; padding: .5rem; text-align: center; }
dt { color: #63594E; } dd { margin: 0 0 .5rem; }
figure { margin: 1rem 0; } svg { max-width: 100%; height: auto; }
"""


def report_html(report: Report, foot: Iterable[str], *, practice: bool) -> bytes:
    """Return the printed parts of a report as one HTML file in UTF-8."""
    body = [
        f'<p class="practice">{escape(_("Practice: invented data"))}</p>' if practice else "",
        f"<p>{escape(report.chip)}</p>",
        f"<h1>{escape(report.title)}</h1>",
        *(part for page in report.pages if page.printed for part in _page(page)),
        f'<p class="small">{"<br>".join(map(escape, foot))}</p>',
    ]
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(language_tag())}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(report.title)} {escape(report.chip)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body><main>",
        *body,
        "</main></body>",
        "</html>",
        "",
    ]
    return "\n".join(line for at, line in enumerate(lines) if line or at == len(lines) - 1).encode()


def _page(page: PreviewPage) -> Iterator[str]:
    yield f"<section><h2>{escape(page.title)}</h2>"
    for block in page.blocks:
        yield from _block(block)
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Prose():
            kind = ' class="small"' if block.small else ""
            yield f"<p{kind}>{escape(block.text)}</p>"
        case Heading():
            yield f"<h3>{escape(block.text)}</h3>"
        case Facts():
            yield "<dl>"
            for name, value in block.rows:
                yield f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
            yield "</dl>"
        case ChartData():
            room = Space(width=WIDTH)
            yield _svg(chart_shapes(block, room), room, chart_in_words(block))
        case Table():
            yield from _table(block)
        case _:
            yield f"<h3>{escape(picture_title(block))}</h3>"
            yield from _picture(block)


def _picture(picture: Picture) -> Iterator[str]:
    room = picture_space(picture, WIDTH)
    yield _svg(picture_shapes(picture, room), room, picture_in_words(picture))
    for each in picture_notes(picture):
        yield f'<p class="small">{escape(each)}</p>'


def _table(table: Table) -> Iterator[str]:
    """Yield a table: what names a row is its head, where that is words."""
    kinds = ["" if each.kind == "text" else ' class="figure"' for each in table.columns]
    yield f"<table><caption>{escape(table.title)}</caption><thead><tr>"
    for column, kind in zip(table.columns, kinds, strict=True):
        yield f'<th scope="col"{kind}>{escape(column.title)}</th>'
    yield "</tr></thead><tbody>"
    for row in table.rows:
        cells = [
            f"<td{kind}>{escape(cell.words)}</td>" for cell, kind in zip(row, kinds, strict=True)
        ]
        if row and not kinds[0]:
            cells[0] = f'<th scope="row">{escape(row[0].text)}</th>'
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table>"
    for note in table.notes:
        yield f'<p class="small">{escape(note)}</p>'


def _svg(shapes: Iterable[Shape], room: Space, said: str) -> str:
    """Return a picture that a screen reader reads as its words."""
    drawn = "".join(map(_shape, shapes))
    return (
        f'<figure><svg role="img" aria-label="{escape(said)}" width="{room.width:g}"'
        f' height="{room.height:g}" viewBox="0 0 {room.width:g} {room.height:g}">{drawn}</svg>'
        "</figure>"
    )


def _shape(shape: Shape) -> str:
    colour = PRINT[shape.colour]
    match shape:
        case Rect():
            return (
                f'<rect x="{shape.x:.2f}" y="{shape.y:.2f}" width="{shape.width:.2f}"'
                f' height="{shape.height:.2f}" fill="{colour}"/>'
            )
        case Line():
            dash = " ".join(f"{each:g}" for each in shape.dash)
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            return (
                f'<line x1="{shape.x1:.2f}" y1="{shape.y1:.2f}" x2="{shape.x2:.2f}"'
                f' y2="{shape.y2:.2f}" stroke="{colour}" stroke-width="{shape.width:g}"{dashed}/>'
            )
        case Dot():
            fill = PRINT["surface"] if shape.hollow else colour
            return (
                f'<circle cx="{shape.x:.2f}" cy="{shape.y:.2f}" r="{shape.radius:g}"'
                f' fill="{fill}" stroke="{colour}" stroke-width="1.25"/>'
            )
        case Text():
            weight = ' font-weight="600"' if shape.strong else ""
            return (
                f'<text x="{shape.x:.2f}" y="{shape.y:.2f}" font-size="{shape.size:g}"'
                f' fill="{colour}" text-anchor="{ANCHORS[shape.align]}"{weight}>'
                f"{escape(shape.words)}</text>"
            )
        case _:
            assert_never(shape)
