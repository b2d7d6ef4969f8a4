"""Words without a question: help, the words at both ends, a unit, or a passage to read."""

from collections.abc import Iterable, Mapping

from session_forms.exchange.fhir_terms.elements import Element
from session_forms.exchange.from_fhir.kinds_in import control_of

ROLES = ("lower", "upper", "unit")
HELP = "help"


def is_display(item: Element) -> bool:
    """Return whether the item only shows words."""
    return item.keys.get("type") == "display"


def words_below(items: Iterable[Element]) -> Mapping[str, str]:
    """Return the words among `items` by what they are for; all else is help."""
    found: dict[str, str] = {}
    for item in items:
        role = control_of(item)
        key = role if role in ROLES else HELP
        found[key] = joined(found.get(key, ""), words_of(item))
    return found


def words_of(item: Element) -> str:
    """Return the words of a display item; what else it says is listed."""
    item.see("linkId", "type")
    control_of(item)
    words = item.text("text")
    item.list_rest()
    return words


def joined(*texts: str) -> str:
    """Return the texts that are there, one a line."""
    return "\n".join(text for text in texts if text)
