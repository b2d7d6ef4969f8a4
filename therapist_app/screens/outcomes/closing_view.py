"""Closing a quarter for good: what it will count, what is unfinished in it, and one question."""

from session_forms.words.texts import _, ngettext
from therapist_app.screens.outcomes.asked_once_view import AskedOnceView
from therapist_app.screens.outcomes.release_state import OutcomesState
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.workflows.exporting.before_closing import QuarterAhead
from therapist_app.workflows.exporting.quarter_words import (
    asked_of_words,
    others_words,
    question_words,
)


class ClosingView(AskedOnceView):
    """What can be said of the quarter that comes next, and the way to close it.

    Where a report can be made of an earlier one, what closing means is said once it is asked for.
    """

    def __init__(self, viewmodel: OutcomesViewModel) -> None:
        super().__init__(
            _("Close the quarter"),
            _("Leave it open"),
            _("Close it for good"),
            viewmodel.keep_open,
            above=False,
        )
        self.act.clicked.connect(viewmodel.ask_to_close)
        self.for_good.clicked.connect(viewmodel.close_quarter)

    def show_state(self, state: OutcomesState) -> None:
        """Show what can be closed, and what is asked; first come figures that are not given."""
        ahead = state.choices.ahead if state.is_report and state.waiting is None else None
        self.show_asked(
            asked_of_words(ahead.unfinished, state.without) if ahead is not None else "",
            question_words(ahead) if ahead is not None else "",
            is_asking=state.is_asking,
            is_busy=state.is_busy,
        )
        if ahead is not None:
            self.said.setText(ahead_words(ahead))
            self.more.setText(others_words(ahead))
        self.more.setVisible(state.is_asking and bool(self.more.text()))
        is_first = not state.quarter
        for each in (self.said, self.unfinished):
            each.setVisible((state.is_asking or is_first) and bool(each.text()))


def counting_words(state: OutcomesState) -> str:
    """Return that a quarter is being closed, or that figures are being given to a closed one."""
    ahead = state.choices.ahead
    if state.is_asking and ahead is not None:
        words = _("Closing {quarter}: your clients are being counted.")
        return words.format(quarter=ahead.quarter.in_words)
    return _("Your clients are being counted for the quarter.")


def ahead_words(ahead: QuarterAhead) -> str:
    """Return what a quarter will be able to say, and how many people that takes."""
    words = _(
        "{quarter} can be closed. Its figures are counted once and then stay as they are: close "
        "it when everything of it is written down."
    ).format(quarter=ahead.quarter.in_words)
    if not ahead.agreed:
        nobody = _("Nobody has agreed to it yet: it would hold no figures of your clients.")
        return f"{words} {nobody}"
    agreed = ngettext(
        "{count} of your clients has agreed to it.",
        "{count} of your clients have agreed to it.",
        ahead.agreed,
    ).format(count=ahead.agreed)
    met = ngettext(
        "{count} of them had a session, held or missed, by the end of that time and is counted; "
        "whoever was imported or added and had none here is not.",
        "{count} of them had a session, held or missed, by the end of that time and are counted; "
        "whoever was imported or added and had none here is not.",
        ahead.counted,
    ).format(count=ahead.counted)
    return f"{words} {agreed} {met} {_needed_words(ahead)}"


def _needed_words(ahead: QuarterAhead) -> str:
    """Return how many people a report takes, and whether there are enough as far as is known."""
    if ahead.counted >= ahead.needed:
        return _("A report needs {count} people who are counted: there are enough.").format(
            count=ahead.needed
        )
    if ahead.caseloads == 1:
        return _(
            "A report needs {count} people who are counted: of this quarter there would be none."
        ).format(count=ahead.needed)
    return _(
        "A report needs {count} people who are counted, of all caseloads together: whether there "
        "is one depends on the others."
    ).format(count=ahead.needed)
