"""Errors in words."""

import re
from pathlib import Path

import pytest

from exports import errors as export_errors
from programme.errors import ProgrammeError, UnknownSession
from session_forms.errors import FormError, UnknownForm
from therapist_app.messages.errors import UNKNOWN, explain, is_known
from therapist_app.messages.message import UserFacingError
from therapist_app.messages.record_messages import RECORD_MESSAGES
from therapist_app.messages.workflow_messages import WORKFLOW_MESSAGES
from therapist_app.record import errors as record_errors
from therapist_app.workflows import errors as workflow_errors
from therapist_app.workflows.exporting.under_way import Stopped


def leaves(kind: type[Exception]) -> set[type[Exception]]:
    below = kind.__subclasses__()
    return {kind} if not below else set().union(*(leaves(each) for each in below))


def below(kind: type[Exception]) -> set[type[Exception]]:
    """Return a class of errors and all of the product that are below it."""
    ours = [each for each in kind.__subclasses__() if each.__module__.split(".")[0] != "tests"]
    return {kind}.union(*(below(each) for each in ours))


KINDS = sorted(
    leaves(record_errors.KnownRecordError) | leaves(workflow_errors.WorkflowError),
    key=lambda each: each.__name__,
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_a_person_can_act_on_has_its_sentences(kind):
    rows = RECORD_MESSAGES if issubclass(kind, record_errors.RecordError) else WORKFLOW_MESSAGES
    row = rows[kind]

    assert row.title
    assert row.what_happened.endswith(".")
    assert row.to_do.endswith(".")


def test_a_programme_that_is_not_installed_is_named():
    explained = explain(workflow_errors.ProgrammeMissing("programme our-course 1.0"))

    assert "not here: programme our-course 1.0." in explained.sentence
    assert "Nothing is lost." in explained.sentence


OF_CONTENT = sorted(below(ProgrammeError) | below(FormError), key=lambda each: each.__name__)
TOLD_ELSEWHERE = {
    "AnswerRejected": "a form tells it beside its question, by its problem",
    "ContentError": "content is read from folders and packs, and said there, with file and line",
    "DefinitionError": "as the error of content that it is where a form is in a folder or a pack",
    "FormError": "what they have in common; nobody raises it",
    "MissingForm": "as the error of content that it is",
    "PackRefused": "the page of versions says its sentence",
    "ProgrammeError": "what they have in common; nobody raises it",
    "UnknownRating": "the pages offer what can be rated",
}
"""Which have no row, and where they are told instead, or why nobody meets them."""


def test_of_every_error_of_content_it_is_decided_whether_it_has_a_row_or_is_told_where_it_is_met():
    without = {each.__name__ for each in OF_CONTENT if each not in WORKFLOW_MESSAGES}

    assert sorted(without ^ TOLD_ELSEWHERE.keys()) == [], "who is told what, and where?"


TOLD_AS_ITS_KIND = {
    "BackupDamaged": {
        *("cut-off", "digest", "label", "manifest", "no-backup", "not-as-copied", "not-made"),
        *("signature", "tail"),
    },
    "CannotRestrict": {"restricted"},
    "CannotWrite": {"disk"},
    "ClientProtected": {"restricted"},
    "CourseMoveRefused": {"not-on-offer"},
    "HeaderAltered": {
        *("boxes", "changed-outside", "content", "covers", "digest", "keepers", "mac", "missing"),
        *("no-box", "no-copy", "older", "pairs", "sealed-key", "service-boxes", "signature"),
        *("slot", "slots", "spelling", "statement", "waiting-release"),
    },
    "ListRefused": {"unreadable"},
    "LocalTextRefused": {"nothing"},
    "NoSuchRow": {"no-such-id"},
    "NotARecord": {"another-kind", "format", "no-header", "no-regular-file", "too-long"},
    "NotAllowed": {"lead", "owner", "second-person"},
    "PassphraseTooWeak": {"guessable", "not-text"},
    "PracticeMismatch": {"practice", "real", "seeded-sources"},
    "PromiseRefused": {"reason", "words"},
    "RecordDamaged": {"discarded", "secret-missing"},
    "RecordTooNew": {"header"},
    "RetentionRefused": {"role"},
    "SecondRatingRefused": {"open", "rater", "running"},
    "SenselessValue": {"day", "moment", "number", "row", "word", "words"},
    "StepRefused": {"never", "reason"},
    "WrongSheet": {"another-sheet"},
}
"""Details for which the sentences of their class are true, whichever of them it is."""
MADE = r'\b({kinds})(?:\((?:[\w.]+, )?|, )"([\w-]+)"(?: if [^"]+ else "([\w-]+)")?'
"""An error that is made with a detail, or with one of two, or stands beside one in a table; what
stands in a name is not seen."""


def test_of_every_detail_of_an_error_it_is_decided_whether_it_has_sentences_of_its_own():
    rows = {**RECORD_MESSAGES, **WORKFLOW_MESSAGES}
    own = {(key[0].__name__, key[1]) for key in rows if isinstance(key, tuple)}
    worded = {key[0] if isinstance(key, tuple) else key for key in rows}
    made = re.compile(MADE.format(kinds="|".join(each.__name__ for each in worded)))
    found = {
        (kind, detail)
        for path in (Path(export_errors.__file__).parents[1] / "therapist_app").rglob("*.py")
        if path.parent.name != "messages"
        for kind, *details in made.findall(path.read_text("utf-8"))
        for detail in details
        if detail
    }

    told = {(kind, detail) for kind, details in TOLD_AS_ITS_KIND.items() for detail in details}
    assert sorted(found - own - told) == [], "is the sentence of the class true of it?"
    assert sorted(told - found | told & own) == [], "it has sentences by now, or is made nowhere"


def test_an_error_of_an_export_that_has_no_row_is_told_by_its_sentence_and_not_as_the_one_above():
    class DiskTakenAway(export_errors.FilesNotWritten):
        """One that nobody has a row for."""

    error = DiskTakenAway("The disk was taken away: put it back.")

    assert is_known(error)
    assert explain(error).what_happened == "The disk was taken away: put it back."
    assert explain(error).title != explain(export_errors.FilesNotWritten()).title


def test_an_error_of_an_export_that_says_nothing_is_a_mistake_of_ours():
    assert not is_known(Stopped())
    assert explain(Stopped()) == UNKNOWN


def test_an_export_that_the_disk_refuses_is_told_like_any_other_file():
    assert explain(export_errors.FilesNotWritten()) == explain(record_errors.CannotWrite())


@pytest.mark.parametrize("kind", [UnknownForm, UnknownSession])
def test_content_that_is_not_installed_is_no_mistake_of_ours(kind):
    assert is_known(kind("x"))
    assert "Versions" in explain(kind("x")).to_do


def test_the_detail_chooses_the_sentence():
    explained = explain(record_errors.PassphraseTooWeak("too-short"))

    assert explained.title == "This passphrase is too short"
    assert "five or more words" in explained.sentence


def test_a_list_of_people_without_room_is_not_told_as_a_record_that_is_missing():
    explained = explain(record_errors.NotARecord("list-full"))

    assert explained.title == "The list of people is full"
    assert "Nothing was changed." in explained.sentence


def test_an_unknown_detail_falls_back_to_the_kind():
    explained = explain(record_errors.PassphraseTooWeak("guessable"))

    assert explained.title == "This passphrase is too easy to guess"


def test_what_nobody_knows_is_a_mistake_of_ours_and_repeats_nothing():
    error = ValueError("a client said this")

    explained = explain(error)

    assert explained == UNKNOWN
    assert "client said" not in f"{explained.title} {explained.sentence}"
    assert not is_known(error)


def test_words_for_a_person_stay_as_they_are():
    error = UserFacingError("a", "b", "c", "d")

    assert explain(error) is error
