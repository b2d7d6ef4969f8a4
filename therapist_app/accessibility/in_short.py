"""What a thing says of itself when one comes to it, in short; all of it is there to be asked for.

Who sees passes over what they know; who listens hears each word before they can act.
"""

import re

from PySide6.QtWidgets import QWidget

HEARD_AT_ONCE = 10
"""Words of a group that are said whole before what has the keyboard in it."""
HEARD_OF_A_FIELD = 13
"""Words that are said whole of what has the keyboard itself."""
HOW_IT_BEGINS = 7
"""Words that are said of a sentence with more."""
WHOLE = "told_whole"
"""Where a widget keeps all that it could say of itself."""
READ_BEFORE = "read_before"
"""Where a form keeps what is read before its questions, which is heard on coming into it."""
_END = re.compile(r"(?<=[.!?])\s+")


def in_short(words: str, most: int = HEARD_AT_ONCE) -> str:
    """Return the sentences that are heard at once, or how the first one begins."""
    if len(words.split()) <= most:
        return words
    kept: list[str] = []
    for sentence in _END.split(" ".join(words.split())):
        kept += sentence.split()
        if len(kept) > most:
            kept = kept[: -len(sentence.split())] or kept[:HOW_IT_BEGINS]
            break
    return " ".join(kept).rstrip(".,;:·…") + "…"


def describe_in_short(widget: QWidget, words: str, most: int = HEARD_OF_A_FIELD) -> None:
    """Let a widget say how its words begin; the key that asks for more says all of them."""
    hold_whole(widget, words)
    widget.setAccessibleDescription(in_short(words, most))


def hold_whole(widget: QWidget, words: str) -> None:
    """Let a widget keep words that are said once they are asked for."""
    widget.setProperty(WHOLE, words)


def all_of(widget: QWidget) -> str:
    """Return all that a widget could say of itself, or nothing where it says that already."""
    return str(widget.property(WHOLE) or "")
