"""What of a secret can be heard on the accessibility bus: the events that give it away."""

from collections.abc import Iterable

from tests.support.assistive.assistant import Event

TEXT = "object:text-changed"
SAID_OF_A_SECRET = {"", "dot", "deleted", "Caps Lock is on"}


def given_away(heard: Iterable[Event], *secrets: str) -> list[Event | str]:
    """Return every event that tells of a secret, and each secret whose letters came one by one."""
    events = list(heard)
    told = [
        each
        for each in events
        if (each.role == "password text" and _tells(each))
        or any(secret in words for secret in secrets for words in (each.words, each.name))
    ]
    letters = "".join(each.words for each in events if each.kind.startswith(TEXT))
    return [*told, *(each for each in secrets if each in letters)]


def _tells(event: Event) -> bool:
    """Whether a line for a secret tells more than its name, what is wrong, or that a dot came."""
    if event.kind.startswith(("object:property-change", "object:state-changed", "focus")):
        return False
    return event.words not in SAID_OF_A_SECRET
