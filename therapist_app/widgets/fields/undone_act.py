"""What signs or keeps words, left without being done by somebody who may believe it is."""

from PySide6.QtWidgets import QWidget

from therapist_app.widgets.controls.buttons import MainButton, acts_that_are_missed
from therapist_app.widgets.fields.begun_fields import TakesWords, typed_in


def undone_act_of(page: QWidget) -> MainButton | None:
    """Return the act of a page that was asked for by its key, or filled in, and not pressed.

    One that nobody was told of yet, and that can be done now, or without which words are lost.
    """
    found = (each for each in acts_that_are_missed(page) if not each.is_settled)
    return next((each for each in found if each.is_asked_for or _is_filled_in(each, page)), None)


def _is_filled_in(act: MainButton, page: QWidget) -> bool:
    """Return whether somebody typed something in the smallest part around it that has fields."""
    part: QWidget | None = act.parentWidget()
    while part is not None and part is not page and not _has_fields(part):
        part = part.parentWidget()
    return part is not None and bool(typed_in(part))


def _has_fields(part: QWidget) -> bool:
    return any(isinstance(each, TakesWords) for each in part.findChildren(QWidget))
