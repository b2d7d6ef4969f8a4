"""What shows that a header is the service's own: a keeper's statement, and the service's MAC."""

import hmac
from collections.abc import Iterable
from dataclasses import replace

from therapist_app.record.crypto.key_derivation import authenticate, derive_masked
from therapist_app.record.crypto.signing import is_signed
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.header.header import (
    CONTINUITY,
    CaseloadGrant,
    Header,
    signed_statement,
)
from therapist_app.record.header.header_file import authenticated_bytes
from therapist_app.record.header.numbers import MOST_WRITINGS, count_after
from therapist_app.record.header.statements import check_statements, has_statements, keeper_keys

_WRITTEN_FIRST = 2
"""What a header of version 1 becomes when it is written; a keeper's statement makes it newer."""


def seal_header(header: Header, service_key: Masked) -> Header:
    """Return the header as its next generation, with its MAC."""
    version = max(header.version, _WRITTEN_FIRST)
    generation = count_after(header.generation, MOST_WRITINGS)
    following = replace(header, generation=generation, version=version)
    return replace(following, mac=_mac(following, service_key))


def check_signatures(header: Header) -> None:
    """Check what needs no key: that a keeper signed what the header says.

    Raises:
        HeaderAltered: Something does not fit.

    """
    if has_statements(header):
        check_statements(header)
        return
    statement = signed_statement(header)
    if not any(is_signed(statement, header.signature, key) for key in _signing_keepers(header)):
        raise HeaderAltered("signature")


def check_header(header: Header, service_keys: Iterable[Masked]) -> None:
    """Check the MAC, what keepers and owners signed, and to whom data keys are sealed.

    Args:
        header: As it was read.
        service_keys: The service's own key; two while it is being changed.

    Raises:
        HeaderAltered: Something does not fit.

    """
    if not any(hmac.compare_digest(_mac(header, key), header.mac) for key in service_keys):
        raise HeaderAltered("mac")
    check_signatures(header)
    if not all(_is_sealed_to_its_holders(header, grant) for grant in header.caseloads):
        raise HeaderAltered("boxes")


def _signing_keepers(header: Header) -> list[bytes]:
    keepers = [each.verify for each in header.people if "keeper" in each.roles]
    return [each for each in keeper_keys(header) if each in keepers]


def _is_sealed_to_its_holders(header: Header, grant: CaseloadGrant) -> bool:
    may = {grant.owner, *(each.to for each in header.covers_of(grant.id))}
    if header.continuity:
        may.add(CONTINUITY)
    return {each.to for each in grant.boxes} <= may


def _mac(header: Header, service_key: Masked) -> bytes:
    key = derive_masked(service_key, "header-mac")
    mac = authenticate(key, authenticated_bytes(header))
    key.forget()
    return mac
