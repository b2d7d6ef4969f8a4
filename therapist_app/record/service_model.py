"""The rows of the service file, frozen: what left, texts of the service, who was erased or moved.

They are written as those of a caseload are (`model`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

ReleaseStanding = Literal["begun", "released", "interrupted"]
ErasureBasis = Literal[
    "no_longer_needed", "consent_withdrawn", "objection", "unlawful", "legal_duty", "retention_over"
]
"""Why a record is erased: the grounds of GDPR art. 17(1)(a)-(e), or the end of retention."""


@dataclass(frozen=True, slots=True)
class Release:
    """One row of the ledger: what left, for whom, and who approved it.

    Attributes:
        standing: `begun` until it is known what became of it, `interrupted` where it was cut off
            and nothing of it was found.
        place: The folder it is being written into, while it is begun.
        second_by: Who approved it besides, where two people must.
        reissue_of: Which earlier release it takes the place of.

    """

    id: str
    profile: str
    recipient: str
    purpose: str
    made_at: datetime
    approved_by: str
    manifest: str
    unprotected: str
    standing: ReleaseStanding = "released"
    place: str = ""
    second_by: str = ""
    reissue_of: str = ""


@dataclass(frozen=True, slots=True)
class ReadableCopy:
    """A copy of a release that anybody can read, saved by an act of its own."""

    id: str
    release_id: str
    saved_at: datetime
    saved_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReleaseCorrection:
    """A correction of the record, made after a release that it changes.

    Attributes:
        form_id: Which form was corrected; never whose.

    """

    id: str
    release_id: str
    corrected_at: datetime
    corrected_by: str
    form_id: str


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text on the limits of confidentiality that this service writes and approves.

    Attributes:
        id: Its name, as `gb`.
        text: The text itself, as JSON.
        written_by: Who wrote it, by name.
        read_on: The day of the second reading; None while it was not read again.
        objection: Why who read it a second time did not agree; empty once somebody did.

    """

    id: str
    version: int
    text: str
    written_by: str
    written_on: date
    changed_at: datetime
    read_by: str = ""
    read_on: date | None = None
    approved_by: str = ""
    approved_at: datetime | None = None
    objection: str = ""
    objected_by: str = ""
    objected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Tombstone:
    """That somebody was erased, when and why; who it was can only be asked, not read."""

    hash: bytes
    erased_at: datetime
    basis: ErasureBasis


@dataclass(frozen=True, slots=True)
class ClientMove:
    """A client who is to go over to a colleague's caseload, or went.

    Attributes:
        client: What stands for them, as for who was erased; who it is can only be asked.
        turn: Which move of this client it is, counted from 1.
        from_caseload: The id of the caseload that they are in until somebody takes them over.
        to_person: The uid of the colleague.
        offered_by: The uid of the owner of the caseload at that time, and `offered_sign` is theirs.
        parcel: All rows of the client, sealed to the colleague. None while somebody has the
            caseload open, and once no backup of the other caseload is older than the move.
        ended_at: When the colleague took them over, or the owner took the offer back.
        to_caseload: The id of the caseload that they are in since; empty until then.
        parcel_hash: What the parcel that was taken is known by.
        taken_sign: The colleague's signature, once they took them over.

    """

    id: str
    client: bytes
    turn: int
    from_caseload: str
    to_person: str
    offered_at: datetime
    offered_by: str
    offered_sign: bytes
    parcel: bytes | None = None
    ended_at: datetime | None = None
    to_caseload: str = ""
    parcel_hash: bytes | None = None
    taken_sign: bytes | None = None
