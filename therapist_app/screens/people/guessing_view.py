"""Making guesses at a passphrase dearer, as far as this laptop bears it."""

from PySide6.QtWidgets import QWidget

from session_forms.words.number_words import number_words
from session_forms.words.texts import _, pgettext
from therapist_app.screens.people.people_words import cost_in_words
from therapist_app.screens.people.viewmodel import PeopleState, PeopleViewModel
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    button,
    card,
    foot_bar,
    page_head,
    reading,
    row,
    stack,
    text,
)
from therapist_app.workflows.people.making_guessing_harder import CostProposal


class GuessingView(QWidget):
    """What a guess costs now, what it could cost, and the one button that asks for it."""

    def __init__(self, viewmodel: PeopleViewModel) -> None:
        super().__init__()
        self.measure = button(_("Test this laptop"))
        self.harder = MainButton(_("Make protection stronger"), is_final=True)
        self.go_back = button(pgettext("button", "Back"))
        self.measured = text("", wrap=True)
        self.message = MessagePlace()
        why = _(
            "A thief with this laptop could try one passphrase after the other. Stronger "
            "protection makes each try take longer, so that guessing takes years. You wait once "
            "for it each time you sign in."
        )
        now = card(
            pgettext("card", "Protection now"),
            reading(why),
            text(cost_in_words(viewmodel.state.page.cost), wrap=True),
            row(self.measure, STRETCH),
            self.measured,
        )
        body = stack(self.message, now, STRETCH, margins=("page", "l", "page", "l"))
        head = page_head(
            _("Make protection stronger"),
            _("How long one try at a passphrase takes. It can be made stronger, never weaker"),
        )
        foot = foot_bar(self.go_back, STRETCH, self.harder)
        self.setLayout(stack(head, self.message.page_of(body), foot, gap="hair"))
        self.measure.clicked.connect(viewmodel.measure)
        self.harder.clicked.connect(viewmodel.make_harder)
        self.go_back.clicked.connect(viewmodel.show_list)

    def focus_first(self) -> None:
        """Put the keyboard on measuring."""
        self.measure.setFocus()

    def show_state(self, state: PeopleState) -> None:
        """Show what was measured."""
        found = state.proposal
        self.measure.setText(
            pgettext("button", "Testing …") if state.is_busy else _("Test this laptop")
        )
        self.measured.setText(proposal_in_words(found) if found else "")
        can = found is not None and found.proposed is not None and not state.is_harder
        self.harder.setEnabled(can)
        hint = "" if can else pgettext("hint on a button", "Test this laptop first.")
        self.harder.setToolTip(hint)
        self.harder.setAccessibleDescription(hint)
        if state.is_harder:
            self.message.show_message(
                "good",
                _("Protection is stronger now"),
                _("Each person gets it by themselves at the next sign-in. Nothing else is needed."),
            )
        elif state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)


def proposal_in_words(found: CostProposal) -> str:
    """Return what was measured, and what is proposed."""
    now = _("On this laptop one try takes {seconds} seconds now.").format(
        seconds=number_words(found.now_seconds, 1)
    )
    if found.proposed is None:
        return f"{now} {_('More would make signing in too slow here; nothing is proposed.')}"
    words = _("Proposed: {seconds} seconds and {memory} MB of memory for each try.")
    memory = found.proposed.memory // 1024
    return f"{now} " + words.format(seconds=number_words(found.seconds, 1), memory=memory)
