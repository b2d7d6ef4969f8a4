"""What a design review should not have to look for: cut text, unnamed controls, small targets."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSlider,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from tests.support.windows.settling import make_whole
from therapist_app.theme.look import look
from therapist_app.widgets.controls.options import Option, ScaleStep, Tick
from therapist_app.widgets.fields.choice_box import UnfoldingBox

LEAST_TARGET = 24
"""Pixels that whatever is hit has at least each way (WCAG 2.2, 2.5.8)."""
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QSlider)


def clipped(screen: QWidget) -> list[str]:
    """Return one line for each thing that is cut, unnamed or too small on a shown screen."""
    make_whole(screen)
    found = [f"cut: {each.text()[:50]!r}" for each in _visible(screen, QLabel) if _is_cut(each)]
    for control in _visible(screen, CONTROLS):
        name = QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
        if not name.strip():
            found.append(f"unnamed: {type(control).__name__}")
        if isinstance(control, UnfoldingBox):
            if control.currentText() not in {control.words_that_fit, control.toolTip()}:
                found.append(f"cut: {name!r}")
        elif control.width() < control.minimumSizeHint().width():
            found.append(f"narrow: {name!r}")
        if control.width() < LEAST_TARGET:
            found.append(f"small: {name!r} is {control.width()} px wide")
        if control.height() < look().size("control_small"):
            found.append(f"small: {name!r} is {control.height()} px high")
        if isinstance(control, Option | Tick) and control.height() < control.face.height_for(
            control.width()
        ):
            found.append(f"cut: {name!r}")
        if isinstance(control, ScaleStep) and control.width() < _figure_width(control):
            found.append(f"cut: {name!r}")
    return [*found, *_thin_bars(screen)]


def outside(screen: QWidget) -> list[str]:
    """Return the controls and labels that stand out of their parent at the right."""
    return [
        f"outside: {type(each).__name__} {each.accessibleName()!r}"
        for each in _visible(screen, (*CONTROLS, QLabel))
        if each.geometry().right() > each.parentWidget().width()
    ]


def _thin_bars(screen: QWidget) -> Iterator[str]:
    for bar in _visible(screen, QScrollBar):
        across, along = sorted((bar.width(), bar.height()))
        if bar.minimum() < bar.maximum() and min(across, _handle(bar)) < LEAST_TARGET:
            yield f"small: a scroll bar is {across} by {along} px, its handle {_handle(bar)} px"


def _handle(bar: QScrollBar) -> int:
    """Return how long the part of a bar is that is taken hold of."""
    options = QStyleOptionSlider()
    bar.initStyleOption(options)
    part = QStyle.SubControl.SC_ScrollBarSlider
    handle = bar.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, options, part, bar)
    return handle.height() if bar.orientation() == Qt.Orientation.Vertical else handle.width()


def _is_cut(label: QLabel) -> bool:
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width())
    hint = label.sizeHint()
    return label.height() < hint.height() or label.width() < hint.width()


def _figure_width(step: ScaleStep) -> int:
    return QFontMetrics(look().font("body", strong=True)).horizontalAdvance(step.text())


def _visible(screen: QWidget, kinds: type | tuple[type, ...]) -> list:
    children = screen.findChildren(QWidget)
    return [each for each in children if isinstance(each, kinds) and each.isVisible()]
