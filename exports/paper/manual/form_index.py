"""Which session uses which form, and the page of each."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from reportlab.platypus import Flowable

from exports.paper.manual.entries import CHAPTERS, FRAME, INDEX, form_key, session_key
from exports.paper.manual.lines import reading
from exports.paper.manual.material import Material, pinned_forms
from exports.paper.pages.keeping import kept
from exports.paper.pages.typography import space, words
from programme.definition.definition import Programme, SessionPlan, Step
from session_forms.words.texts import translate as _

SHORTEST_RUN = 3
Uses = Mapping[str, tuple[str, ...]]
"""What a form is used for, by form id."""


def index_story(material: Material) -> Iterator[Flowable]:
    """Yield the forms of each session, then those that no session names."""
    yield material.headed(INDEX, words(_(CHAPTERS[INDEX]), "title"))
    yield space(6)
    programme = material.programme
    frame = programme.frame
    if frame is not None:
        yield reading(_("The forms of the steps that most sessions share are named once."), "muted")
        yield from _block(FRAME, _(CHAPTERS[FRAME]), _uses(frame.steps), material)
    for plan in programme.session_plans.values():
        title = f"{plan.id}  {plan.title}"
        yield from _block(session_key(plan.id), title, session_uses(plan), material)
    used = sessions_by_form(programme)
    others = [form for form in pinned_forms(programme, material.forms) if form.id not in used]
    if others:
        lines = [material.book.line_to(form_key(form.id), form.title, 1) for form in others]
        yield from kept([space(6), words(_("At any time"), "strong"), *lines])


def session_uses(plan: SessionPlan) -> Uses:
    """Return the forms of a session's own steps and its measures, with what each is used for."""
    uses = dict(_uses(step for step in plan.steps if not step.from_frame))
    for form_id in plan.measures:
        uses[form_id] = (*uses.get(form_id, ()), _("measure"))
    return uses


def sessions_by_form(programme: Programme) -> Mapping[str, tuple[str, ...]]:
    """Return the sessions whose steps or measures use a form, by form id."""
    found: dict[str, tuple[str, ...]] = {}
    for plan in programme.session_plans.values():
        named = {step.form_id for step in plan.steps if step.form_id} | set(plan.measures)
        for form_id in named:
            found[form_id] = (*found.get(form_id, ()), plan.id)
    return found


def session_runs(programme: Programme, session_ids: Collection[str]) -> str:
    """Return sessions in words, those that follow each other in the course as one run."""
    runs: list[list[str]] = []
    is_open = False
    for each in programme.session_plans:
        if each in session_ids:
            runs = [*runs[:-1], [*runs[-1], each]] if is_open else [*runs, [each]]
        is_open = each in session_ids
    return ", ".join(_run_words(run) for run in runs)


def _run_words(run: Sequence[str]) -> str:
    if len(run) < SHORTEST_RUN:
        return ", ".join(run)
    return _("{first} to {last}").format(first=run[0], last=run[-1])


def _uses(steps: Iterable[Step]) -> Uses:
    uses: dict[str, tuple[str, ...]] = {}
    for step in steps:
        if step.form_id:
            uses[step.form_id] = (*uses.get(step.form_id, ()), step.title)
    return uses


def _block(key: str, title: str, uses: Uses, material: Material) -> Iterator[Flowable]:
    lines = [material.book.line_to(key, title, 0)]
    for form_id, what in uses.items():
        said = _("{form} ({uses})").format(form=material.form(form_id).title, uses=", ".join(what))
        lines.append(material.book.line_to(form_key(form_id), said, 1))
    yield from kept([space(6), *lines])
