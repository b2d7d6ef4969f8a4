"""`record inventory --out FOLDER`: writes the data inventory and the start of an assessment."""

from pathlib import Path

from exports.errors import ExportError
from exports.package.writing import publish, replace_with
from session_forms.library.library import installed
from therapist_app.workflows.rights.data_inventory import inventory_pages


def write_inventory(folder: Path) -> str:
    """Write both pages into a folder, over those of before, and return what to tell.

    Raises:
        ExportError: The folder is not there, or cannot be written to.

    """
    if not folder.is_dir():
        raise ExportError(f"There is no folder {folder.name}: make it first.")
    pages = inventory_pages(installed())
    for name, data in pages.items():
        place = folder / name
        if place.exists():
            replace_with(place, data)
        else:
            publish({place: data}, {})
    return f"Written: {', '.join(sorted(pages))}."
