"""What must be compared once more because who compared it left, or is about to."""

from collections.abc import Iterable
from dataclasses import dataclass

from therapist_app.workflows.content.pack_registry import known_signers
from therapist_app.workflows.content.trusted_signers import ended_signers
from therapist_app.workflows.exporting.keeping_recipients import (
    to_compare_anew,
)
from therapist_app.workflows.exporting.known_services import known_services
from therapist_app.workflows.people.recipient_words import recipient_in_words
from therapist_app.workflows.people.seeing_people import left_or_leaving
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ComparedByOne:
    """Numbers of one kind, and who compared them, who left.

    Attributes:
        names: Whose numbers they are: in words, or the number itself.
        by: The names of who compared them.

    """

    names: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToCompare:
    """What is compared anew: keys of recipients, signers of packs, and other services."""

    recipients: ComparedByOne = ComparedByOne()
    signers: ComparedByOne = ComparedByOne()
    services: ComparedByOne = ComparedByOne()

    @property
    def is_anything(self) -> bool:
        """Whether there is any."""
        return any(each.names for each in (self.recipients, self.signers, self.services))


NOTHING = ToCompare()


def to_compare(workspace: Workspace) -> ToCompare:
    """Return what must be compared anew now."""
    return _due(workspace, "")


def to_compare_without(workspace: Workspace, uid: str) -> ToCompare:
    """Return what would have to be compared anew besides once somebody left, who is here."""
    before, after = _due(workspace, ""), _due(workspace, uid)

    def more(of: ComparedByOne, than: ComparedByOne) -> ComparedByOne:
        left = list(of.names)
        for each in than.names:
            left.remove(each)
        name = left_or_leaving(workspace.vault, uid).get(uid, "")
        return ComparedByOne(tuple(left), (name,) if left else ())

    return ToCompare(
        more(after.recipients, before.recipients),
        more(after.signers, before.signers),
        more(after.services, before.services),
    )


def _due(workspace: Workspace, leaving: str) -> ToCompare:
    recipients = to_compare_anew(workspace, leaving)
    signers = known_signers(workspace.service)
    ended = {
        number: each
        for number, each in ended_signers(workspace.vault, leaving).items()
        if each.reason == "confirmer_left"
    }
    services = [each for each in known_services(workspace, leaving) if each.comparer_left]
    return ToCompare(
        ComparedByOne(
            tuple(recipient_in_words(each.name) for each in recipients),
            _each_once(each.compared_by for each in recipients),
        ),
        ComparedByOne(
            tuple(signers[number].name for number in ended),
            _each_once(each.name for each in ended.values()),
        ),
        ComparedByOne(
            tuple(each.name or each.number for each in services),
            _each_once(each.compared_by for each in services),
        ),
    )


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
