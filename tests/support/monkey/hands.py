"""What a monkey can do: acts that are written down, done by X or, without a screen, by Qt.

The acts know places on the screen and keys, nothing of the product: a log of them can be done
again.
"""

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.display.displays import Display

Act = dict[str, Any]
BUTTONS = {1: Qt.MouseButton.LeftButton, 3: Qt.MouseButton.RightButton}
NOTCH = 120
STEPS = 4


def do_by_x(display: Display, act: Act) -> None:
    """Do an act with the mouse and the keyboard of a display."""
    match act["do"]:
        case "click":
            _move(display, act["at"])
            display.do("click", "--repeat", str(act["times"]), str(act["button"]))
        case "drag":
            _move(display, act["at"])
            display.do("mousedown", "1")
            _move(display, act["to"])
            display.do("mouseup", "1")
        case "wheel":
            _move(display, act["at"])
            turned = "4" if act["by"] > 0 else "5"
            display.do("click", "--repeat", str(abs(act["by"])), turned)
        case "key":
            display.do("key", "--clearmodifiers", act["key"])
        case "type":
            display.do("type", "--delay", "2", "--", act["words"])


def _move(display: Display, at: list[int]) -> None:
    display.do("mousemove", str(at[0]), str(at[1]))


def do_by_qt(act: Act) -> None:
    """Do an act in the product's own process, as its window would be told of it.

    What it is done to may go in the middle of it: a press closes a dialog before the release.
    """
    try:
        _do_by_qt(act)
    except RuntimeError as error:
        if "already deleted" not in str(error) or not is_ours(error):
            raise


def is_ours(error: RuntimeError) -> bool:
    """Return whether it was raised here, and not in the product on the way."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_filename == __file__


def _do_by_qt(act: Act) -> None:
    match act["do"]:
        case "click":
            _click(act)
        case "drag":
            _drag(QPoint(*act["at"]), QPoint(*act["to"]))
        case "wheel":
            _wheel(QPoint(*act["at"]), act["by"])
        case "key":
            _key(act["key"])
        case "type":
            for each in act["words"]:
                _letter(each)


def _letter(letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        widget = _with_keyboard()
        if widget is not None:
            none = Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, none, letter))


def _click(act: Act) -> None:
    at = QPoint(*act["at"])
    for _each in range(act["times"]):
        widget = _under(at)
        if widget is None:
            return
        QTest.mouseMove(widget, widget.mapFromGlobal(at))
        button = BUTTONS[act["button"]]
        QTest.mouseClick(widget, button, Qt.KeyboardModifier.NoModifier, widget.mapFromGlobal(at))


def _drag(at: QPoint, to: QPoint) -> None:
    widget = _under(at)
    if widget is None:
        return
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place = widget.mapFromGlobal(at)
    QTest.mousePress(widget, left, none, place)
    QTest.mouseMove(widget, widget.mapFromGlobal(to))
    QTest.mouseRelease(widget, left, none, widget.mapFromGlobal(to))


def _wheel(at: QPoint, by: int) -> None:
    widget = _under(at)
    if widget is None:
        return
    local = QPointF(widget.mapFromGlobal(at))
    event = QWheelEvent(
        local,
        QPointF(at),
        QPoint(),
        QPoint(0, by * NOTCH),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def _key(name: str) -> None:
    if name == "alt+F4":
        window = QApplication.activeModalWidget() or QApplication.activeWindow()
        if window is not None:
            window.close()
        return
    widget = _with_keyboard()
    if widget is None:
        return
    combined = QKeySequence(_qt_name(name))[0]
    QTest.keyClick(widget, combined.key(), combined.keyboardModifiers())


def _qt_name(name: str) -> str:
    """Return how Qt writes a key that X calls so."""
    said = {"Prior": "PgUp", "Next": "PgDown", "Return": "Return", "BackSpace": "Backspace"}
    said |= {"plus": "+", "minus": "-", "Delete": "Del", "Escape": "Esc", "ISO_Left_Tab": "Backtab"}
    *held, key = name.split("+")
    return "+".join([*held, said.get(key, key)])


def _with_keyboard() -> QWidget | None:
    popup: QWidget | None = QApplication.activePopupWidget()
    focus: QWidget | None = QApplication.focusWidget()
    return popup or focus or QApplication.activeModalWidget() or QApplication.activeWindow()


def _under(at: QPoint) -> QWidget | None:
    """Return what a press there reaches: a popup takes all, and a dialog what is not a popup."""
    popup: QWidget | None = QApplication.activePopupWidget()
    found: QWidget | None = QApplication.widgetAt(at)
    if popup is not None:
        return found if found is not None and found.window() is popup else popup
    modal: QWidget | None = QApplication.activeModalWidget()
    if found is None or (modal is not None and found.window() is not modal):
        return None
    return found if found.isEnabled() else None
