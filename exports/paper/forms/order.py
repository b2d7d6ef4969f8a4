"""What somebody can have of a form on paper: blank, with its answers, or to take along."""

from dataclasses import dataclass
from typing import Literal

from session_forms.form.definition import FormDefinition
from session_forms.form.licences import CopySize

What = Literal["blank", "hand_over", "filled", "copy"]
SaveOutcome = Literal["written", "not_written", "wrong_place", "nothing"]
"""What became of a file: written; the disk refused; never beside the record; nothing to print."""
PAGES: tuple[CopySize, ...] = ("a4", "a4_large_print")
FIRST_CONTACT = "first-contact"
"""The form that a helpline fills in on paper, with lines for who it is."""


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """What is to be printed.

    Attributes:
        what: A blank form, a first contact's page for a helpline, one with its answers, or the
            client's copy.
        size: How large.
        fillable: Whether a blank form has fields to type in; only in a file.

    """

    what: What
    size: CopySize = "a4"
    fillable: bool = False

    @property
    def is_of_client(self) -> bool:
        """Whether something of a client stands on it."""
        return self.what in ("filled", "copy")


@dataclass(frozen=True, slots=True)
class PaperOffer:
    """One thing that can be had, and its sizes; none is an offer without any."""

    what: What
    sizes: tuple[CopySize, ...]


def paper_offers(
    form: FormDefinition, *, has_answers: bool = False, is_whole: bool = False
) -> tuple[PaperOffer, ...]:
    """Return what can be had of a form; nothing where its words may not be printed by us.

    The client's copy is there once the form `is_whole`: finished, or nothing keeps it from that.
    """
    if form.licence.permission:
        return ()
    found = [PaperOffer("blank", PAGES)]
    if form.id == FIRST_CONTACT and not has_answers:
        found.append(PaperOffer("hand_over", ("a4",)))
    if has_answers:
        found.append(PaperOffer("filled", PAGES))
    if is_whole and form.client_copy is not None:
        found.append(PaperOffer("copy", form.client_copy.sizes))
    return tuple(found)
