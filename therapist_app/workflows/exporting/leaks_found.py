"""What the search for leaks found, for the person who looks at a release that was refused."""

from exports.errors import MOST_SAID, ExportError, Hit, LeakFound
from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _


def refusal_in_words(error: ExportError) -> str:
    """Return why there is no release; what was found with its word, for the window alone.

    The word stands on the screen, where the person has just typed or is about to read it, and in no
    file, log line or message of an error.
    """
    if not isinstance(error, LeakFound):
        return str(error)
    found = " ".join(_found(hit) for hit in error.hits[:MOST_SAID])
    more = len(error.hits) - MOST_SAID
    if more > 0:
        words = ngettext("One more place.", "{count} more places.", more)
        found = f"{found} {words.format(count=more)}"
    return " ".join((found, _("Nothing was released. Take out what names somebody.")))


def _found(hit: Hit) -> str:
    where = f"{hit.file}, {hit.place}" if hit.place else hit.file
    return _("{where}, word {number}: “{word}” may be {what}.").format(
        where=where, number=hit.number, word=hit.word, what=hit.what
    )
