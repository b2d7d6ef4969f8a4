"""Courses for the first line as this service prints them, with the numbers that it settled."""

from exports.paper.first_line.guide import guide_pdf
from exports.paper.first_line.taken_along import taken_along_pdf
from programme.first_line.course import Course
from session_forms.words.texts import N_, _
from therapist_app.workflows.forms.paper_copies import PaperCopies
from therapist_app.workflows.policies.page_numbers import as_printed, page_numbers
from therapist_app.workflows.workspace import Workspace

GUIDE, HANDOUTS = "guide", "handouts"
PAPERS = (GUIDE, HANDOUTS)
NAMES = {
    GUIDE: N_("{course}, trainer's guide"),
    HANDOUTS: N_("{course}, handouts"),
}
MAKERS = {GUIDE: guide_pdf, HANDOUTS: taken_along_pdf}


def course_copies(workspace: Workspace, course: Course, which: str) -> PaperCopies:
    """Return one of the `PAPERS` of a course, to be printed or saved; no client is in it."""
    name = _(NAMES[which]).format(course=course.file.id)

    def make(_order: object) -> bytes:
        values = as_printed(page_numbers(workspace))
        return MAKERS[which](course, values, practice=workspace.practice)

    return PaperCopies(workspace, make, lambda _order: name)
