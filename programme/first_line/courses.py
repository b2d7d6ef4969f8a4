"""Reading courses for the first line: those that ship, and one that is being written.

course = read_course(folder)
problems = problems_in_course(folder)
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from programme.errors import ContentError
from programme.first_line.course import COURSE, Course, CourseFile, handout_path
from programme.first_line.course_checks import check_structure, check_wording
from programme.source_files.content import ContentFolder

SHIPPED = ("police", "frontline", "helpline")
"""The folders of the courses that ship, in the order in which they are offered."""


def read_course(folder: Traversable) -> Course:
    """Return the course in a folder.

    Raises:
        ContentError: A file is missing or wrong, or the course cannot be taught as it stands.

    """
    content = ContentFolder(folder)
    file = _read(content)
    if file is None or content.problems:
        raise content.problems[0]
    return Course(
        file=file, handouts={each: content.text(handout_path(each)) for each in file.handout_ids}
    )


def problems_in_course(folder: Traversable) -> tuple[ContentError, ...]:
    """Return everything that is wrong in the folder of a course, in the order it was found.

    Once nothing keeps it from being taught, its authors are told how it is worded.
    """
    content = ContentFolder(folder)
    file = _read(content)
    if file is not None and not content.problems:
        check_wording(content, file)
    return tuple(content.problems)


def _read(content: ContentFolder) -> CourseFile | None:
    file = content.toml(COURSE, CourseFile)
    if file is not None:
        check_structure(content, file)
    return file


@cache
def installed_courses() -> Mapping[str, Course]:
    """Return the courses that ship, by id; they are read once.

    Raises:
        ContentError: A file was changed and is wrong now.

    """
    shipped = (read_course(shipped_folder(each)) for each in SHIPPED)
    return {each.file.id: each for each in shipped}


def shipped_folder(course_id: str) -> Traversable:
    """Return the folder of a course that ships."""
    return files("programme").joinpath("first_line", "shipped", course_id)
