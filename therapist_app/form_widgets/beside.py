"""What every page beside the client is made of: title, time, one sheet, and a quiet mark."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.form_widgets.panel.panel import FormPanel
from therapist_app.form_widgets.render_context import FillMode
from therapist_app.forms.form_filling import FormFilling
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import FoldingButton
from therapist_app.widgets.layout.page_view import PageView, Shown, whole_page
from therapist_app.widgets.page_help import ANSWERING, Keys, PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    box,
    button,
    foot_bar,
    hold,
    lay_in,
    page_head,
    row,
    scroll,
    stack,
    text,
)

BESIDE_KEY = "F8"
HAND_OVER_KEY = "F7"
TO_BESIDE: Keys = (
    (
        NP_("keys", "F8"),
        N_(
            "Sit beside the client: only what you share is shown. The ring at the bottom left is "
            "there for you: with a second circle around it, an alert is open"
        ),
    ),
)
"""What the help of a page says from which the key leads beside the client."""
FROM_BESIDE: Keys = ((NP_("keys", "F8"), N_("Back to the previous page")),)
RING, MARK = 26, 20
PEN = 4
WHOLE_TURN, TOP = 360 * 16, 90 * 16  # sixteenths of a degree, as Qt draws arcs


class TimeRing(QWidget):
    """How much of the time is gone, as a ring; the words beside it say the same."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        side = look().scaled(RING)
        self.setFixedSize(side, side)

    def show_share(self, share: float) -> None:
        """Show which share of the time is gone; more than all of it is all."""
        self._share = min(1.0, share)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is gone over the whole, from the top clockwise."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = PEN / 2 + 1
        room = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        for colour, share in (("track", 1.0), ("accent", self._share)):
            painter.setPen(QPen(look().qcolor(colour), PEN))
            painter.drawArc(room, TOP, -round(WHOLE_TURN * share))


