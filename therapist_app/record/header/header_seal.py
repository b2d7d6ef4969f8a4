"""A keeper's signature on a header, and the service's MAC over it."""

import hmac
from collections.abc import Iterable
from dataclasses import replace

from therapist_app.record.crypto.key_derivation import authenticate, derive_masked
from therapist_app.record.crypto.signing import is_signed, sign
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.header.header import (
    CONTINUITY,
    VERSION,
    CaseloadGrant,
    Header,
    keeper_statement,
    signed_statement,
)
from therapist_app.record.header.header_file import authenticated_bytes


def sign_header(header: Header, keeper_seed: Masked) -> Header:
    """Return the header with a keeper's signature over people, roles and covers."""
    return replace(header, signature=sign(keeper_seed, signed_statement(header)))


def seal_header(header: Header, service_key: Masked) -> Header:
    """Return the header as its next generation, with its MAC."""
    following = replace(header, generation=header.generation + 1, version=VERSION)
    return replace(following, mac=_mac(following, service_key))


def check_header(header: Header, service_keys: Iterable[Masked]) -> None:
    """Check the MAC, a keeper's signature, and to whom data keys are sealed.

    Args:
        header: As it was read.
        service_keys: The service's own key; two while it is being changed.

    Raises:
        HeaderAltered: Something does not fit.

    """
    if not any(hmac.compare_digest(_mac(header, key), header.mac) for key in service_keys):
        raise HeaderAltered("mac")
    statement = signed_statement(header)
    if not any(is_signed(statement, header.signature, key) for key in _signing_keepers(header)):
        raise HeaderAltered("signature")
    if not all(_is_sealed_to_its_holders(header, grant) for grant in header.caseloads):
        raise HeaderAltered("boxes")


def keeper_keys(header: Header) -> tuple[bytes, ...]:
    """Return the verify keys of everybody who was ever made a keeper, the first one first."""
    known = [header.keeper]
    for link in header.keepers:
        statement = keeper_statement(header, link.verify)
        if any(is_signed(statement, link.signature, each) for each in known):
            known.append(link.verify)
    return tuple(known)


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
