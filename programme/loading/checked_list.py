"""A programme that was read and checked once, so that it need not be at every start.

Beside a programme's folder stands its list. It holds, in this order: a SHA-256 over all that
follows; what the programme was made from, which is the SHA-256 of each file that was read and
of the forms it was held against; and the programme. Where any of it is no longer that, the
folder is read and checked afresh, so an old or a damaged list costs time and nothing else.
``python -m programme cache`` writes it.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources.abc import Traversable

from pydantic import ValidationError

from programme.definition.definition import Programme
from programme.source_files.content import read_file
from session_forms.library.library import FormLibrary

ENDING = ".checked"
"""What the list is called: as the folder, with this after it."""


def find_checked(folder: Traversable, listed: Traversable, forms: FormLibrary) -> Programme | None:
    """Return the programme in a folder as it was checked, or None where that is to be done again.

    Args:
        folder: The folder that holds programme.toml.
        listed: Its list.
        forms: The installed forms.

    """
    try:
        digest, made_from, programme = listed.read_bytes().split(b"\n", 2)
    except (OSError, ValueError):
        return None
    if digest != _digest(made_from, programme) or not _is_still(made_from, folder, forms):
        return None
    try:
        return Programme.model_validate_json(programme)
    except ValidationError:
        return None


def listed_text(programme: Programme, held: Mapping[str, bytes | None], forms: FormLibrary) -> str:
    """Return the list of a programme that was made from files that hold this."""
    made_from = _spelt(held, forms)
    text = programme.model_dump_json(exclude_unset=True, indent=1).encode() + b"\n"
    return b"\n".join((_digest(made_from, text), made_from, text)).decode()


def _is_still(made_from: bytes, folder: Traversable, forms: FormLibrary) -> bool:
    if not forms.digest:
        return False
    names = json.loads(made_from)["files"]
    return made_from == _spelt({name: read_file(folder, name) for name in names}, forms)


def _spelt(held: Mapping[str, bytes | None], forms: FormLibrary) -> bytes:
    hashes = {
        name: None if data is None else sha256(data).hexdigest() for name, data in held.items()
    }
    return json.dumps({"forms": forms.digest, "files": hashes}).encode()


def _digest(made_from: bytes, programme: bytes) -> bytes:
    return sha256(made_from + b"\n" + programme).hexdigest().encode()