class QuietMark(QWidget):
    """One ring with a point: there is guidance; a second ring: there is more. It says no word.

    The mark stands twice while something is not saved.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rings, self.marks = 1, 1
        self._side = look().scaled(MARK)
        self.setFixedSize(2 * self._side, self._side)  # nothing moves when it stands twice

    def show_rings(self, rings: int) -> None:
        """Draw so many rings."""
        self.rings = rings
        self.update()

    def show_marks(self, marks: int) -> None:
        """Draw the mark so many times, once or twice."""
        self.marks = marks
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the point and its rings in the ink of what may be skipped."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(self.marks):
            left = place * self._side
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                left = self._side - left
            self._draw_mark(painter, QRectF(left, 0, self._side, self._side).center())

    def _draw_mark(self, painter: QPainter, middle: QPointF) -> None:
        ink, unit = look().qcolor("text-muted"), self._side / 20
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 1.5 * unit))
        for ring in range(self.rings):
            radius = (5.5 + 3.5 * ring) * unit
            painter.drawEllipse(middle, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(middle, 2 * unit, 2 * unit)


class BesidePage(PageView[Shown]):
    """The page that two people look at; F8 leads back to the therapist's own.

    Attributes:
        panel: The form that both work on just now; None where there is none.
        not_saved: Says under the sheet that what was written is not saved yet.

    Signals:
        back_chosen: Back to the therapist's own page, at a question; empty where there is none.

    """

    back_chosen = Signal(str)

    def __init__(
        self, name: str, viewmodel: Shown, title: str, minutes: int, *ways: QWidget
    ) -> None:
        super().__init__(name, viewmodel)
        self._title, self._minutes = title, minutes
        self.panel: FormPanel | None = None
        self.ring, self.mark = TimeRing(), QuietMark()
        self.time = text("", "muted", told="words")
        self.not_saved = text(_("Not saved yet"), "muted", told="words")
        self.not_saved.hide()
        self.area = scroll(stack())
        keys = "" if look().is_large else f"  {BESIDE_KEY}"
        self.back = button(_("Back to my view") + keys, "quiet")
        self.back.setAccessibleName(_("Back to my view"))
        head = page_head(title, actions=(self.ring, self.time), place=_("Beside the client"))
        foot = foot_bar(self.mark, STRETCH, self.back, *ways)
        body = stack(self.area, row(STRETCH, self.not_saved, STRETCH))
        body.setStretch(0, 1)
        self.setLayout(whole_page(head, hold(body), foot))
        for each in (self.ring, self.time):
            each.setVisible(bool(minutes))
        self.back.clicked.connect(self._on_back_clicked)
        QShortcut(QKeySequence(BESIDE_KEY), self).activated.connect(self._on_back_clicked)

    @property
    @override
    def page_help(self) -> PageHelp:
        """What F1 says here, with how questions are answered where there are any."""
        return self.HELP if self.panel is None else self.HELP.with_keys(ANSWERING)

    @property
    @override
    def most_urgent(self) -> str:
        """The title and the time alone: somebody listens."""
        return facts_in_a_line(self._title, self.time.text())

    def show_minutes(self, minutes: int) -> None:
        """Show the minutes used, in words and as a ring; no seconds."""
        words = _("{gone} min of {planned}")
        self.time.setText(words.format(gone=minutes, planned=self._minutes))
        self.ring.show_share(minutes / max(1, self._minutes))

    def show_form(self, filling: FormFilling, mode: FillMode, about: Sequence[Part] = ()) -> None:
        """Show a form to fill in, and say whenever keeping it fails, until it is kept."""
        self.panel = FormPanel(filling, mode=mode)
        self._on_saved()  # of the form before nothing is left to save
        filling.page_says_failure = True  # no message over the page: somebody looks on
        filling.save_failed.connect(self._on_save_failed)
        filling.saved.connect(self._on_saved)
        self.show_sheet([*about, self.panel])

    def show_sheet(self, shared: Sequence[Part]) -> None:
        """Show on a sheet what both may look at."""
        self._show(box("card", stack(*shared, gap="l", margins=("page", "l", "page", "l"))))

    def show_calm(self, parts: Sequence[Part] = ()) -> None:
        """Show these without a sheet, else one calm line."""
        calm = text(pgettext("beside the client", "We talk."), "title", told="words")
        self._show(hold(stack(*(parts or [row(STRETCH, calm, STRETCH)]))))

    def focus_question(self, question_id: str, otherwise: QWidget) -> None:
        """Put the keyboard into a question, else the first open one, else somewhere else."""
        if self.panel is None:
            otherwise.setFocus()
        elif not (question_id and self.panel.come_back_to(question_id)):
            self.panel.focus_first()

    def commit(self) -> str:
        """Hand on what is written and not announced yet; return the question that one is at."""
        if self.panel is None:
            return ""
        self.panel.commit()
        return self.panel.place

    def _show(self, sheet: QWidget) -> None:
        sheet.setMaximumWidth(look().size("form_width") + look().space("page"))
        middle = row(STRETCH, sheet, STRETCH)
        middle.setStretch(1, 1000)
        lay_in(self.area, stack(STRETCH, middle, STRETCH, margins=("page", "m", "page", "m")))

    @Slot()
    def _on_back_clicked(self) -> None:
        self.back_chosen.emit(self.commit())

    @Slot()
    def _on_save_failed(self) -> None:
        if self.not_saved.isHidden():
            announce(self, self.not_saved.text(), "problem")
        self.not_saved.show()
        self.mark.show_marks(2)

    @Slot()
    def _on_saved(self) -> None:
        self.not_saved.hide()
        self.mark.show_marks(1)


def beside_button() -> FoldingButton:
    """Return the button that leads beside the client, for the therapist's own pages."""
    keys = "" if look().is_large else BESIDE_KEY
    beside = FoldingButton(_("Beside the client"), "quiet", "person", keys=keys, has_sign=False)
    beside.explain(_("{key} shows only what you share").format(key=BESIDE_KEY))
    return beside
