"""The forms that a programme uses, blank, one after the other; and which session uses which."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from reportlab.platypus import Flowable, PageBreak

from exports.paper.forms.worksheet import blank_story
from exports.paper.manual.entries import CHAPTERS, FRAME, INDEX, WORKSHEETS, key_of
from exports.paper.manual.lines import Material, pinned_forms, reading
from exports.paper.pages.keeping import LongTable, kept
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import Ruled, space, words
from programme.definition.definition import Programme, SessionPlan, Step
from session_forms.form.definition import FormDefinition
from session_forms.words.texts import NP_, _, pgettext

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
        yield from _block(key_of("session", plan.id), title, session_uses(plan), material)
    used = sessions_by_form(programme)
    others = [form for form in pinned_forms(programme, material.forms) if form.id not in used]
    if others:
        lines = [material.book.line_to(key_of("form", form.id), form.title, 1) for form in others]
        yield from kept([space(6), words(_("At any time"), "strong"), *lines])


def session_uses(plan: SessionPlan) -> Uses:
    """Return the forms of a session's own steps and its measures, with what each is used for."""
    uses = dict(_uses(step for step in plan.steps if not step.from_frame))
    for form_id in plan.measures:
        uses[form_id] = (*uses.get(form_id, ()), pgettext("what a form is", "measure"))
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
        lines.append(material.book.line_to(key_of("form", form_id), said, 1))
    yield from kept([space(6), *lines])


WIDTHS = tuple(WIDTH * share for share in (0.36, 0.24, 0.16, 0.24))
FILLED_BY = {
    "client": NP_("who fills a form in", "the client"),
    "therapist": NP_("who fills a form in", "the therapist"),
    "therapist_with_client": NP_("who fills a form in", "both together"),
    "lead": NP_("who fills a form in", "the lead"),
}


def worksheets_story(material: Material) -> Iterator[Flowable]:
    """Yield all forms, each from the head of a page."""
    yield material.headed(WORKSHEETS, words(_(CHAPTERS[WORKSHEETS]), "title"))
    yield space(6)
    yield reading(
        _("The blank forms of this programme, by title, in the version that it uses. Copy them.")
    )
    yield space(3)
    yield reading(
        _(
            "Where the words of an instrument may not be printed here, its sheet takes the "
            "numbers alone: use the publisher's own form beside it."
        ),
        "muted",
    )
    yield space(8)
    forms = pinned_forms(material.programme, material.forms)
    if forms:
        yield LongTable((), Ruled(_head(), _rows(forms, material), frozenset(), WIDTHS))
    for form in forms:
        yield PageBreak()
        yield from _form(form, _where(form, material), material)


def _head() -> tuple[str, ...]:
    return (
        pgettext("column", "Form"),
        _("Id and version"),
        _("Filled in by"),
        pgettext("column", "Sessions"),
    )


def _rows(forms: Sequence[FormDefinition], material: Material) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            form.title,
            f"{form.id} {form.version}",
            _(FILLED_BY[form.filled_by]),
            _where(form, material),
        )
        for form in forms
    )


def _where(form: FormDefinition, material: Material) -> str:
    """Return the sessions that use a form, in words."""
    sessions = sessions_by_form(material.programme).get(form.id, ())
    return session_runs(material.programme, sessions) or _("at any time")


def _form(form: FormDefinition, where: str, material: Material) -> Iterator[Flowable]:
    version = _("{form}, version {version}").format(form=form.id, version=form.version)
    caption = words(f"{version} \N{MIDDLE DOT} {where}", "caption")
    if form.licence.permission:
        yield material.headed(key_of("form", form.id), words(form.title, "title"))
        yield caption
        yield space(8)
        yield reading(_("Its wording belongs to its publisher; print the publisher's own form."))
        return
    title, *rest = blank_story(form)
    yield material.headed(key_of("form", form.id), title)
    yield caption
    yield from rest
