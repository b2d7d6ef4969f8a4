"""What a person is told when something goes wrong: what happened, is anything lost, what to do.

Errors of the record and of the workflows state facts. In this room, and nowhere else, they
become sentences, in a table keyed by the class of the error; a test checks that every one of
them has its sentences. One of exports that has no row says its own. The unlock window meets
errors of the record alone: the table of the others loads with the first error that is none of
the record's.
"""

from session_forms.words.day_words import written_day
from session_forms.words.texts import N_, NN_, counted, translate
from therapist_app.messages.message import Rows, UserFacingError, wording
from therapist_app.messages.record_messages import RECORD_MESSAGES
from therapist_app.messages.rules import with_rules
from therapist_app.record.errors import ClockLeapt, RecordError, StatementRefused

AUDIT_ENTRIES = NN_("{count} audit entry", "{count} audit entries")

__all__ = ["UNKNOWN", "UserFacingError", "explain", "is_known"]

_NOBODY = N_("somebody who is not in the list of people")
_NO_DAY = N_("a day that it does not say")

UNKNOWN = wording(
    "Something went wrong in the application",
    "This is an error in the application, not your mistake.",
    "Lock the application and open it again. What was saved is there.",
    "The last two seconds of typing may be missing.",
)


def explain(error: BaseException) -> UserFacingError:
    """Return what a person is told about an error, in their language."""
    if isinstance(error, UserFacingError):
        return error
    rows, kind = _rows_for(error), type(error)
    found = rows.get((kind, getattr(error, "detail", ""))) or rows.get(kind)
    if found is None:
        return _own_sentence(error) or _filled(UNKNOWN, error)
    return _filled(found, error)


def is_known(error: BaseException) -> bool:
    """Whether an error is the world's doing, which a person can act on."""
    return type(error) in _rows_for(error) or _own_sentence(error) is not None


def _rows_for(error: BaseException) -> Rows:
    if isinstance(error, RecordError):
        return RECORD_MESSAGES
    from therapist_app.messages.workflow_messages import WORKFLOW_MESSAGES

    return WORKFLOW_MESSAGES


def _own_sentence(error: BaseException) -> UserFacingError | None:
    if isinstance(error, RecordError):
        return None
    from therapist_app.messages.workflow_messages import own_sentence

    return own_sentence(error)


def _filled(row: UserFacingError, error: BaseException) -> UserFacingError:
    return UserFacingError(*(_translated(each, error) for each in _words(row)))


def _words(row: UserFacingError) -> tuple[str, ...]:
    return (row.title, row.what_happened, row.lost, row.to_do)


def _translated(words: str, error: BaseException) -> str:
    if not words:
        return ""
    told = with_rules(translate(words))
    for fact in ("megabytes", "pack", "group", "file"):
        told = told.replace(f"{{{fact}}}", str(getattr(error, fact, 0)))
    if isinstance(error, ClockLeapt):
        told = told.replace("{now_day}", written_day(error.now))
        told = told.replace("{last_day}", written_day(error.last))
    if isinstance(error, StatementRefused):
        told = _with_names(told, error)
    return told.replace("{entries}", counted(AUDIT_ENTRIES, getattr(error, "entries", 0)))


def _with_names(told: str, error: StatementRefused) -> str:
    nobody, never = translate(_NOBODY), translate(_NO_DAY)
    for fact, name in (("by", error.by), ("seen_by", error.seen_by)):
        told = told.replace(f"{{{fact}}}", name or nobody)
    for fact, day in (("on", error.on), ("seen_on", error.seen_on)):
        told = told.replace(f"{{{fact}}}", never if day is None else written_day(day))
    return told
