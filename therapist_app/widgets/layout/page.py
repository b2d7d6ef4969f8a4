"""What stands at the top and the bottom of a page."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from session_forms.words.texts import translate as _
from therapist_app.theme.look import look
from therapist_app.widgets.layout.frames import Snug, box
from therapist_app.widgets.layout.layouts import STRETCH, Beside, Columns, Part, hold, row, stack
from therapist_app.widgets.words import text

HEAD_HEIGHT = 76
FOOT_HEIGHT = 60


def page_head(
    title: str,
    beneath: str = "",
    *,
    code: str = "",
    actions: Sequence[QWidget] = (),
    chips: Sequence[QWidget] = (),
) -> QFrame:
    """Return the head of a page: where, about whom, and the one or two things to do here."""
    lines: list[Part] = [text(title, "title", wrap=look().is_large)]
    if beneath:
        lines.append(text(beneath, "muted", wrap=look().is_large))
    words = hold(stack(*lines, gap="hair"))
    start: list[Part] = [client_chip(code), words] if code else [words]
    about = row(*start, *chips, STRETCH, gap="m")
    if look().is_large:
        about.setStretch(len(start) - 1, 1000)
    said = hold(about)
    whole = Beside(said, Columns(*actions, gap="m")) if actions else said
    layout = row(whole, margins=("page", "m", "page", "m"))
    layout.addStrut(HEAD_HEIGHT - 2 * look().space("m"))
    return Snug("head", layout)


def client_chip(code: str) -> QFrame:
    """Return the client's code: same place and form on every page about a client, never a name."""
    label = text(code, "lead", tone="accent")
    label.setAccessibleName(_("Client {code}").format(code=code))
    frame = box("chip", row(label, margins=("m", "xs", "m", "xs")), tone="accent")
    frame.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return frame


def foot_bar(*parts: Part) -> QFrame:
    """Return the foot of a page, which never scrolls: what is left to do, and the moves."""
    layout = row(*parts, gap="m", margins=("page", "m", "page", "m"))
    layout.addStrut(FOOT_HEIGHT - 2 * look().space("m"))
    frame = box("foot", layout)
    frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return frame
