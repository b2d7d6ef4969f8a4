"""The content in the language that is spoken, as far as packs and the clinic translated it.

Texts go by id, version and language. The clinic's own folder goes before a pack, one pack before
those whose ids stand before its own, and de-AT before de. What has no text stays as it is
written and says so.
"""

from collections.abc import Iterable
from dataclasses import replace

from programme.definition.definition import Programme
from programme.loading.translated_texts import Key, TranslatedTexts, translated_texts
from programme.loading.translating import programme_in_language
from session_forms.clinic import site_folder
from session_forms.clinic.translations import forms_in_language, is_spoken
from session_forms.errors import FormError
from session_forms.files.toml_file import read_toml
from session_forms.words.texts import WRITTEN_IN
from therapist_app.workflows.content.shipped_content import ContentInUse
from therapist_app.workflows.packs_in_use import PackProblem
from therapist_app.workflows.workspace import AsWritten


def in_language(found: ContentInUse, spoken: str) -> ContentInUse:
    """Return the content as it is said in a language; as it is written where that is spoken.

    A pack whose texts do not fit is named in either case, and left out whole.
    """
    texts: dict[Key, dict[str, str]] = {}
    found = _with_texts_of_packs(found, spoken, texts)
    if is_spoken(WRITTEN_IN, spoken):
        return found
    problems = _add_texts_of_the_clinic(found, spoken, texts)
    courses = (found.programme, *found.earlier_programmes)
    said = [_course_in_language(each, spoken, texts) for each in courses]
    forms = forms_in_language(found.forms, texts, spoken)
    return replace(
        found,
        programme=said[0],
        earlier_programmes=tuple(said[1:]),
        forms=forms.with_more((), (*forms.problems, *problems)),
        as_written=AsWritten(courses, found.forms),
    )


def _with_texts_of_packs(
    found: ContentInUse, spoken: str, texts: dict[Key, dict[str, str]]
) -> ContentInUse:
    courses = (found.programme, *found.earlier_programmes)
    problems: list[PackProblem] = []
    for ref, files in found.texts:
        try:
            _add(texts, translated_texts(files, found.forms, courses), spoken)
        except FormError:
            problems.append(PackProblem(ref, "unusable"))
    packs = replace(found.packs, problems=(*found.packs.problems, *problems))
    return replace(found, packs=packs)


def _add_texts_of_the_clinic(
    found: ContentInUse, spoken: str, texts: dict[Key, dict[str, str]]
) -> tuple[str, ...]:
    """Add what stands in the folder; return what is wrong with the files that are left out."""
    if found.service is None:
        return ()
    courses = (found.programme, *found.earlier_programmes)
    problems: list[str] = []
    fitting: list[TranslatedTexts] = []
    for path in site_folder.translation_files(found.service / site_folder.FOLDER):
        try:
            fitting += translated_texts([read_toml(path)], found.forms, courses)
        except FormError as error:
            problems.append(str(error))
    _add(texts, fitting, spoken)
    return tuple(problems)


def _add(
    texts: dict[Key, dict[str, str]], translated: Iterable[TranslatedTexts], spoken: str
) -> None:
    for each in sorted(translated, key=lambda each: each.language.count("-")):
        if is_spoken(each.language, spoken):
            texts.setdefault(each.key, {}).update(each.said)


def _course_in_language(
    course: Programme, spoken: str, texts: dict[Key, dict[str, str]]
) -> Programme:
    if is_spoken(course.language, spoken):
        return course
    return programme_in_language(course, texts.get((course.id, course.version), {}))
