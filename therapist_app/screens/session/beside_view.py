"""Beside the client: the neutral title, the time, and what is shared in this step, nothing else."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, pgettext
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.panel.panel import FormPanel
from therapist_app.form_widgets.reading import ReadingView
from therapist_app.form_widgets.render_context import FillMode
from therapist_app.forms.form_filling import FormFilling
from therapist_app.screens.session.step_view import score_parts
from therapist_app.screens.session.viewmodel import SessionState, SessionViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import ANSWERING, PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
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
from therapist_app.workflows.forms.answer_words import form_words

BESIDE_KEY = "F8"
RING, MARK = 26, 20
PEN = 4
WHOLE_TURN, TOP = 360 * 16, 90 * 16  # sixteenths of a degree, as Qt draws arcs


class TimeRing(QWidget):
    """How much of the time is gone, as a ring; the words beside it say the same."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        side = round(RING * look().text_scale)
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
        for colour, share in (("line", 1.0), ("accent", self._share)):
            painter.setPen(QPen(look().qcolor(colour), PEN))
            painter.drawArc(room, TOP, -round(WHOLE_TURN * share))


class QuietMark(QWidget):
    """One ring with a point: there is guidance; a second ring: there is more. It says no word."""

    def __init__(self) -> None:
        super().__init__()
        self.rings = 1
        side = round(MARK * look().text_scale)
        self.setFixedSize(side, side)

    def show_rings(self, rings: int) -> None:
        """Draw so many rings."""
        self.rings = rings
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the point and its rings in the ink of what may be skipped."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = look().qcolor("text-muted")
        middle, unit = QRectF(self.rect()).center(), self.width() / 20
        painter.setPen(QPen(ink, 1.5 * unit))
        for ring in range(self.rings):
            radius = (5.5 + 3.5 * ring) * unit
            painter.drawEllipse(middle, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(middle, 2 * unit, 2 * unit)


class BesideView(PageView[SessionViewModel]):
    """One step as two people look at it; F8 leads back to the same step and question.

    No code, no rail, no plan, no alert: keys that lead elsewhere are off here, as they are in a
    hand-over.
    """

    HELP = PageHelp(
        N_(
            "You look at this page together. It shows the time and what you work on just now. "
            "What you write is saved as you write it."
        ),
        ((NP_("keys", "F8"), N_("Back to the previous page")),),
    )

    def __init__(self, viewmodel: SessionViewModel, parent: QWidget | None = None) -> None:
        super().__init__("beside_client", viewmodel, parent)
        state = viewmodel.state
        self._minutes = state.page.minutes
        self._filling: FormFilling | None = None
        self._step_id = ""
        self.panel: FormPanel | None = None
        self.ring, self.mark = TimeRing(), QuietMark()
        self.time = text("", "muted", told="words")
        self.area = scroll(stack())
        keys = "" if look().is_large else f"  {BESIDE_KEY}"
        self.back = button(_("Back to my view") + keys, "quiet")
        self.back.setAccessibleName(_("Back to my view"))
        self.go_on = MainButton(pgettext("button", "Next"), shows_key=False)
        self._title = state.page.plan.public_title
        here = _("Beside the client")
        head = page_head(self._title, actions=(self.ring, self.time), place=here)
        foot = foot_bar(self.mark, STRETCH, self.back, self.go_on)
        self.setLayout(whole_page(head, self.area, foot))
        self._connect()
        viewmodel.begin()

    def show_state(self, state: SessionState) -> None:
        """Show what is shared in the step; it is built anew only when it is another one."""
        self.show_minutes(state.page.minutes_used)
        self.mark.show_rings(2 if state.page.alerts else 1)
        filling = self._viewmodel.filling
        is_open = not (state.page.is_through or state.is_over or state.waits or state.opens_after)
        is_here = filling is None or state.is_shared  # what is asked aloud is not finished unseen
        self.go_on.setVisible(is_open and is_here)
        if state.page.current.id == self._step_id and filling is self._filling:
            return
        has_moved = self._step_id != ""
        self._step_id, self._filling = state.page.current.id, filling
        self._show_step(state)
        if has_moved:
            self.focus_first()

    def show_minutes(self, minutes: int) -> None:
        """Show the minutes used, in words and as a ring; no seconds."""
        words = _("{gone} min of {planned}")
        self.time.setText(words.format(gone=minutes, planned=self._minutes))
        self.ring.show_share(minutes / max(1, self._minutes))

    def focus_first(self) -> None:
        """Put the keyboard into the question that was left, else the first open one, else on."""
        wanted, self._viewmodel.question_id = self._viewmodel.question_id, ""
        if self.panel is not None:
            if not (wanted and self.panel.come_back_to(wanted)):
                self.panel.focus_first()
        else:
            (self.go_on if self.go_on.isVisible() else self.back).setFocus()

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

    def flush(self) -> None:
        """Keep what has been written and not kept yet."""
        if self.panel is not None:
            self.panel.commit()
        self._viewmodel.flush()

    def _show_step(self, state: SessionState) -> None:
        sheet: QWidget
        shared = self._shared(state)
        if shared:
            sheet = box("card", stack(*shared, gap="l", margins=("page", "l", "page", "l")))
        else:
            calm = score_parts(state, for_client=True) or [
                text(pgettext("beside the client", "We talk."), "title", told="words")
            ]
            sheet = hold(stack(*calm))
        sheet.setMaximumWidth(look().size("form_width") + look().space("page"))
        middle = row(STRETCH, sheet, STRETCH)
        middle.setStretch(1, 1000)
        lay_in(self.area, stack(STRETCH, middle, STRETCH, margins=("page", "m", "page", "m")))

    def _shared(self, state: SessionState) -> list[Part]:
        """Return the form that both may look at, to fill in or to read; nothing without one."""
        self.panel = None
        if self._filling is not None and state.is_shared:
            is_theirs = self._filling.state.form.filled_by == "client"
            words = pgettext("button", "Next")
            mode = FillMode(client=True, finish=words, shows_help=is_theirs)
            self.panel = FormPanel(self._filling, mode=mode)
            return [self.panel]
        if state.kept is not None and state.is_shared:
            return [ReadingView(form_words(state.kept.state))]
        return []

    def _connect(self) -> None:
        self.back.clicked.connect(self._on_back_clicked)
        self.go_on.clicked.connect(self._on_go_on_clicked)
        shortcut = QShortcut(QKeySequence(BESIDE_KEY), self)
        shortcut.activated.connect(self._on_back_clicked)
        self._viewmodel.minutes_changed.connect(self.show_minutes)
        self._viewmodel.state_changed.connect(self.show_state)

    def _on_back_clicked(self) -> None:
        if self.panel is not None:
            self.panel.commit()
        self._viewmodel.sit_back(self.panel.place if self.panel is not None else "")

    def _on_go_on_clicked(self) -> None:
        if self.panel is not None:
            self.panel.commit()
        self._viewmodel.finish_step()
