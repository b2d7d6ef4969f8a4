"""A page in a small window: what does not fit beside goes under.

Nothing here runs while a page fits. Where it does not, its rows become stacks, its labels and
buttons break their words into lines, and its margins shrink; with more room all of it goes back.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QBoxLayout,
    QComboBox,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from therapist_app.theme.look import look
from therapist_app.widgets.layout.styled_in_place import StyledInPlace

SLIM = 460
"""Below this width, at text of 100 %, every row is asked whether its words have room."""
SHARE = 0.45
"""Share of a line that words keep beside something else; with less they stand alone."""
FIELD_LEAST = 64
FIELDS = (QComboBox, QLineEdit, QPlainTextEdit)
SPARE = 2  # pixels that a line of words may be wider drawn than reckoned
WIDEST = 16_777_215  # Qt's own word for no greatest width
WHOLE = (QAbstractScrollArea, QComboBox, QAbstractSpinBox, QLineEdit)
NO_SIDE = Qt.AlignmentFlag(0)
BESIDE, UNDER = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


def is_slim(width: int) -> bool:
    """Return whether a window, or a part of it, is so narrow that lines get short."""
    return width < SLIM * look().text_scale


def undo(content: QWidget) -> None:
    """Put everything back as it stood before."""
    for part in list(_all(content)):
        if isinstance(part, QLayout):
            _widen(part)
        else:
            _unwrap(part)


class KnowsItsSide:
    """A part that is to know whether it stands under what it stood beside."""

    def note_under(self, *, is_under: bool) -> None:
        """Take that it does now, or no longer."""
        raise NotImplementedError


class SelfArranged(StyledInPlace, QWidget):
    """Parts that choose themselves at each width whether they stand beside or under each other."""

    columns: list[QWidget]


Fitted = QWidget | QLayout


def _all(part: Fitted) -> Iterator[Fitted]:
    yield part
    for each in _parts(part):
        yield from _all(each)


def _parts(part: Fitted) -> Sequence[Fitted]:
    """Return what stands in a part; what scrolls by itself is whole to us."""
    if isinstance(part, QLayout):
        return in_order(part)
    if isinstance(part, WHOLE):
        return []
    layout = part.layout()
    if layout is not None:
        return [layout]
    return _widgets_in(part)


def in_order(layout: QLayout) -> list[Fitted]:
    """Return the widgets and layouts that stand in a layout, in its order.

    Never by its items: one that is asked for the layout in it is freed with its wrapper.
    """
    owner = layout.parentWidget()
    found: list[Fitted] = [each for each in _widgets_in(owner) if layout.indexOf(each) >= 0]
    found += [each for each in layout.children() if isinstance(each, QLayout)]
    return sorted(found, key=layout.indexOf)


def _widgets_in(part: QWidget) -> list[QWidget]:
    return [each for each in part.children() if isinstance(each, QWidget) and not each.isWindow()]


def arrange(part: Fitted, room: int, *, slim: bool) -> bool:
    """Arrange a part anew to need no more than `room` pixels across; return whether it changed.

    In a slim window words get half of a line at least, where without it they only have to fit.
    """
    if isinstance(part, QLayout):
        changed = _fit_layout(part, room, slim=slim)
        if changed:  # what is hidden does not tell the layouts around it
            part.invalidate()
        return changed
    part.ensurePolished()
    changed = _relax(part, room)
    margins = part.contentsMargins()
    inner = part.columns if isinstance(part, SelfArranged) else _parts(part)
    for each in inner:
        changed |= arrange(each, room - margins.left() - margins.right(), slim=slim)
    if changed:
        _grow(part)
        part.updateGeometry()
    return changed


def _fit_layout(layout: QLayout, room: int, *, slim: bool) -> bool:
    changed = slim and _narrow_margins(layout)
    margins = layout.contentsMargins()
    inside = room - margins.left() - margins.right()
    parts = _parts(layout)
    if isinstance(layout, QBoxLayout) and layout.direction() == BESIDE:
        seen = [each for each in parts if _is_seen(each)]
        gaps = layout.spacing() * (len(seen) - 1)
        if sum(needed_width(each, inside) for each in parts) + gaps <= inside:
            return changed | _share(parts, inside - gaps, slim=slim)
        if slim or layout.minimumSize().width() > room:
            _turn(layout)
            changed = True
    for each in parts:
        changed |= arrange(each, inside, slim=slim)
    return changed


def _share(parts: Sequence[Fitted], room: int, *, slim: bool) -> bool:
    """Fit the parts of a row that stays one, the widest first, into what the others leave."""
    changed = False
    for each in sorted(parts, key=lambda part: -_least(part)):
        others = sum(_least(other) for other in parts if other is not each)
        changed |= arrange(each, max(room - others, needed_width(each, room)), slim=slim)
    return changed


def _is_seen(part: Fitted) -> bool:
    return not (part.isHidden() if isinstance(part, QWidget) else part.isEmpty())


def _least(part: Fitted) -> int:
    if not _is_seen(part):
        return 0
    if isinstance(part, QLayout):
        return part.minimumSize().width()
    return part.minimumWidth() or part.minimumSizeHint().width()


def needed_width(part: Fitted, room: int) -> int:
    """Return the width that a part wants beside others, once all in it stands under each other."""
    if not _is_seen(part):
        return 0
    if isinstance(part, QLayout):
        margins = part.contentsMargins()
        around = margins.left() + margins.right()
        if not isinstance(part, QBoxLayout):
            return part.minimumSize().width()
        return around + max((needed_width(each, room) for each in _parts(part)), default=0)
    match part:
        case QLabel() if part.text():
            return _words_need(part, room)
        case QPushButton():
            return min(_least(part), room)
        case QWidget() if isinstance(part, QComboBox):
            return min(_least(part), round(SHARE * room))
        case QScrollArea():
            return look().size("aside")
        case _:
            pass
    inner = _parts(part)
    if not inner:
        return min(_least(part), room)
    margins = part.contentsMargins()
    return margins.left() + margins.right() + max(needed_width(each, room) for each in inner)


def natural_width(widget: QWidget) -> int:
    """Return the width at which the words of a widget stand on one line."""
    if isinstance(widget, QLabel) and widget.textFormat() == Qt.TextFormat.PlainText:
        widget.ensurePolished()
        margins = widget.contentsMargins()
        words = widget.fontMetrics().horizontalAdvance(widget.text())
        return margins.left() + words + margins.right() + SPARE
    return max(widget.minimumWidth(), widget.sizeHint().width())


def _words_need(label: QLabel, room: int) -> int:
    label.ensurePolished()
    metrics = label.fontMetrics()
    natural = round(SHARE * room)
    if label.textFormat() == Qt.TextFormat.PlainText:
        natural = min(natural, metrics.horizontalAdvance(label.text()))
        longest = max(metrics.horizontalAdvance(each) for each in label.text().split() or [""])
    else:
        longest = label.minimumSizeHint().width()
    return max(natural, longest) + SPARE


def _around_words(button: QPushButton) -> int:
    metrics = button.fontMetrics()
    words = metrics.size(Qt.TextFlag.TextShowMnemonic, button.text())
    return max(0, button.minimumSizeHint().width() - words.width())


def _grow(frame: QWidget) -> None:
    """Let a frame of one line, such as a chip, be higher than that."""
    if frame.layout() is not None and 0 < frame.minimumHeight() == frame.maximumHeight():
        frame.setProperty("height_before", frame.minimumHeight())
        frame.setMaximumHeight(WIDEST)
        policy = frame.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        frame.setSizePolicy(policy)


def _relax(widget: QWidget, room: int) -> bool:
    """Let a widget be narrower than it asked; break its words into lines, where it has any."""
    least = widget.minimumWidth()
    if least > room:
        widget.setProperty("least_before", least)
        widget.setMinimumWidth(0)
    is_wider = widget.minimumSizeHint().width() > room
    match widget:
        case QLabel() if widget.text() and not widget.wordWrap() and is_wider:
            widget.setProperty("wrapped", True)
            widget.setWordWrap(True)
        case QPushButton() if widget.text():
            return _wrap_button(widget, room) or least > room
        case QWidget() if isinstance(widget, FIELDS) and is_wider and not least:
            widget.setProperty("least_before", 0)
            widget.setMinimumWidth(min(room, FIELD_LEAST))
        case _:
            return least > room
    return True


def _wrap_button(button: QPushButton, room: int) -> bool:
    button.ensurePolished()
    before = button.property("words_before")
    words = before if before and before.split() == button.text().split() else button.text()
    if button.minimumSizeHint().width() <= room and words == button.text():
        return False
    metrics = button.fontMetrics()
    inside = room - _around_words(button) - SPARE
    start = words[: len(words) - len(words.lstrip())]
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else ""
        if lines and metrics.horizontalAdvance(longer) <= inside:
            lines[-1] = longer
        else:
            lines.append(start + word)
    wrapped = "\n".join(lines)
    if wrapped == button.text():
        return False
    button.setProperty("words_before", words)
    button.setText(wrapped)
    return True


def _unwrap(widget: QWidget) -> None:
    before = widget.property("least_before")
    if before is not None:
        widget.setMinimumWidth(before)
        widget.setProperty("least_before", None)
    if widget.property("wrapped") and isinstance(widget, QLabel):
        widget.setWordWrap(False)
        widget.setProperty("wrapped", None)
    most = widget.property("most_before")
    if most is not None:
        widget.setMaximumWidth(most)
        widget.setProperty("most_before", None)
    height = widget.property("height_before")
    if height is not None:
        widget.setFixedHeight(height)
        widget.setProperty("height_before", None)
    words = widget.property("words_before")
    if words and isinstance(widget, QPushButton):
        if words.split() == widget.text().split():
            widget.setText(words)
        widget.setProperty("words_before", None)


def _turn(layout: QBoxLayout) -> None:
    """Put the parts of a row under each other; what is short stands where lines begin."""
    layout.setProperty("shares_before", [layout.stretch(at) for at in range(layout.count())])
    layout.setDirection(UNDER)
    for at in range(layout.count()):
        layout.setStretch(at, 0)
    for each in _parts(layout):
        if isinstance(each, QWidget) and _is_short(each):
            layout.setAlignment(each, Qt.AlignmentFlag.AlignLeft)
        elif isinstance(each, QWidget) and each.layout() and each.maximumWidth() < WIDEST:
            each.setProperty("most_before", each.maximumWidth())
            each.setMaximumWidth(WIDEST)
        _stand_under(each, is_under=True)


def _stand_under(part: Fitted, *, is_under: bool) -> None:
    if isinstance(part, KnowsItsSide):
        part.note_under(is_under=is_under)
    for each in _parts(part):
        _stand_under(each, is_under=is_under)


def _is_short(widget: QWidget) -> bool:
    is_fixed = widget.layout() is None and widget.minimumWidth() == widget.maximumWidth()
    return is_fixed or widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Maximum


def _widen(layout: QLayout) -> None:
    margins = layout.property("margins_before")
    if margins:
        layout.setContentsMargins(*margins)
        layout.setProperty("margins_before", None)
    shares = layout.property("shares_before")
    if shares is None or not isinstance(layout, QBoxLayout):
        return
    layout.setProperty("shares_before", None)
    for at in range(layout.count()):
        layout.setStretch(at, shares[at] if at < len(shares) else 0)
    for each in _parts(layout):
        if isinstance(each, QWidget) and _is_short(each):
            layout.setAlignment(each, NO_SIDE)
        _stand_under(each, is_under=False)
    layout.setDirection(BESIDE)


def lean(layout: QLayout, *, is_mirrored: bool) -> None:
    """Let the lane of a bar be the margin beside it: of its width only the outer part is drawn."""
    _narrow_margins(layout)
    margins = layout.contentsMargins()
    away = min(margins.right() if is_mirrored else margins.left(), look().space("xs"))
    now = (margins.left(), margins.top(), margins.right(), margins.bottom())
    left, right = (0, away) if is_mirrored else (away, 0)
    if now != (left, margins.top(), right, margins.bottom()):
        layout.setProperty("margins_before", layout.property("margins_before") or list(now))
        layout.setContentsMargins(left, margins.top(), right, margins.bottom())


def _narrow_margins(layout: QLayout) -> bool:
    margins = layout.contentsMargins()
    most = look().space("m")
    left, right = min(margins.left(), most), min(margins.right(), most)
    top, bottom = min(margins.top(), most), min(margins.bottom(), most)
    now = (margins.left(), margins.top(), margins.right(), margins.bottom())
    if now == (left, top, right, bottom):
        return False
    layout.setProperty("margins_before", list(now))
    layout.setContentsMargins(left, top, right, bottom)
    return True
