"""Questions that are answered by pointing at something: a service, a local text."""

import re
from collections.abc import Mapping
from typing import Literal

from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.errors import AnswerRejected, KindsMissing, NotAvailable, Problem, WrongKind
from session_forms.questions.entries import EntriesQuestion
from session_forms.questions.question import Limits, QuestionBase

DirectoryKind = Literal[
    "emergency",
    "crisis_line",
    "child_protection",
    "prevention_line",
    "treatment",
    "own_clinic",
    "own_doctor",
    "child_helpline",
]

_ENTRY_ID = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_JURISDICTION_REF = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*@[1-9][0-9]{0,5}")
_MOST_CHARACTERS = 100


class DirectoryListQuestion(EntriesQuestion):
    """Services from the directory, by their ids, in the order chosen.

    Attributes:
        directory_kinds: The kinds of service to offer.
        must_include: The kinds that a finished list holds.

    """

    kind: Literal["directory_list"]
    directory_kinds: tuple[DirectoryKind, ...] = ()
    must_include: tuple[DirectoryKind, ...] = ()

    def offered(self, services: tuple[str, ...], kinds: Mapping[str, str]) -> tuple[str, ...]:
        """Return the services of the kinds that this question offers.

        `kinds` names the kind of each service; where it is empty, all are offered.
        """
        if not kinds or not self.directory_kinds:
            return services
        return tuple(each for each in services if kinds.get(each) in self.directory_kinds)

    def lacks(self, chosen: tuple[object, ...], kinds: Mapping[str, str]) -> Problem | None:
        """Return `KindsMissing` while no service of a needed kind is chosen.

        `kinds` names the kind of each service; where it is empty, nothing can be said.
        """
        held = {kinds.get(str(each)) for each in chosen}
        missing = tuple(kind for kind in self.must_include if kind not in held)
        return KindsMissing(missing) if kinds and missing else None

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        entries = self._entries(value)
        chosen = [_reference(each, _ENTRY_ID, limits) for each in entries]
        if len(set(chosen)) != len(chosen):
            raise AnswerRejected(WrongKind())
        return tuple(chosen) or None


class JurisdictionQuestion(QuestionBase):
    """The local legal text that was used, as `sample@1`.

    Attributes:
        reads: Which part of the chosen text stands below it, to be read; "" for none.

    """

    kind: Literal["jurisdiction"]
    reads: Literal["", "client_text", "therapist_text"] = ""

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        return _reference(value, _JURISDICTION_REF, limits)


def _reference(value: object, shape: re.Pattern[str], limits: Limits) -> str:
    if type(value) is not str or len(value) > _MOST_CHARACTERS or shape.fullmatch(value) is None:
        raise AnswerRejected(WrongKind())
    if limits.offered is not None and value not in limits.offered:
        raise AnswerRejected(NotAvailable())
    return value
