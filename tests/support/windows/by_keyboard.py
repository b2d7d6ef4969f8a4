"""What nobody reaches who works by keyboard alone."""

from PySide6.QtWidgets import QRadioButton, QWidget

from tests.support.windows.settling import make_whole
from therapist_app.widgets.controls.switches import SwitchGroup


def out_of_reach(page: QWidget) -> list[str]:
    """Return the choices in sight that neither Tab nor the arrow keys come to, by their words.

    Once one of several radio buttons has the keyboard, Qt takes Tab away from the others; and
    the arrows walk only over a group of which one at a time is chosen. A grid of answers walks
    with the arrows itself; its group only says which of them was taken.
    """
    make_whole(page)
    return [
        each.accessibleName()
        for each in page.findChildren(QRadioButton)
        if each.isVisibleTo(page)
        and each.autoExclusive()
        and each.group() is not None
        and not each.group().exclusive()
        and not isinstance(each.group(), SwitchGroup)
    ]
