"""One session plan on paper: what it is for and rests on, its steps, its page for the client.

What a step or a gate asks for is said in words.
"""

from collections.abc import Iterator
from typing import assert_never

from reportlab.platypus import Flowable, PageBreak

from exports.paper.drawing.tags import ListCells
from exports.paper.forms.condition_words import STREAMS, quoted, value_in_words
from exports.paper.manual.entries import FRAME, handout_key, key_of, step_key
from exports.paper.manual.fidelity_sheet import FLAT, items_table, sheet_story
from exports.paper.manual.lines import (
    Material,
    Point,
    WidePoint,
    points,
    reading,
    refer,
    said,
    section,
)
from exports.paper.pages.keeping import Line, kept, under
from exports.paper.pages.markdown import markdown
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import box, ruled_cells, shaded, space, words
from programme.definition.definition import Programme, SessionPlan, Step
from programme.definition.parts import ARRIVAL, Evidence, Guidance, SayLine
from programme.definition.placeholders import fill
from programme.definition.requirements import (
    SIGN_NOTE,
    AlertsRequirement,
    AnswerRequirement,
    BreakRequirement,
    Gate,
    ModuleRequirement,
    Requirement,
    asks_what_was_said_back,
)
from session_forms.form.definition import FormDefinition
from session_forms.words.list_words import either
from session_forms.words.texts import N_, NN_, _, counted, ngettext, pgettext

MINUTES_WIDTH = 80.0


def step_story(step: Step, part: str, material: Material) -> Iterator[Flowable]:
    """Yield a step of a session or of the frame.

    A step of the frame only says where it is found, in a book that holds the frame as well.
    """
    yield space(6)
    above = [_band(step, part, material), space(4)]
    if step.from_frame and part != FRAME and material.book.has(FRAME):
        where = words(_("As in what most sessions share."), "caption")
        yield from kept([*above, refer(step_key(FRAME, step.id), where, material)])
        yield space(2)
        return
    above += _remarks(step, material)
    yield from under(above, guidance_story(step.guidance, material.programme))
    yield space(6)


def guidance_story(guidance: Guidance, programme: Programme) -> Iterator[Line]:
    """Yield the guidance of a step, part by part."""
    yield Point(pgettext("step", "Purpose"), guidance.purpose, sign="")
    for at, line in enumerate(guidance.say):
        yield _say("" if at else pgettext("step", "Say"), line)
    yield from points(pgettext("step", "Listen for"), guidance.listen_for)
    for at, each in enumerate(guidance.if_stuck):
        difficulty = Point("" if at else pgettext("step", "If stuck"), each.difficulty, "strong")
        yield [difficulty, Point("", each.reply, sign="")]
    yield from points(pgettext("step", "Never"), guidance.never)
    adapt = (f"{flag_words(programme, flag)}: {text}" for flag, text in guidance.adapt.items())
    yield from points(pgettext("step", "Adapt"), adapt)


def flag_words(programme: Programme, flag: str) -> str:
    """Return an adaptation flag as it is read: its own words without underscores."""
    return flag.replace("_", " ").capitalize() if flag in programme.adaptations else flag


def _say(label: str, line: SayLine) -> Flowable:
    if line.key:
        return Point(label, f"{pgettext('mark', 'Key.')} {line.text}", "strong")
    return Point(label, line.text)


def _band(step: Step, part: str, material: Material) -> Flowable:
    title = f"{step.code}  {step.title}" if step.code else step.title
    minutes = _("{minutes} min").format(minutes=step.minutes)
    cells = [[words(title, "heading"), words(minutes, "heading", align="right", rank=0)]]
    band = shaded(cells, [WIDTH - MINUTES_WIDTH, MINUTES_WIDTH])
    return material.headed(step_key(part, step.id), band)


def _remarks(step: Step, material: Material) -> list[Flowable]:
    """Return the form of the step with its page, and the rules of the step."""
    made: list[Flowable] = []
    if step.form_id:
        title = _("Form: {title}").format(title=material.form(step.form_id).title)
        made.append(refer(key_of("form", step.form_id), words(title, "caption"), material))
    rules = _rules(step, material)
    if rules:
        made.append(words(rules, "caption"))
    return [*made, space(2)] if made else []


def _rules(step: Step, material: Material) -> str:
    rules = []
    if step.opens_after:
        asked = requirement_words(step.opens_after, material)
        rules.append(_("opens after: {asked}").format(asked=asked))
    if step.shows == "scores":
        rules.append(_("the screen shows the scores so far"))
    if step.sheets:
        words = ngettext(
            "{count} minute of these for the sheets",
            "{count} minutes of these for the sheets",
            step.sheets,
        )
        rules.append(words.format(count=step.sheets))
    if step.skippable == "with_reason":
        rules.append(_("may be skipped with a reason"))
    if step.not_skippable_when:
        alert = _(STREAMS[step.not_skippable_when.open_alert])
        rules.append(_("never skipped while {alert}").format(alert=alert))
    return " \N{MIDDLE DOT} ".join(rules)


