"""What is said of a table in which a row is expected and not there."""

from collections.abc import Iterable

from session_forms.words.texts import _


def rows_wanted(groups: Iterable[Iterable[str]]) -> str:
    """Return for what no row is there, of each group by its labels; "" where there are all."""
    named = "; ".join(" / ".join(group) for group in groups)
    return _("No row yet for: {what}.").format(what=named) if named else ""
