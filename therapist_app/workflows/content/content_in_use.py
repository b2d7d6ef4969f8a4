"""The content in use: what comes with the program, what packs bring, what the clinic added.

What only packs need is imported where there are any, so that a start without them stays short.
"""

from dataclasses import replace
from pathlib import Path

from programme.loading.translating import programme_in_language, programme_translation
from session_forms.clinic import site_folder
from session_forms.clinic.translations import is_spoken
from session_forms.errors import FormError
from session_forms.files.toml_file import read_toml
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
    if service is None:
        return found
    folder = service / site_folder.FOLDER
    own = site_folder.with_site_files(found.forms, folder)
    found = replace(found, forms=own, service=service)
    return found if is_spoken(WRITTEN_IN, language()) else _in_language(found, folder)


def _in_language(found: ContentInUse, folder: Path) -> ContentInUse:
    """Return the content in the installed language, as far as the clinic translated it."""
    problems: list[str] = []
    texts: dict[str, str] = {}
    for path in site_folder.translation_files(folder):
        try:
            if site_folder.is_for_a_form(path):
                continue
            translation = programme_translation(read_toml(path), found.programme)
        except FormError as error:
            problems.append(str(error))
            continue
        if is_spoken(translation.language, language()):
            texts.update(translation.texts)
    forms = site_folder.in_language(found.forms, folder, language())
    return replace(
        found,
        programme=programme_in_language(found.programme, texts),
        forms=forms.with_more((), (*forms.problems, *problems)),
    )
