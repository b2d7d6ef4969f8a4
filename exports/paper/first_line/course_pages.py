"""What all pages of a course share: their sheet, and the numbers that a service settled."""

from collections.abc import Mapping
from typing import TypeVar

from exports.paper.drawing.tags import language_tag
from exports.paper.pages.page import Sheet
from programme.definition.placeholders import names_in
from programme.first_line.course import Course
from session_forms.words.texts import _, pgettext

Value = TypeVar("Value")


def course_sheet(course: Course, kind: str, *, practice: bool = False) -> Sheet:
    """Return the sheet of a document of a course; `kind` says which one it is."""
    which = _("{course}, version {version}").format(
        course=course.file.id, version=course.file.version
    )
    return Sheet(
        title=kind,
        foot=(course.file.title, which),
        practice=practice,
        language=language_tag(course.file.language),
    )


def draft_line(course: Course) -> str:
    """Return whether the course may be taught as it is."""
    if course.file.status == "draft":
        return _("Draft. A clinical lead and the service that is taught read it before it is held.")
    return pgettext("course", "Approved.")


def filled(course: Course, values: Mapping[str, str]) -> Course:
    """Return the course with the known values in its texts; the others stay open."""
    data = {"file": course.file.model_dump(), "handouts": dict(course.handouts)}
    return Course.model_validate(_filled(data, values))


def _filled(data: object, values: Mapping[str, str]) -> object:
    if isinstance(data, str):
        known = {name: values[name] for name in names_in(data) if values.get(name)}
        for name, value in known.items():
            data = data.replace(f"{{{name}}}", value)
        return data
    if isinstance(data, dict):
        return {key: _filled(each, values) for key, each in data.items()}
    if isinstance(data, tuple):
        return tuple(_filled(each, values) for each in data)
    return data
