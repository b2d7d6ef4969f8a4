"""Errors in words."""

import pytest

from exports import errors as export_errors
from programme.errors import UnknownSession
from session_forms.errors import UnknownForm
from therapist_app.messages.errors import UNKNOWN, explain, is_known
from therapist_app.messages.message import UserFacingError
from therapist_app.messages.record_messages import RECORD_MESSAGES
from therapist_app.messages.workflow_messages import WORKFLOW_MESSAGES
from therapist_app.record import errors as record_errors
from therapist_app.workflows import errors as workflow_errors


def leaves(kind: type[Exception]) -> set[type[Exception]]:
    below = kind.__subclasses__()
    return {kind} if not below else set().union(*(leaves(each) for each in below))


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
