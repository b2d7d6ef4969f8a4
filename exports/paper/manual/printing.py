"""The manual as a PDF: of one session, or of the whole programme.

data = session_manual_pdf(programme, "S02", forms)
data = whole_manual_pdf(programme, forms)
"""

from collections.abc import Iterator

from reportlab.platypus import Flowable, PageBreak

from exports.paper.manual.course import course_story
from exports.paper.manual.entries import CHAPTERS, SHEETS, session_entries, whole_entries
from exports.paper.manual.fidelity_sheet import rating_words, sheet_story
from exports.paper.manual.form_index import index_story
from exports.paper.manual.frame import frame_story
from exports.paper.manual.front import contents_story, title_story
from exports.paper.manual.how_to_read import reading_story
from exports.paper.manual.lines import reading
from exports.paper.manual.material import Material
from exports.paper.manual.module import module_story
from exports.paper.manual.session import session_story
from exports.paper.manual.worksheets import worksheets_story
from exports.paper.pages.book import Book
from exports.paper.pages.page import Sheet
from exports.paper.pages.typography import space, words
from programme.definition.definition import Programme
from session_forms.library.library import FormLibrary
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _

STATUS = {"draft": N_("draft"), "approved": N_("approved")}


def session_manual_pdf(programme: Programme, session_id: str, forms: FormLibrary) -> bytes:
    """Return the guide to one session, with the guidance of the steps that sessions share.

    Raises:
        UnknownSession: This version of the programme holds no such plan.
        UnknownForm: A form of the session is not installed.

    """
    plan = programme.session_plan(session_id)
    which = _("{programme} {version}, plan {plan} version {number}").format(
        programme=programme.id, version=programme.version, plan=plan.id, number=plan.version
    )
    sheet = Sheet(title=plan.title, foot=(which, _(STATUS[plan.status])))
    book = Book(sheet, list(session_entries(plan)))
    return book.pdf(lambda: list(session_story(plan, Material(programme, forms, book))))


def whole_manual_pdf(programme: Programme, forms: FormLibrary) -> bytes:
    """Return the whole programme: contents, sessions, blank forms, fidelity sheets, index.

    Raises:
        UnknownForm: A form of the programme is not installed.

    """
    sheet = Sheet(
        title=programme.title,
        foot=(f"{programme.id} {programme.version}", _(STATUS[programme.status])),
    )
    book = Book(sheet, list(whole_entries(programme, forms)))
    return book.pdf(lambda: list(_story(Material(programme, forms, book))))


def _story(material: Material) -> Iterator[Flowable]:
    programme = material.programme
    yield from title_story(programme)
    for chapter in (contents_story, reading_story, course_story):
        yield PageBreak()
        yield from chapter(material)
    if programme.frame is not None:
        yield PageBreak()
        yield from frame_story(programme.frame, material)
    for module in programme.modules.values():
        yield PageBreak()
        yield from module_story(module, material)
        for session_id in module.session_ids:
            yield PageBreak()
            yield from session_story(programme.session_plan(session_id), material)
    for chapter in (worksheets_story, _sheets, index_story):
        yield PageBreak()
        yield from chapter(material)


def _sheets(material: Material) -> Iterator[Flowable]:
    yield material.headed(SHEETS, words(_(CHAPTERS[SHEETS]), "title"))
    yield space(6)
    yield reading(_("One page a session, to copy. {ratings}").format(ratings=rating_words()))
    for plan in material.programme.session_plans.values():
        yield PageBreak()
        yield from sheet_story(plan, material)
