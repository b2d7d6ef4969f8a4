"""What the search for leaks found, for the person who looks at a release that was refused."""

import hashlib
from dataclasses import dataclass

from exports.errors import MOST_SAID, ExportError, LeakFound, LeakHit
from session_forms.words.texts import _, ngettext
from therapist_app.record.database import audit
from therapist_app.record.service import pseudonyms
from therapist_app.workflows.exporting.readers import OUTSIDE
from therapist_app.workflows.workspace import Workspace

MARKED = "leak_marked"


@dataclass(frozen=True, slots=True)
class Marks:
    """What was marked as no identifier for one release: in the audit alone, and without a word.

    An entry names a keyed hash of the release and the word. Nobody who reads it learns the word,
    and a mark for one release says nothing about another.

    Attributes:
        release: What the release is of, and the month in which it is made.

    """

    workspace: Workspace
    profile: str
    recipient: str
    purpose: str
    release: str

    def mark(self, hit: LeakHit) -> None:
        """Note that the person signed in has looked at a word, and it identifies nobody."""
        audit.note(self.workspace.service, MARKED, self._subject(hit))

    def is_marked(self, hit: LeakHit) -> bool:
        """Return whether as many people have marked it as its readers need: outside, two."""
        people = audit.signers_of(self.workspace.service, MARKED, self._subject(hit))
        return len(people) >= (2 if self.profile == OUTSIDE else 1)

    def _subject(self, hit: LeakHit) -> str:
        said = "\0".join((self.profile, self.release, *hit.mark)).encode()
        hashed = hashlib.sha256(said).hexdigest()
        service = self.workspace.service
        return f"mark:{pseudonyms.pseudonym_for(service, hashed, self.recipient, self.purpose)}"


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


def words_found(error: ExportError) -> tuple[LeakHit, ...]:
    """Return what can be marked as no identifier, each word once, of those that are said."""
    said = error.hits[:MOST_SAID] if isinstance(error, LeakFound) else ()
    return tuple({hit.mark: hit for hit in reversed(said)}.values())[::-1]


def _found(hit: LeakHit) -> str:
    where = f"{hit.file}, {hit.place}" if hit.place else hit.file
    return _("{where}, word {number}: “{word}” may be {what}.").format(
        where=where, number=hit.number, word=hit.word, what=hit.what
    )
