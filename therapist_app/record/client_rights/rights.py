"""The rows that keep a client's rights over their data: consents, restrictions, legal holds.

Ids, times and days are as in `model`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

Decision = Literal["given", "refused", "withdrawn"]
GivenHow = Literal["signed_paper", "spoken", "form"]
RestrictionReason = Literal["accuracy", "unlawful", "needed_for_claim", "objection", "retention"]
"""Why processing is restricted: the four grounds of GDPR art. 18(1), or kept for retention only."""
ErasureBasis = Literal[
    "no_longer_needed", "consent_withdrawn", "objection", "unlawful", "legal_duty", "retention_over"
]
"""Why a record is erased: the grounds of GDPR art. 17(1)(a)-(e), or the end of retention."""
RESTRICTION_REASONS: tuple[RestrictionReason, ...] = get_args(RestrictionReason)
ERASURE_BASES: tuple[ErasureBasis, ...] = get_args(ErasureBasis)


@dataclass(frozen=True, slots=True)
class Consent:
    """One decision of a client.

    Attributes:
        topic: What it is about.
        text_id: The text that was read or signed: a form, or a paper of the clinic.
        text_version: The version of that text.

    """

    id: str
    client_id: str
    topic: str
    text_id: str
    text_version: str
    decision: Decision
    given_how: GivenHow
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Restriction:
    """A record that is kept and hidden, neither changed nor exported.

    Attributes:
        review_on: The day on which it is looked at again.
        lifted_at: When it ended; None while it stands.

    """

    id: str
    client_id: str
    reason: RestrictionReason
    restricted_at: datetime
    review_on: date | None = None
    lifted_at: datetime | None = None
    lift_reason: str = ""


@dataclass(frozen=True, slots=True)
class LegalHold:
    """A reason why a record must be kept; while it stands nothing erases the client."""

    id: str
    client_id: str
    reason: str
    held_at: datetime
    review_on: date | None = None
    lifted_at: datetime | None = None
    lift_reason: str = ""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """That somebody was erased, when and why; who it was can only be asked, not read."""

    hash: bytes
    erased_at: datetime
    basis: ErasureBasis
