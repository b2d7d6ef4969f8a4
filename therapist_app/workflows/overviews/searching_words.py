"""Finding own words in notes, worksheets and answers to alerts, as they stand in the file.

The words of a form are taken after it changed, when somebody looks for the next thing: writing
answers costs nothing more. What counts is found: of a corrected form the newest answers, of a note
what was signed and each amendment to it; with each form what was answered to its alerts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from session_forms.filling.own_words import own_words
from session_forms.words.folding import FoldedWord, is_found, marks_in, typed_words, words_in
from session_forms.words.texts import _
from therapist_app.record.clients import alerts, appointments, clients, filled_forms, searched_words
from therapist_app.record.clients.filled_forms import NOTE_FORM
from therapist_app.record.model import Alert, FilledForm
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.permissions import may
from therapist_app.workflows.workspace import Workspace

LEAST_LETTERS = 3
"""Shorter beginnings stand in nearly every text."""
LONGEST_WORD = 40
AROUND = 3
"""So many words are shown on each side of what was found."""


@dataclass(frozen=True, slots=True)
class WordHit:
    """One form with the words.

    Attributes:
        code: The client's code.
        title: What the form is called.
        day: The local day on which it was answered.
        excerpt: The words with those around them.
        marks: Where the typed words stand in the excerpt: start and end, in characters.
        note_of: The session whose note it is; empty for any other form.
        alert_id: The alert of the form in whose answer the words stand; empty where the form has
            them itself.
        place: Where they stand: the question, or the id of an amendment to a session's note.

    """

    filled_form_id: str
    client_id: str
    code: str
    title: str
    day: date
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    note_of: str = ""
    alert_id: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class WordsFound:
    """The newest forms with the words, and how many there are at least."""

    hits: tuple[WordHit, ...]
    count: int
    is_all: bool


NONE_FOUND = WordsFound((), 0, is_all=True)


def take_words(workspace: Workspace, *, most: int, newest_first: bool = False) -> bool:
    """Take the words of some forms that changed; return whether others are left.

    A form that is not installed here waits until it is.

    Args:
        workspace: Where they are.
        most: Of how many forms.
        newest_first: Whether what changed last is taken first.

    """
    if workspace.vault.is_only_read or not may(workspace.vault, "work_with_clients"):
        return False
    caseload = workspace.caseload
    forms = ((each.id, each.version) for each in workspace.forms.all())
    found = searched_words.waiting(caseload, forms, limit=most, newest_first=newest_first)
    if found:
        with caseload.together(draft=True):
            for filled_form_id in found:
                _take(workspace, filled_form_id)
            searched_words.taken(caseload, found)
    return len(found) == most


def find_words(workspace: Workspace, typed: str, *, limit: int, of_client: str = "") -> WordsFound:
    """Return the newest forms in which each typed word begins a word that somebody wrote.

    Args:
        workspace: Where they are.
        typed: What is looked for.
        limit: How many are named.
        of_client: The one client whose forms are looked at; empty for all.

    """
    wanted = typed_words(typed)
    if not any(len(each) >= LEAST_LETTERS for each in wanted):
        return NONE_FOUND
    if not may(workspace.vault, "work_with_clients"):
        return NONE_FOUND
    found = searched_words.find(workspace.caseload, wanted, limit=limit, of_client=of_client)
    counting = [_counting(workspace, each) for each in found.newest]
    codes = clients.codes(workspace.caseload, {each.client_id for each in counting})
    hits = (_hit(workspace, each, codes[each.client_id], wanted) for each in counting)
    shown = tuple(each for each in hits if each is not None)
    return WordsFound(shown, found.count, is_all=found.is_all)


def _take(workspace: Workspace, filled_form_id: str) -> None:
    counting = _counting(workspace, filled_form_id)
    words = {
        word.folded[:LONGEST_WORD]
        for text in (
            *(text for _question_id, text in _texts(workspace, counting)),
            *_answers_to_alerts(workspace, counting),
        )
        for word in words_in(text)
    }
    searched_words.keep(workspace.caseload, counting.id, counting.answered_at, words)


def _counting(workspace: Workspace, filled_form_id: str) -> FilledForm:
    """Return a form as it counts; a note and each amendment to it stand for themselves."""
    filled = filled_forms.load(workspace.caseload, filled_form_id)
    if filled.form_id == NOTE_FORM:
        return filled
    return filled_forms.as_it_counts(workspace.caseload, filled_form_id)


def _texts(workspace: Workspace, filled: FilledForm) -> tuple[tuple[str, str], ...]:
    """Return what somebody wrote, by its question; nothing where no form here fits."""
    if not fitting_forms.fits(workspace, filled):
        return ()
    return tuple(own_words(workspace.form_of(filled), workspace.answers_of(filled)))


def _answers_to_alerts(workspace: Workspace, filled: FilledForm) -> Iterator[str]:
    for each in alerts.answered_of_form(workspace.caseload, filled.id):
        yield from _answer_texts(each)


def _answer_texts(alert: Alert) -> tuple[str, ...]:
    """Return what somebody wrote about an alert: facts and decision, who was told, a reason."""
    given = alert.acknowledgement
    return () if given is None else (given.facts, given.told, given.reason_for_open_actions)


def _hit(
    workspace: Workspace, filled: FilledForm, code: str, wanted: Sequence[str]
) -> WordHit | None:
    """Return what is shown of a form; nothing where its words cannot be read here any more."""
    excerpts = ((at, _excerpt(each, wanted)) for at, each in _texts(workspace, filled))
    question_id, excerpt = next((each for each in excerpts if each[1]), ("", ""))
    if not excerpt:
        return _hit_in_alert(workspace, filled, code, wanted)
    note_of = (filled.appointment_id or "") if filled.form_id == NOTE_FORM else ""
    return WordHit(
        filled_form_id=filled.id,
        client_id=filled.client_id,
        code=code,
        title=workspace.form_of(filled).short_title,
        day=appointments.given_at(workspace.caseload, filled).astimezone().date(),
        excerpt=excerpt,
        marks=marks_in(excerpt, wanted),
        note_of=note_of,
        place=filled.id if note_of and filled.amends else question_id,
    )


def _hit_in_alert(
    workspace: Workspace, filled: FilledForm, code: str, wanted: Sequence[str]
) -> WordHit | None:
    """Return what is shown of the first alert of a form with the words in its answer."""
    for alert in alerts.answered_of_form(workspace.caseload, filled.id):
        excerpt = _first_excerpt(_answer_texts(alert), wanted)
        if excerpt:
            return WordHit(
                filled_form_id=filled.id,
                client_id=filled.client_id,
                code=code,
                title=_("Answer to an alert"),
                day=(alert.acknowledged_at or alert.opened_at).astimezone().date(),
                excerpt=excerpt,
                marks=marks_in(excerpt, wanted),
                alert_id=alert.id,
            )
    return None


def _first_excerpt(texts: Iterable[str], wanted: Sequence[str]) -> str:
    return next((found for each in texts if (found := _excerpt(each, wanted))), "")


def _excerpt(text: str, wanted: Sequence[str]) -> str:
    """Return the first of the wanted words in a text, with some words on each side."""
    words = list(words_in(text))
    for at, word in enumerate(words):
        if any(is_found((each,), (word.folded,)) for each in wanted):
            return _around(text, words, at)
    return ""


def _around(text: str, words: Sequence[FoldedWord], at: int) -> str:
    first, last = max(0, at - AROUND), min(len(words) - 1, at + AROUND)
    start = words[first].start if first else 0
    end = words[last].end if last < len(words) - 1 else len(text)
    cut = " ".join(text[start:end].split())
    return f"{'… ' if first else ''}{cut}{' …' if last < len(words) - 1 else ''}"