MINUTES = NN_("{count} minute", "{count} minutes")

FACT_WIDTHS = (66.0, 360.0)
AGENDA_WIDTHS = (40.0, 300.0, 40.0)
HANDOUT_SCALE = 1.15
CHECKED = {
    "found": N_("found in the source"),
    "partly found": N_("partly found in the source"),
    "verify": N_("not yet checked"),
    "own": N_("not from a source"),
}


def session_story(plan: SessionPlan, material: Material) -> Iterator[Flowable]:
    """Yield the guide to one session; its page for the client comes last."""
    part = key_of("session", plan.id)
    yield material.headed(part, words(f"{plan.id}  {plan.title}", "title"))
    yield space(6)
    yield reading(plan.aim)
    yield space(3)
    yield reading(plan.rationale, "muted")
    yield space(8)
    yield from _facts(plan, material)
    yield from evidence_story(plan.evidence)
    yield from section(_("Earlier and later sessions"), _links(plan, material))
    yield from _agenda(plan)
    yield from section(_("In two shorter meetings"), _split(plan))
    yield from section(_("Before the session"), points("", plan.before))
    for step in plan.steps:
        yield from step_story(step, part, material)
    yield from section(_("Practice for the week"), _practice(plan))
    yield from section(_("After the session"), points("", plan.after))
    if material.book.has(key_of("sheet", plan.id)):
        if plan.measures:
            yield from section(pgettext("session plan", "Measures"), _measures(plan, material))
        yield from section(pgettext("session plan", "Fidelity items"), _fidelity(plan, material))
    else:
        yield PageBreak()
        yield from sheet_story(plan, material)
    yield from handout_story(part, plan.handout, material)


def evidence_story(evidence: tuple[Evidence, ...]) -> Iterator[Flowable]:
    """Yield what a part of the programme rests on, and how far each claim was checked."""
    lines: list[Line] = []
    for each in evidence:
        source = f"{each.source}; {each.grade}; {_(CHECKED[each.checked])}"
        lines.append([WidePoint("", each.claim), WidePoint("", source, "muted", "")])
    yield from section(_("What this rests on"), lines)


def handout_story(part: str, handout: str, material: Material) -> Iterator[Flowable]:
    """Yield the page for the client, which begins a page."""
    yield PageBreak()
    yield material.headed(handout_key(part), space(0))
    yield from markdown(fill(handout, {}), HANDOUT_SCALE)


def _facts(plan: SessionPlan, material: Material) -> Iterator[Flowable]:
    module = material.programme.modules[plan.module_id]
    facts = (
        (pgettext("fact", "Module"), f"{module.id}  {module.title}"),
        (pgettext("fact", "Time"), counted(MINUTES, plan.minutes)),
        (pgettext("fact", "Prepare"), "; ".join(plan.prepares)),
        (pgettext("fact", "Measures"), _measured(plan, material)),
    )
    yield box(
        [[words(name, "muted"), said(text)] for name, text in facts], FACT_WIDTHS, FLAT, ListCells()
    )
    yield space(8)


def _measured(plan: SessionPlan, material: Material) -> str:
    """Return which measures are due in a session, and when they are given."""
    if not plan.measures:
        return pgettext("measures of a session", "none")
    return ". ".join(
        _("{measures}; given {given}").format(
            measures=", ".join(material.form(each).short_title for each in given),
            given=_given(plan, place),
        )
        for place, given in plan.measures_by_place.items()
    )


def _given(plan: SessionPlan, place: str) -> str:
    """Return when measures of a session are handed over, in words."""
    if place == ARRIVAL:
        return pgettext("when a measure is given", "on arrival")
    title = plan.step(place).title
    return _(
        "at the step \N{LEFT DOUBLE QUOTATION MARK}{title}\N{RIGHT DOUBLE QUOTATION MARK}"
    ).format(title=title)


def _links(plan: SessionPlan, material: Material) -> Iterator[Flowable]:
    for each in plan.links:
        yield refer(key_of("session", each.session), Point(each.session, each.text), material)


def _agenda(plan: SessionPlan) -> Iterator[Flowable]:
    head = [
        words(pgettext("column", "Step"), "label"),
        words("", "label"),
        words(pgettext("column", "Min."), "label", align="right"),
    ]
    rows = [
        [words(step.code), words(step.title), words(str(step.minutes), align="right")]
        for step in plan.steps
    ]
    total = sum(step.minutes for step in plan.steps)
    rows.append(
        [
            words(""),
            words(pgettext("column", "In all"), "strong"),
            words(str(total), "strong", align="right"),
        ]
    )
    table = ruled_cells([head, *rows], AGENDA_WIDTHS)
    yield from kept([words(pgettext("column", "Agenda"), "heading"), space(4), table])
    yield space(10)


