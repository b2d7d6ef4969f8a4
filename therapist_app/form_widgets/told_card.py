"""What everybody is told on their first screen, as a card, and what they were told before."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.layout.seen_whole import SeenWhole
from therapist_app.widgets.parts import card, stack, text


def told_card(told: Sequence[str], note_told: Callable[[], None]) -> list[QWidget]:
    """Return the card of what is told now, noted once it was in sight; none without any."""
    if not told:
        return []
    lines = [sign_line("alert", each, "small") for each in told]
    whole = SeenWhole()
    whole.setLayout(stack(card(pgettext("card", "Told to everybody"), *lines)))
    whole.seen.connect(note_told)
    return [whole]


def told_again_card(told: Sequence[str]) -> list[QFrame]:
    """Return the card of what was told in the last weeks, to be read again; none without any."""
    title = _("Told to everybody in the last 8 weeks")
    return [card(title, *(text(each, "small", wrap=True) for each in told))] if told else []
