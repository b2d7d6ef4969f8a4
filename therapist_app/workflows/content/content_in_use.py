"""The content in use: what comes with the program, what packs bring, what the clinic added.

What only packs or other languages need is imported where there are any, so that a start without
them stays short.
"""

from dataclasses import replace
from pathlib import Path

from session_forms.clinic import site_folder
from session_forms.clinic.translations import is_spoken
from session_forms.words.texts import WRITTEN_IN, language
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.workflows.content.pack_registry import read_list
from therapist_app.workflows.content.shipped_content import ContentInUse, shipped
from therapist_app.workflows.packs_in_use import PacksInUse, PackSource


def content_in_use(service: Path | None, packs: PackSource | None = None) -> ContentInUse:
    """Return everything that is in use.

    Args:
        service: The service folder, where a clinic keeps packs, and forms and words of its own.
        packs: The packs to use; without it those that the list in that folder names.

    """
    if packs is None and service is not None:
        folder = ServiceFolder(service).packs
        packs = PackSource(folder, read_list(folder))
    found = shipped()
    if packs is not None and packs.listed:
        from therapist_app.workflows.content.pack_content import with_packs

        found = with_packs(found, packs)
    elif packs is not None:
        found = replace(found, packs=PacksInUse(differed=packs.differed))
    if service is not None:
        own = site_folder.with_site_files(found.forms, service / site_folder.FOLDER)
        found = replace(found, forms=own, service=service)
    if not found.texts and is_spoken(WRITTEN_IN, language()):
        return found
    from therapist_app.workflows.content.translated_content import in_language

    return in_language(found, language())
