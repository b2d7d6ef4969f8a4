"""Rows of the service file that somebody else wrote: a colleague, or an earlier version."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from therapist_app.record.crypto.signing import sign, verify_key_of
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import audit_chain
from therapist_app.record.database.audit_chain import SIGNED_ROWS, Actor, Deed
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.service import quarters
from therapist_app.record.service.quarters import ClosedQuarter, QuarterFigures


def close_as_colleague(service: ServiceFile, closed: ClosedQuarter) -> None:
    """Let somebody close a quarter and sign it, whose key is known while the file is open."""
    uid, seed = closed.confirmed_by, bytes(32)
    service.verify_keys = {**service.verify_keys, uid: verify_key_of(bytearray(seed))}
    signing = partial(sign, Masked(bytearray(seed)))
    _as_somebody(service, Actor(uid, signing), lambda: quarters.close(service, closed))


def close_unsigned(service: ServiceFile, closed: ClosedQuarter) -> None:
    """Keep that somebody closed a quarter, before anything is signed with its row."""
    actor = Actor(closed.confirmed_by, service.audit._actor.sign)
    _as_somebody(service, actor, lambda: quarters.close(service, closed), signed=())


def give_unsigned(service: ServiceFile, figures: QuarterFigures) -> None:
    """Keep what somebody gave to a quarter, likewise."""
    actor = Actor(figures.written_by, service.audit._actor.sign)
    _as_somebody(service, actor, lambda: quarters.give(service, figures), signed=())


def _as_somebody(
    service: ServiceFile,
    actor: Actor,
    act: Callable[[], None],
    signed: Collection[str] = SIGNED_ROWS,
) -> None:
    now, append = service.audit._actor, service.audit.append

    def append_as_then(at: datetime, deed: Deed) -> None:
        told = tuple(each for each in deed.fields if "=" not in each)
        append(at, replace(deed, fields=told))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit_chain, "SIGNED_ROWS", frozenset(signed))
        if not signed:  # nor did that version tell of the row
            patch.setattr(service.audit, "append", append_as_then)
        service.audit.sign_as(actor)
        try:
            act()
        finally:
            service.audit.sign_as(now)
