"""The keeper's signature on a header, and the service's MAC over it."""

import hmac
from dataclasses import replace

from therapist_app.record.deriving import authenticate, derive_masked
from therapist_app.record.errors import HeaderAltered
from therapist_app.record.header import Header, signed_statement
from therapist_app.record.header_file import authenticated_bytes
from therapist_app.record.signing import is_signed, sign
from therapist_app.record.wiping import Masked


def sign_header(header: Header, keeper_seed: Masked) -> Header:
    """Return the header with the keeper's signature over people, roles and grants."""
    return replace(header, signature=sign(keeper_seed, signed_statement(header)))


def seal_header(header: Header, service_key: Masked) -> Header:
    """Return the header as its next generation, with its MAC."""
    following = replace(header, generation=header.generation + 1)
    return replace(following, mac=_mac(following, service_key))


def check_header(header: Header, service_key: Masked) -> None:
    """Check the MAC and the keeper's signature.

    Raises:
        HeaderAltered: Either does not fit.

    """
    if not hmac.compare_digest(_mac(header, service_key), header.mac):
        raise HeaderAltered("mac")
    if not is_signed(signed_statement(header), header.signature, header.keeper):
        raise HeaderAltered("signature")


def _mac(header: Header, service_key: Masked) -> bytes:
    key = derive_masked(service_key, "header-mac")
    mac = authenticate(key, authenticated_bytes(header))
    key.forget()
    return mac
