"""Who fills a form in and how, and what a question is told besides its own state."""

from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QLocale, Qt

from therapist_app.form_widgets.letter_run import LetterRun


@dataclass(frozen=True, slots=True)
class FillMode:
    """What a panel is told about the person who fills in the form.

    Attributes:
        client: Whether the client holds the laptop: larger controls.
        one_by_one: Whether each question begins with a page of its own.
        finish: What the button says that finishes the form; empty for "Finish".
        shows_help: Whether each question says more, which is often meant for whoever asks it.

    """

    client: bool = False
    one_by_one: bool = False
    finish: str = ""
    shows_help: bool = True


TOGETHER = FillMode()


@dataclass(frozen=True, slots=True)
class RenderContext:
    """Where a question is drawn, and for whom.

    Attributes:
        standing_note: The form's note, which stands beside long texts.
        client: Whether the client holds the laptop: larger controls, one column.
        one_at_a_time: Whether no other question is shown.
        right_to_left: Whether the form's language is read from the right.
        today: The day, for telling how old an entry of the directory is.
        shows_help: Whether the question says more than what is asked.
        near: The services that are near, by id; of others a question shows at first only those
            that are chosen. Empty shows all.
        letters: The letters that were typed in a row, in whichever question.

    """

    standing_note: str = ""
    client: bool = False
    one_at_a_time: bool = False
    today: date | None = None
    right_to_left: bool = False
    shows_help: bool = True
    near: frozenset[str] = frozenset()
    letters: LetterRun = field(default_factory=LetterRun, compare=False)


def direction(language: str) -> Qt.LayoutDirection:
    """Return the direction of a language such as ``he`` or ``ar-EG``."""
    return QLocale(language).textDirection()