def _split(plan: SessionPlan) -> Iterator[Flowable]:
    titles = {step.id: step.title for step in plan.steps}
    for label, steps in (
        (pgettext("session plan", "Part one"), plan.split.part_1),
        (pgettext("session plan", "Part two"), plan.split.part_2),
    ):
        yield Point(label, "; ".join(titles.get(each, each) for each in steps), sign="")
    yield Point(pgettext("step", "In both"), plan.split.repeat_in_both, sign="")
    if plan.split.usual:
        yield Point(pgettext("step", "As a rule"), _("Two meetings are planned together."), sign="")


def _practice(plan: SessionPlan) -> Iterator[Line]:
    for each in plan.practice:
        private = _("Private: {text}").format(text=each.private)
        yield [Point("", f"{each.text} ({each.size})"), Point("", private, "muted", "")]


def _measures(plan: SessionPlan, material: Material) -> Iterator[Flowable]:
    for place, given in plan.measures_by_place.items():
        yield reading(_("Given {given}.").format(given=_given(plan, place)), "muted")
        for form_id in given:
            yield refer(key_of("form", form_id), Point("", material.form(form_id).title), material)
    if plan.optional_measures:
        added = ", ".join(material.form(each).short_title for each in plan.optional_measures)
        yield reading(_("A clinic may add: {measures}.").format(measures=added), "muted")


def _fidelity(plan: SessionPlan, material: Material) -> Iterator[Flowable]:
    """Yield the session's own items, and where to find those of the frame and the sheet."""
    frame = material.programme.frame
    shared = {item.id for item in frame.fidelity} if frame else set()
    own = [item for item in plan.fidelity if item.id not in shared]
    if own:
        yield items_table(own)
        yield space(4)
    if len(own) < len(plan.fidelity):
        yield refer(
            FRAME,
            reading(_("Besides these, the items of the shared frame are rated."), "caption"),
            material,
        )
    yield refer(key_of("sheet", plan.id), reading(_("The sheet to be ticked"), "caption"), material)


FILLINGS = NN_("in {count} filling or more", "in {count} fillings or more")
ENTRIES = NN_("{count} entry or more", "{count} entries or more")
AFTER_A_BREAK = NN_(
    "after more than {count} week without a session, or a course taken up again",
    "after more than {count} weeks without a session, or a course taken up again",
)


def requirement_words(requirement: Requirement, material: Material) -> str:
    """Return one requirement as half a sentence."""
    match requirement:
        case AnswerRequirement():
            return _answer_words(requirement, material.form(requirement.form))
        case ModuleRequirement(module=module):
            return _("module {module} is complete").format(module=module)
        case AlertsRequirement():
            return _("every alert has an action")
        case BreakRequirement():
            return _after_a_break(requirement, material.form(requirement.form))
        case _:
            assert_never(requirement)


def _answer_words(requirement: AnswerRequirement, form: FormDefinition) -> str:
    asked = form.question(requirement.question)
    answer = _("{form}, {prompt}: {answer}").format(
        form=form.title, prompt=quoted(asked.prompt), answer=_wanted(requirement, form)
    )
    if requirement.filled_at_least:
        times = counted(FILLINGS, requirement.filled_at_least)
        return f"{answer} ({times})"
    return answer


def _after_a_break(requirement: BreakRequirement, form: FormDefinition) -> str:
    asked = AnswerRequirement(
        form=requirement.form, question=requirement.question, any_of=requirement.any_of
    )
    return f"{_answer_words(asked, form)} ({counted(AFTER_A_BREAK, requirement.after_weeks)})"


def _wanted(requirement: AnswerRequirement, form: FormDefinition) -> str:
    if requirement.rows_at_least is not None:
        return counted(ENTRIES, requirement.rows_at_least)
    wanted = requirement.any_of or (requirement.equals,)
    question = form.question(requirement.question)
    return either(quoted(value_in_words(question, each)) for each in wanted)


def gate_row(gate: Gate, material: Material) -> tuple[str, ...]:
    """Return the gate, what it stands before, what it asks for, and who may override it."""
    asked = [requirement_words(each, material) for each in gate.requires]
    kind = (
        pgettext("kind of gate", "hard")
        if gate.kind == "hard"
        else pgettext("kind of gate", "soft")
    )
    return (
        f"{gate.id}\n{kind}",
        _before(gate.before, material),
        "\n".join([gate.text, *(f"\N{BULLET} {each}" for each in asked)]),
        _override(gate),
    )


def _before(point: str, material: Material) -> str:
    """Return a point of the course with its title."""
    if point == SIGN_NOTE:
        return _("signing a note")
    programme = material.programme
    titles = {each.id: each.title for each in programme.sessions}
    titles |= {each.id: each.title for each in programme.modules.values()}
    titles |= {each.id: each.title for each in programme.phases}
    return f"{point}  {titles[point]}" if point in titles else point


def _override(gate: Gate) -> str:
    if gate.kind == "soft":
        return _("only says so")
    if any(asks_what_was_said_back(each) for each in gate.requires):
        return _("none; of a client from an earlier list: the day, and where it is noted")
    return (
        _("a reason and a named supervisor")
        if gate.overridable
        else pgettext("who may override a gate", "none")
    )
