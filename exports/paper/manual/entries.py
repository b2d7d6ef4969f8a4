"""The headings of a manual by name, in their order."""

from collections.abc import Iterator
from typing import Literal

from exports.paper.manual.lines import pinned_forms
from exports.paper.pages.book import Entry
from programme.definition.definition import Module, Programme, SessionPlan, Step, page_headings
from session_forms.library.library import FormLibrary
from session_forms.words.texts import N_, NP_, _

CONTENTS = "contents"
READING = "reading"
COURSE = "course"
FRAME = "frame"
WORKSHEETS = "worksheets"
SHEETS = "sheets"
INDEX = "index"
CHAPTERS = {
    CONTENTS: NP_("manual", "Contents"),
    READING: N_("How to read this manual"),
    COURSE: NP_("manual", "The course"),
    FRAME: N_("What most sessions share"),
    WORKSHEETS: NP_("manual", "Worksheets"),
    SHEETS: NP_("manual", "Fidelity sheets"),
    INDEX: N_("Forms by session"),
}
COURSE_PARTS = {
    "course.phases": N_("Phases and modules"),
    "course.sessions": NP_("manual", "Sessions"),
    "course.tracks": NP_("manual", "Tracks"),
    "course.gates": NP_("manual", "Gates"),
    "course.alerts": N_("What opens an alert"),
    "course.exclusions": N_("When this programme is not the right help"),
    "course.on-track": N_("When to stop and ask how the work goes"),
    "course.adaptations": NP_("manual", "Adaptations"),
    "course.placeholders": N_("What is filled in for the client"),
}


def key_of(part: Literal["session", "module", "form", "sheet"], own_id: str) -> str:
    """Return the name of the heading of a session, a module, a blank form or a fidelity sheet."""
    return f"{part}.{own_id}"


def step_key(part: str, step_id: str) -> str:
    """Return the name of the heading of a step, in a session or in the frame."""
    return f"{part}.step.{step_id}"


def handout_key(part: str) -> str:
    """Return the name of the heading of a page for the client."""
    return f"{part}.handout"


def session_entries(plan: SessionPlan, level: int = 0) -> Iterator[Entry]:
    """Yield the headings of one session: itself, its steps, its page for the client."""
    part = key_of("session", plan.id)
    yield Entry(part, plan.title, level, chip=plan.id)
    yield from _inner(part, plan.steps, plan.handout, level + 1)


def whole_entries(programme: Programme, forms: FormLibrary) -> Iterator[Entry]:
    """Yield the headings of the whole manual."""
    for key in (CONTENTS, READING, COURSE):
        yield Entry(key, _(CHAPTERS[key]), is_listed=key != CONTENTS)
    for key, title in COURSE_PARTS.items():
        yield Entry(key, _(title), 1, heads_pages=False)
    frame = programme.frame
    if frame is not None:
        yield Entry(FRAME, _(CHAPTERS[FRAME]))
        yield from _inner(FRAME, frame.steps, frame.handout, 1)
    for module in programme.modules.values():
        yield from _module(programme, module)
    yield Entry(WORKSHEETS, _(CHAPTERS[WORKSHEETS]))
    for form in pinned_forms(programme, forms):
        yield Entry(key_of("form", form.id), form.title, 1)
    yield Entry(SHEETS, _(CHAPTERS[SHEETS]))
    for plan in programme.session_plans.values():
        yield Entry(key_of("sheet", plan.id), plan.title, 1, chip=plan.id)
    yield Entry(INDEX, _(CHAPTERS[INDEX]))


def _inner(part: str, steps: tuple[Step, ...], handout: str, level: int) -> Iterator[Entry]:
    for step in steps:
        title = f"{step.code}  {step.title}" if step.code else step.title
        yield Entry(step_key(part, step.id), title, level, is_listed=False, heads_pages=False)
    yield Entry(handout_key(part), handout_title(handout), level, is_listed=False)


def _module(programme: Programme, module: Module) -> Iterator[Entry]:
    yield Entry(key_of("module", module.id), module.title, chip=module.id)
    for session_id in module.session_ids:
        yield from session_entries(programme.session_plan(session_id), 1)


def handout_title(handout: str) -> str:
    """Return the heading of a page for the client, which is all that its page's head says."""
    return next(iter(page_headings(handout)), "")
