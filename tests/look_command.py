"""Every screen in every look: what is cut or overlaps, and a contact sheet of each.

`./dev look [WORD...]` looks at the screens whose names hold one of the words, or at all.
"""

import argparse
import gc
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLayout, QWidget

from tests.support.windows.clipping import CONTROLS
from tests.support.windows.left_behind import let_go
from tests.support.windows.page_states import (
    STATES,
    Page,
    State,
    lead_to,
    ready_window,
    wait_for_work,
)
from tests.support.windows.reflow import misfits
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app import bootstrap, commands
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.shell.window.whole_screen import WholeScreen
from therapist_app.theme.applying import apply
from therapist_app.theme.look import Look
from therapist_app.theme.tokens import SCHEMES

SCALES = (1.0, 2.0)
SIZES = ((1024, 700), (1366, 768), (3840, 2160))
OUT = Path("look-output")
TILE = 640
"""The width of one picture on a sheet, in pixels; of a single look it is the screen's own."""
GAP = 12
ROUNDS = 4
"""A table asks for its height once it has stood in a window of that size, and its page after it."""


def _search(page: Page) -> None:
    window = page.window()
    window.search()
    window.found.line.insert("s")


def _help(page: Page) -> None:
    page.window()._help.show_help()


OVER: tuple[State, ...] = (
    State("search", lambda _work: commands.Today(), (_search,)),
    State("help", lambda _work: commands.Today(), (_help,)),
)


@dataclass(frozen=True)
class Seen:
    """One screen in one look.

    Attributes:
        scheme: One of the themes' colour schemes.
        scale: Of the text.
        size: Of the window, in pixels.

    """

    scheme: str
    scale: float
    size: tuple[int, int]

    @property
    def name(self) -> str:
        """What it is called in a finding."""
        return f"{self.scheme} {self.scale:.0%} {self.size[0]}x{self.size[1]}"


def overlapping(window: QWidget) -> Iterator[str]:
    """Yield each two controls or labels of one layout that lie over each other."""
    for parent in (window, *window.findChildren(QWidget)):
        layout: QLayout | None = parent.layout()
        if layout is None or not parent.isVisible():
            continue
        parts = [
            each
            for each in parent.findChildren(
                QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
            )
            if isinstance(each, (*CONTROLS, QLabel)) and each.isVisible()
        ]
        for one, other in combinations(parts, 2):
            if one.geometry().intersects(other.geometry()):
                yield f"overlap: {_words(one)!r} and {_words(other)!r}"


def faults(window: QWidget) -> list[str]:
    """Return one line for each control of a shown window that is cut, outside or overlaps."""
    return [*misfits(window), *overlapping(window)]


def contact_sheet(tiles: Sequence[Sequence[QImage]]) -> QImage:
    """Return pictures in rows and columns, each column as wide as its widest."""
    columns = [max(each.width() for each in column) for column in zip(*tiles, strict=True)]
    rows = [max(each.height() for each in row) for row in tiles]
    sheet = QImage(
        sum(columns) + GAP * (len(columns) + 1),
        sum(rows) + GAP * (len(rows) + 1),
        QImage.Format.Format_RGB32,
    )
    sheet.fill(Qt.GlobalColor.gray)
    painter = QPainter(sheet)
    top = GAP
    for row, height in zip(tiles, rows, strict=True):
        left = GAP
        for tile, width in zip(row, columns, strict=True):
            painter.drawImage(QPoint(left, top), tile)
            left += width + GAP
        top += height + GAP
    painter.end()
    return sheet


def screens(words: Iterable[str] = ()) -> list[tuple[str, State]]:
    """Return the screens whose names hold one of these words, or all, each with its state."""
    every = [
        (f"{kind.__name__}, {state.name}", state)
        for kind, states in STATES.items()
        for state in states
    ]
    every += [(f"over Today, {state.name}", state) for state in OVER]
    wanted = [each.casefold() for each in words]
    return [
        each for each in every if not wanted or any(word in each[0].casefold() for word in wanted)
    ]


@contextmanager
def opened() -> Iterator[tuple[Workplace, MainWindow]]:
    """Yield a real service that may work, and its window; a client's turn fills no screen."""
    folder = Path(tempfile.mkdtemp())
    try:
        with patch.object(WholeScreen, "take", lambda _self: None), ready_window(folder) as both:
            yield both
    finally:
        shutil.rmtree(folder)


