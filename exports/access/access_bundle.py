"""The copy of a client's record as files: readable PDF, JSON, and one encrypted file of both.

    sealed = sealed_bundle(record, passphrase, practice=False)
    files = open_bundle(sealed, passphrase)

Sealed with age under a passphrase, which is told by another channel.
"""

from collections.abc import Mapping

from exports.access.access_paper import access_pdf
from exports.access.access_record import AccessItem, AccessRecord
from exports.errors import SealRefused
from exports.package.package import as_json
from exports.package.sealing import seal_with_passphrase, unseal_with_passphrase
from programme.errors import PackRefused
from programme.packs.archive import read_tar, write_tar
from session_forms.words.texts import translate as _

FORMAT = 1
PDF, JSON = "record.pdf", "record.json"
ENDING = ".age"


def bundle_files(record: AccessRecord, *, practice: bool) -> dict[str, bytes]:
    """Return the files of a copy: the same record gives the same bytes."""
    return {PDF: access_pdf(record, practice=practice), JSON: access_json(record)}


def sealed_bundle(record: AccessRecord, passphrase: str, *, practice: bool) -> bytes:
    """Return the copy as one file that only the passphrase opens."""
    files = bundle_files(record, practice=practice)
    return seal_with_passphrase(write_tar(files), passphrase)


def open_bundle(data: bytes, passphrase: str) -> dict[str, bytes]:
    """Return the files of a sealed copy; nothing at all unless all of it is as it was sealed.

    Raises:
        SealRefused: The passphrase is another one, the file was changed, or is no copy of ours.

    """
    try:
        files = read_tar(unseal_with_passphrase(data, passphrase))
    except PackRefused:
        files = {}
    if set(files) != {PDF, JSON}:
        raise SealRefused("The file holds something else than a copy of a record.")
    return files


def access_json(record: AccessRecord) -> bytes:
    """Return the copy for programs: parts, items and lines, in plain words."""
    return as_json(
        {
            "format": FORMAT,
            "what": _("Copy of a record, made for the client"),
            "client_code": record.code,
            "made_on": record.made_on.isoformat(),
            "lines_left_out": record.left_out,
            "parts": [
                {"title": part.title, "items": [_item_json(item) for item in part.items]}
                for part in record.parts
            ],
        }
    )


def _item_json(item: AccessItem) -> Mapping[str, object]:
    return {
        "title": item.title,
        "lines": [{"what": line.what, "value": line.value} for line in item.lines],
        "lines_left_out": item.left_out,
    }
