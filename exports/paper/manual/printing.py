"""The manual as a PDF: of one session, or of the whole programme.

data = session_manual_pdf(programme, "S02", forms)
data = whole_manual_pdf(programme, forms)
"""

from collections.abc import Iterator

from reportlab.platypus import Flowable, PageBreak

from exports.paper.drawing.tags import language_tag
from exports.paper.manual.entries import (
    CHAPTERS,
    FRAME,
    SHEETS,
    key_of,
    session_entries,
    whole_entries,
)
from exports.paper.manual.fidelity_sheet import items_table, rating_words, sheet_story
from exports.paper.manual.front import contents_story, course_story, reading_story, title_story
from exports.paper.manual.lines import Material, Point, points, reading, refer, section
from exports.paper.manual.session import evidence_story, handout_story, session_story, step_story
from exports.paper.manual.worksheets import index_story, worksheets_story
from exports.paper.pages.book import Book
from exports.paper.pages.page import Sheet
from exports.paper.pages.typography import space, words
from programme.definition.definition import Module, Programme, SharedFrame
from session_forms.library.library import FormLibrary
from session_forms.words.texts import N_, NP_, _, ngettext, pgettext


def frame_story(frame: SharedFrame, material: Material) -> Iterator[Flowable]:
    """Yield the shared frame."""
    yield material.headed(FRAME, words(_(CHAPTERS[FRAME]), "title"))
    yield space(6)
    yield reading(frame.aim)
    yield space(3)
    yield reading(_place(frame), "muted")
    yield space(8)
    yield from evidence_story(frame.evidence)
    yield from section(_("Before the session"), points("", frame.before))
    for step in frame.steps:
        yield from step_story(step, FRAME, material)
    yield from section(_("After the session"), points("", frame.after))
    if frame.fidelity:
        yield from section(
            pgettext("session plan", "Fidelity items"), [items_table(frame.fidelity)]
        )
    yield from handout_story(FRAME, frame.handout, material)


def _place(frame: SharedFrame) -> str:
    titles = {step.id: step.title for step in frame.steps}
    minutes = sum(step.minutes for step in frame.steps)
    return ngettext(
        "{title}, version {version}: {minutes} minute. A session's own steps stand after "
        "\N{LEFT DOUBLE QUOTATION MARK}{step}\N{RIGHT DOUBLE QUOTATION MARK}.",
        "{title}, version {version}: {minutes} minutes. A session's own steps stand after "
        "\N{LEFT DOUBLE QUOTATION MARK}{step}\N{RIGHT DOUBLE QUOTATION MARK}.",
        minutes,
    ).format(
        title=frame.title,
        version=frame.version,
        minutes=minutes,
        step=titles.get(frame.core_after, frame.core_after),
    )


COMPLETION = {
    "fidelity": N_(
        "The module is complete when every applicable fidelity item of its sessions is rated "
        "1 or 2."
    ),
}


def module_story(module: Module, material: Material) -> Iterator[Flowable]:
    """Yield the page that opens a module."""
    phases = (each for each in material.programme.phases if module.id in each.modules)
    yield words(", ".join(f"{each.id}  {each.title}" for each in phases), "label")
    yield space(2)
    title = words(f"{module.id}  {module.title}", "title")
    yield material.headed(key_of("module", module.id), title)
    yield space(6)
    yield reading(module.aim)
    yield space(3)
    yield reading(module.rationale, "muted")
    yield space(6)
    completion = COMPLETION.get(module.completion)
    yield reading(_(completion) if completion else module.completion)
    yield space(8)
    yield from section(pgettext("session plan", "Sessions"), _sessions(module, material))


def _sessions(module: Module, material: Material) -> Iterator[Flowable]:
    for session_id in module.session_ids:
        plan = material.programme.session_plan(session_id)
        key = key_of("session", session_id)
        yield refer(key, Point(plan.id, plan.title, "strong", sign=""), material)
        yield Point("", plan.aim, sign="")
        yield space(4)


STATUS = {"draft": NP_("session plan", "draft"), "approved": NP_("session plan", "approved")}


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
    sheet = Sheet(
        title=plan.title,
        foot=(which, _(STATUS[plan.status])),
        language=language_tag(programme.language),
    )
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
        language=language_tag(programme.language),
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