def pictures(
    work: Workplace, window: MainWindow, state: State, sizes: Iterable[tuple[int, int]]
) -> Iterator[tuple[QImage, list[str]]]:
    """Yield what a screen looks like at each size, and what is wrong with it."""
    for at, size in enumerate(sizes):
        window.resize(*size)
        if at == 0 or state in OVER:
            lead_to(window, state.leads(work))
            wait_for_work()
            for act in state.acts:
                act(window.page)
                wait_for_work()
        for _round in range(ROUNDS):
            settle()
        for dialog in _dialogs():  # a place on the screen is no place in the window
            dialog.move(window.rect().center() - dialog.rect().center())
        let_go()
        yield _picture(window), [each for shown in _shown(window) for each in faults(shown)]
        for dialog in _dialogs():
            dialog.reject()
        settle()


def look_at(
    wanted: Sequence[tuple[str, State]], looks: Sequence[Seen], out: Path
) -> dict[tuple[str, str], list[str]]:
    """Draw screens in some looks, write their sheets, and return where each fault was seen.

    Raises:
        OSError: A sheet could not be written.

    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    sizes = list(dict.fromkeys(each.size for each in looks))
    dressed = list(dict.fromkeys((each.scheme, each.scale) for each in looks))
    width = TILE if len(looks) > 1 else max(each[0] for each in sizes)
    kept: dict[str, list[list[bytes]]] = defaultdict(list)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for scheme, scale in dressed:  # each in a service of its own: what a state writes stays
        with opened() as (work, window):
            window.go_to(commands.About())
            apply(application, Look(scheme, scale))
            window.rebuild()
            gc.collect()
            gc.freeze()  # what is loaded by now stays, and is not gone through after each picture
            for name, state in wanted:
                column = []
                shots = pictures(work, window, state, sizes)
                for size, (picture, wrong) in zip(sizes, shots, strict=True):
                    column.append(_packed(picture, width))
                    for each in dict.fromkeys(wrong):
                        found[name, each].append(Seen(scheme, scale, size).name)
                kept[name].append(column)
    out.mkdir(parents=True, exist_ok=True)
    for name, columns in kept.items():
        rows = zip(*columns, strict=True)
        tiles = [[QImage.fromData(each) for each in row] for row in rows]
        path = out / f"{'-'.join(name.replace(',', '').replace('/', ' ').split())}.png"
        if not contact_sheet(tiles).save(str(path)):
            raise OSError(f"{path.name} could not be written")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Look at the screens that were named, or at all; return 1 when anything is cut, else 0."""
    parser = argparse.ArgumentParser(prog="./dev look", description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*", metavar="WORD", help="part of a screen's name")
    parser.add_argument("--scheme", choices=SCHEMES, help="in these colours only")
    parser.add_argument("--scale", type=float, choices=SCALES, help="at this size of text only")
    parser.add_argument("--size", choices=[f"{wide}x{high}" for wide, high in SIZES])
    parser.add_argument("--out", type=Path, default=OUT, help=f"where sheets go ({OUT})")
    chosen = parser.parse_args(arguments)
    wanted = screens(chosen.words)
    if not wanted:
        parser.error(f"no screen is called like that; there are: {', '.join(dict(screens()))}")
    looks = [
        Seen(scheme, scale, size)
        for scheme in SCHEMES
        for scale in SCALES
        for size in SIZES
        if chosen.scheme in {None, scheme}
        and chosen.scale in {None, scale}
        and chosen.size in {None, f"{size[0]}x{size[1]}"}
    ]
    application = bootstrap.make_application()
    found = look_at(wanted, looks, chosen.out)
    for (name, wrong), where in found.items():
        print(f"{name}: {wrong}\n    {', '.join(where)}")
    print(f"{len(wanted)} screens, {len(looks)} looks of each, {len(found)} faults: {chosen.out}/")
    application.quit()
    return 1 if found else 0


def _shown(window: QWidget) -> list[QWidget]:
    return [window, *_dialogs()]


def _dialogs() -> list[QDialog]:
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    return [each for each in shown if isinstance(each, QDialog)]


def _picture(window: QWidget) -> QImage:
    """Return what a window shows, with the sheets that lie over it."""
    picture = window.grab().toImage()
    painter = QPainter(picture)
    for each in _dialogs():
        middle = window.rect().center() - each.rect().center()
        painter.drawPixmap(middle, each.grab())
    painter.end()
    return picture


def _packed(picture: QImage, width: int) -> bytes:
    smooth = Qt.TransformationMode.SmoothTransformation
    small = picture.scaledToWidth(width, smooth) if picture.width() > width else picture
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    small.save(buffer, "PNG")
    return bytes(buffer.data().data())


def _words(widget: QWidget) -> str:
    return str(widget.accessibleName() or widget.property("text") or type(widget).__name__)[:40]


if __name__ == "__main__":
    sys.exit(main())
