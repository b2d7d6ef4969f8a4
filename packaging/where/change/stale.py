"""Which made files are no longer of what they are made from: read from their sums, not guessed.

::

    for file, how in stale(root, changed): ...
"""

import json
import re
from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path

FORMS = "session_forms/definitions"
ROW = re.compile("([^\t]*)\t([^\t]*)\t(.*)")
INVENTORY = ("docs/data-inventory.md", "docs/impact-assessment.md")
MAKE_CONTENT = "./dev content"
MAKE_INVENTORY = ".venv/bin/python -m therapist_app record inventory --out docs"


def stale(root: Path, changed: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield each made file that has to be made anew, with the command that makes it.

    The inventory has no sums: it is told where what it is made from changed and it did not.
    """
    if _is_stale_list(root / FORMS):
        yield f"{FORMS}/checked.jsonl", MAKE_CONTENT
    for kept in sorted((root / "programme/modules").glob("*.checked")):
        folder = kept.with_suffix("")
        if folder.is_dir() and _is_stale_programme(folder, kept):
            yield kept.relative_to(root).as_posix(), MAKE_CONTENT
    asks = re.compile(rf"{FORMS}/.*[.]toml|therapist_app/record/(inventory[.]toml|schema/.*[.]sql)")
    if any(asks.fullmatch(each) for each in changed) and not set(INVENTORY) & set(changed):
        yield " ".join(INVENTORY), f"{MAKE_INVENTORY}, where a question or a column is another one"


def _is_stale_list(folder: Path) -> bool:
    kept = folder / "checked.jsonl"
    if not kept.is_file():
        return False
    rows = [ROW.fullmatch(each) for each in kept.read_text("utf-8").splitlines()]
    sums = {row[1]: (row[2], row[3]) for row in rows if row}
    there = {each.name: each.read_bytes() for each in folder.glob("*.toml") if ".v" in each.name}
    if not there.keys() <= sums.keys():
        return True
    return any(
        sums[name][0] != sha256(data + b"\0" + sums[name][1].encode()).hexdigest()
        for name, data in there.items()
    )


def _is_stale_programme(folder: Path, kept: Path) -> bool:
    try:
        made_from = json.loads(kept.read_text("utf-8").splitlines()[1])["files"]
    except (IndexError, KeyError, ValueError):
        return False
    return any(
        asked is not None
        and (
            not (folder / name).is_file()
            or sha256((folder / name).read_bytes()).hexdigest() != asked
        )
        for name, asked in made_from.items()
    )
