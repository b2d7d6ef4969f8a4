"""The text of a header before anybody asks what it means: one spelling, a digest, a version."""

import hashlib
from collections.abc import Mapping
from typing import Any

from therapist_app.record.errors import HeaderAltered, NotARecord, RecordTooNew
from therapist_app.record.folder import strict_json

FORMAT = "therapist record"
LIMIT = 2 * 1024 * 1024
"""Room for 145 people who each have clients, 1.8 kB each, and some 4,000 acts of keepers."""
VERSION = 5


def fields_of(data: bytes) -> dict[str, Any]:
    """Return what stands in a header's file, spelt as it was written.

    Raises:
        NotARecord: It is something else.
        RecordTooNew: A later version wrote it.
        HeaderAltered: It is not as it was written.

    """
    try:
        fields = strict_json.parse(data)
    except strict_json.BadJson:
        raise HeaderAltered("spelling") from None
    if fields.get("format") != FORMAT:
        raise NotARecord("format")
    if with_digest(fields) != fields:
        raise HeaderAltered("digest")
    version = fields.get("version")
    if type(version) is int and version > VERSION:
        raise RecordTooNew("header")
    return fields


def with_digest(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields with the digest over all others."""
    # Anybody can compute it: it tells a damaged header from a wrong passphrase, no more.
    bare = {key: value for key, value in fields.items() if key != "digest"}
    return {**bare, "digest": hashlib.sha256(strict_json.canonical(bare)).hexdigest()}
