"""How packs, their versions and their files are called; light, since every start imports it."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Literal, get_args

MANIFEST = "pack.toml"
SIGNATURE = "signature.json"
ENDING = ".pack"

Kind = Literal[
    "programme", "forms", "measures", "jurisdictions", "directory", "translations", "vignettes"
]
KINDS: tuple[Kind, ...] = get_args(Kind)

ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
LONGEST_ID = 100
VERSION_PATTERN = r"^(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){0,2}$"
"""One to three whole numbers joined by dots, such as 1.4.0."""

HASH_PATTERN = r"^[0-9a-f]{64}$"

FILE_NAME = re.compile(r"(?=.{1,99}\Z)[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*){0,5}", re.ASCII)
"""How a file in a pack is called: plain folders and a plain name, none of them hidden."""


def order_of(version: str) -> tuple[int, ...]:
    """Return what versions are sorted by: 1.10 stands after 1.9, and 1 beside 1.0.0."""
    numbers = [int(part) for part in version.split(".")]
    return (*numbers, *[0] * (3 - len(numbers)))


def content_hash(hashes: Mapping[str, str]) -> str:
    """Return one hash over the files of a folder: their places, and the SHA-256 of each."""
    total = sha256()
    for path, digest in sorted(hashes.items()):
        total.update(f"{path}\0{digest}\n".encode())
    return total.hexdigest()
