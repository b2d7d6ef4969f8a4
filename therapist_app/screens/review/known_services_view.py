"""The services whose numbers were compared: by whom, when, and what must be compared anew."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.words.day_words import written_day
from session_forms.words.texts import NN_, _, counted, pgettext
from therapist_app.screens.review.combining import MOST_LINES
from therapist_app.screens.review.review_state import ReviewState
from therapist_app.screens.review.viewmodel import ReviewViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    card,
    empty,
    hold,
    keep_aside,
    read_in_order,
    row,
    ruled,
    stack,
    text,
)
from therapist_app.workflows.exporting.known_services import KnownService

MORE = NN_("{count} more service is known.", "{count} more services are known.")


class ServiceRow(QWidget):
    """One service whose packages are opened, or are no longer."""

    def __init__(self, service: KnownService, viewmodel: ReviewViewModel) -> None:
        super().__init__()
        called = service.name or service.number
        self.again = ChoosingButton(_("Save that it was compared"), service.number)
        self.forget = ChoosingButton(pgettext("button", "Stop trusting"), service.number, "quiet")
        for each in (self.again, self.forget):
            each.setAccessibleName(f"{each.text()}: {called}")
        is_to_compare = service.comparer_left or not service.compared_by
        if is_to_compare and service.ended_on is None:
            buttons = [self.again, self.forget]
        else:
            buttons = [self.forget]
            keep_aside(self, self.again)
        words = compared_words(service)
        said = (
            sign_line("alert", words, "small")
            if service.comparer_left
            else text(words, "small", wrap=True)
        )
        parts: list[Part] = [text(called, "strong", wrap=True), said]
        if service.name:
            parts.append(text(service.number, "small", wrap=True))
        parts.append(row(*buttons, STRETCH))
        self.setLayout(stack(*parts, gap="xs", margins=(0, "xs", 0, "xs")))
        self.setAccessibleName(called)
        self.again.chosen.connect(viewmodel.trust)
        self.forget.chosen.connect(viewmodel.forget)


class KnownServicesView(QWidget):
    """Every service that is known, or of many those that ask for something; gone where none is."""

    def __init__(self, viewmodel: ReviewViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.rows: list[ServiceRow] = []
        self.more = text("", "small", wrap=True)
        self._rows = QVBoxLayout()
        self._shown: tuple[KnownService, ...] = ()
        self.setLayout(stack(card(_("Services whose number is known"), self._rows, self.more)))
        self.hide()

    def show_state(self, state: ReviewState) -> None:
        """Show who is known, and on whose word."""
        if state.known == self._shown:
            return
        self._shown = state.known
        empty(self._rows)
        self.rows = [ServiceRow(each, self._viewmodel) for each in state.known[:MOST_LINES]]
        for each in ruled(self.rows):
            self._rows.addWidget(hold(stack(each)))
        more = len(state.known) - len(self.rows)
        self.more.setText(counted(MORE, more) if more else "")
        self.more.setVisible(bool(more))
        self.setVisible(bool(state.known))
        read_in_order(self._rows)


def compared_words(service: KnownService) -> str:
    """Return who compared a number and when, and whether they left since."""
    name, day = service.compared_by, service.compared_on
    if service.ended_on is not None:
        words = _("Counts for packages until {day}: this service signs under a new number since.")
        return words.format(day=written_day(service.ended_on))
    if not name or day is None:
        return _(
            "An earlier version did not save who compared this number. Compare it once more with "
            "them, so that it is known."
        )
    if service.comparer_left:
        words = _(
            "{name}, who compared this number on {day}, left the service. Their packages are "
            "opened once it was compared again."
        )
    else:
        words = _("Number compared by {name} on {day}.")
    return words.format(name=name, day=written_day(day))
