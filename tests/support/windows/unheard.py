"""What stands on a page and would not hear assistive technology: it listens to keys and mouse."""

from PySide6.QtCore import SIGNAL
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QButtonGroup,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from tests.support.windows.settling import make_whole
from therapist_app.widgets.controls.switches import Switch, SwitchGroup
from therapist_app.widgets.fields.choice_box import UnfoldingBox

CLICKED = ("clicked(bool)", "pressed()", "released()")
OF_A_GROUP = ("idClicked(int)", "buttonClicked(QAbstractButton*)")
OF_A_SLIDER = ("sliderMoved(int)", "sliderReleased()", "actionTriggered(int)")


def unheard(page: QWidget) -> list[str]:
    """Return the controls of a page with a listener whom assistive technology never reaches.

    Qt turns over what can be checked, sets text, values and lines of a list without a click, a
    key or a move; our own controls listen to both and say so by one signal of theirs. A dialog
    of Qt, which stands in a window of its own, knows how to listen to itself.
    """
    make_whole(page)
    here = page.window()
    ours = [each for each in page.findChildren(QWidget) if each.window() is here]
    return [_of(each) for each in ours if _is_unheard(each)] + [
        _of(each)
        for each in page.findChildren(QButtonGroup)
        if _listeners(each, OF_A_GROUP) and not isinstance(each, SwitchGroup)  # hears both
    ]


def _is_unheard(control: QWidget) -> bool:
    match control:
        case Switch():
            return _listeners(control, CLICKED) > 1  # it listens to itself
        case QAbstractButton() if control.isCheckable():
            return _listeners(control, CLICKED) > 0
        case UnfoldingBox():
            return _listeners(control, ("activated(int)",)) > 1
        case QComboBox():
            return True
        case QLineEdit():
            return _listeners(control, ("textEdited(QString)",)) > 0
        case QScrollBar():
            return False  # Qt scrolls by it, and listens to its own
        case QAbstractSlider():
            return _listeners(control, OF_A_SLIDER) > 0
        case _:
            return False


def _listeners(control: QWidget | QButtonGroup, signals: tuple[str, ...]) -> int:
    return sum(control.receivers(SIGNAL(each)) for each in signals)


def _of(control: QWidget | QButtonGroup) -> str:
    words = control.accessibleName() if isinstance(control, QWidget) else ""
    return f"{type(control).__name__} {words}".strip()
