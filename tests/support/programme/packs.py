"""Content packs for tests: folders made in a moment, packed and signed by a key of the tests."""

import shutil
from collections.abc import Mapping
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from exports.package.packs import SignedPack, sign_pack
from exports.package.sealing import new_signing_key
from programme.packs.building import Pack, make_pack, read_head
from programme.packs.contents import read_contents
from programme.packs.folders import content_files
from programme.packs.memory import MemoryFolder
from session_forms.library.library import FormLibrary, installed
from session_forms.reference.directory import directory_file
from session_forms.reference.jurisdictions import jurisdiction_files, jurisdiction_folder

LEAD, STRANGER = new_signing_key(), new_signing_key()
DAY = date(2026, 3, 2)
SLEEP = ("sleep-own", 1, "Did you sleep?")
SLEEP_NOW = ("sleep-own", 2, "Did you sleep well?")
FORM = """\
id = "{id}"
version = {version}
title = "{title}"
licence = "own wording"

[[questions]]
id = "note"
kind = "yes_no"
prompt = "{prompt}"
"""

WORDS = """\
form = "core-10"
version = 2
permission = "{permission}"
introduction = "Think of the last week."
options = ["Never", "Seldom", "Sometimes", "Often", "Always"]
"""


def write_folder(folder: Path, texts: Mapping[str, str]) -> Path:
    """Write texts under their names into a folder, and return the folder."""
    for name, text in texts.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8", newline="\n")
    return folder


def head(kind: str, pack_id: str, version: str) -> str:
    """Return the pack.toml of an author."""
    lines = {"kind": kind, "id": pack_id, "version": version, "title": f"Our {kind}"}
    return "".join(f'{key} = "{value}"\n' for key, value in lines.items())


def form_text(form_id: str, version: int = 1, prompt: str = "Well?") -> str:
    """Return the definition of a small form."""
    return FORM.format(id=form_id, version=version, title=form_id.capitalize(), prompt=prompt)


def forms_folder(folder: Path, version: str, *forms: tuple[str, int, str]) -> Path:
    """Write a folder of small forms, each with its id, its version and what it asks."""
    texts = {f"{each[0]}.v{each[1]}.toml": form_text(*each) for each in forms}
    return write_folder(folder, {"pack.toml": head("forms", "our-forms", version), **texts})


def opening(form_id: str, *opened: str) -> str:
    """Return the definition of a form whose answer yes opens other forms."""
    names = ", ".join(f'"{each}"' for each in opened)
    when = "when = { equals = true }"
    alert = f'stream = "suicide", level = "act", states = "Yes.", {when}, opens = [{names}]'
    return f"{form_text(form_id)}alerts = [{{ {alert} }}]\n"


def words_folder(folder: Path, version: str, permission: str = "Letter of March 2026.") -> Path:
    """Write a folder of a clinic's own words for a measure that ships without any."""
    scores = installed().get("core-10", 2).scores
    items = sorted({item for score in scores for item in score.items})
    asked = "".join(f'\n[[items]]\nid = "{each}"\nprompt = "{each}?"\n' for each in items)
    words = WORDS.format(permission=permission) + asked
    texts = {"pack.toml": head("measures", "our-words", version), "core-10.v2.words.toml": words}
    return write_folder(folder, texts)


def local_texts(folder: Path, text_id: str = "") -> Path:
    """Copy the local texts that come with the program, or one of them."""
    found = jurisdiction_files(jurisdiction_folder())
    chosen = [each for each in found if each.name.startswith(text_id)]
    return write_folder(folder, {each.name: each.read_text("utf-8") for each in chosen})


def services_folder(folder: Path, version: str) -> Path:
    """Copy the list of services that comes with the program."""
    text = directory_file().read_text("utf-8")
    texts = {"pack.toml": head("directory", "our-services", version), "directory.toml": text}
    return write_folder(folder, texts)


def vignettes_folder(folder: Path, version: str, course: str = "pps-core") -> Path:
    """Copy the vignettes of the default programme into a folder of their own."""
    shipped = files("programme") / "modules" / "pps-core" / "training" / "rating-vignettes.toml"
    text = f'course = "{course}"\n{shipped.read_text("utf-8")}'
    texts = {
        "pack.toml": head("vignettes", "our-vignettes", version),
        "rating-vignettes.toml": text,
    }
    return write_folder(folder, texts)


def programme_folder(folder: Path, version: str) -> Path:
    """Copy the programme that comes with the program, under another version."""
    with as_file(files("programme") / "modules" / "pps-core") as there:
        shutil.copytree(there, folder)
    change(folder, "programme.toml", 'version = "0.', f'version = "{version}"  # 0.')
    return folder


def change(folder: Path, path: str, old: str, new: str) -> None:
    """Replace a text in a file once; it must stand there."""
    place = folder / path
    text = place.read_text("utf-8")
    assert old in text, f"{path} does not hold {old!r}"
    place.write_text(text.replace(old, new, 1), "utf-8", newline="\n")


def packed(folder: Path, forms: FormLibrary | None = None) -> Pack:
    """Return the pack of a folder, not signed."""
    said = read_head(folder, None)
    found = content_files(folder)
    contents = read_contents(said.kind, MemoryFolder(found), forms or installed())
    return make_pack(said, found, contents, DAY)


def signed(folder: Path, key: bytes = LEAD, forms: FormLibrary | None = None) -> SignedPack:
    """Return the pack of a folder, signed."""
    return sign_pack(packed(folder, forms).data, key)


def pack_file(folder: Path, key: bytes = LEAD, forms: FormLibrary | None = None) -> Path:
    """Write the signed pack of a folder beside it, and return the file."""
    made = signed(folder, key, forms)
    place = folder.with_name(f"{folder.name}-{made.pack.manifest.name}")
    place.write_bytes(made.data)
    return place
