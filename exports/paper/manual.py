"""One session plan as a printed guide: steps with their minutes, handout, fidelity sheet.

data = manual_pdf(programme, "S02", forms)
"""

from collections.abc import Iterator

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak

from exports.paper.markdown import markdown
from exports.paper.marks import Mark
from exports.paper.page import WIDTH, Sheet, make_pdf
from exports.paper.setting import Role, box, prose, ruled_cells, shaded, space, words
from programme.definition import Programme, SessionPlan, Step
from programme.parts import FidelityItem, Guidance
from programme.placeholders import fill
from session_forms.library import FormLibrary
from session_forms.texts import translate as _

LABEL_WIDTH = 66.0
TEXT_WIDTH = 300.0
HANDOUT_SCALE = 1.15
RATINGS = ("0", "1", "2", "na")
FLAT = [("LEFTPADDING", 0.0), ("TOPPADDING", 1.0), ("BOTTOMPADDING", 1.0)]


def manual_pdf(programme: Programme, session_id: str, forms: FormLibrary) -> bytes:
    """Return the guide to one session as a PDF.

    Raises:
        UnknownSession: This version of the programme holds no such plan.

    """
    plan = programme.session_plan(session_id)
    sheet = Sheet(
        title=plan.title,
        chip=plan.id,
        foot=(
            _("{programme} {version}, plan {plan} version {number}").format(
                programme=programme.id,
                version=programme.version,
                plan=plan.id,
                number=plan.version,
            ),
            plan.status,
        ),
    )
    return make_pdf(sheet, lambda: list(_story(programme, plan, forms)))


def _story(programme: Programme, plan: SessionPlan, forms: FormLibrary) -> Iterator[Flowable]:
    yield words(f"{plan.id}  {plan.title}", "title")
    yield space(6)
    yield prose(plan.aim)
    yield space(3)
    yield prose(plan.rationale, "muted")
    yield space(8)
    yield from _facts(programme, plan, forms)
    yield from _agenda(plan)
    yield from _list_under(_("Before the session"), plan.before)
    for step in plan.steps:
        yield from _step(step, programme, forms)
    yield from _practice(plan)
    yield from _list_under(_("After the session"), plan.after)
    yield from _split(plan)
    yield from _evidence(plan)
    yield PageBreak()
    yield from _fidelity(plan.fidelity)
    yield PageBreak()
    yield from markdown(fill(plan.handout, {}), HANDOUT_SCALE)


def _facts(programme: Programme, plan: SessionPlan, forms: FormLibrary) -> Iterator[Flowable]:
    module = programme.modules[plan.module_id]
    measures = ", ".join(forms.latest(each).short_title for each in plan.measures)
    given = _("on arrival") if plan.measures_given_at == "arrival" else plan.measures_given_at
    facts = (
        (_("Module"), f"{module.id}  {module.title}"),
        (_("Time"), _("{minutes} minutes").format(minutes=plan.minutes)),
        (_("Prepare"), "; ".join(plan.prepares)),
        (_("Measures"), _("{measures}; given {given}").format(measures=measures, given=given)),
    )
    rows = [[words(name, "muted"), words(text)] for name, text in facts]
    yield box(rows, [LABEL_WIDTH, TEXT_WIDTH + 60], FLAT)
    yield space(8)


def _agenda(plan: SessionPlan) -> Iterator[Flowable]:
    head = [words(_("Step"), "label"), words("", "label"), words(_("Min."), "label", align="right")]
    rows = [
        [words(step.code), words(step.title), words(str(step.minutes), align="right")]
        for step in plan.steps
    ]
    total = sum(step.minutes for step in plan.steps)
    rows.append(
        [words(""), words(_("In all"), "strong"), words(str(total), "strong", align="right")]
    )
    yield KeepTogether(
        [words(_("Agenda"), "heading"), space(4), ruled_cells([head, *rows], [40, 300, 40])]
    )
    yield space(10)


def _list_under(title: str, lines: tuple[str, ...]) -> Iterator[Flowable]:
    if lines:
        yield CondPageBreak(70)
        yield words(title, "heading")
        yield space(3)
        for line in lines:
            yield _bullet("", line)
        yield space(8)


def _step(step: Step, programme: Programme, forms: FormLibrary) -> Iterator[Flowable]:
    title = f"{step.code}  {step.title}" if step.code else step.title
    minutes = _("{minutes} min").format(minutes=step.minutes)
    cells = [[words(title, "heading"), words(minutes, "strong", align="right")]]
    yield CondPageBreak(130)
    yield space(6)
    yield shaded(cells, [WIDTH - 80, 80])
    yield space(4)
    remarks = _remarks(step, forms)
    if remarks:
        yield words(remarks, "caption")
        yield space(2)
    yield _bullet(_("Purpose"), step.guidance.purpose, sign="")
    yield from _guidance(step.guidance, programme)
    yield space(6)


def _remarks(step: Step, forms: FormLibrary) -> str:
    remarks = []
    if step.form_id:
        remarks.append(_("Form: {title}").format(title=forms.latest(step.form_id).title))
    if step.skippable == "with_reason":
        remarks.append(_("may be skipped with a reason"))
    if step.not_skippable_when:
        remarks.append(_("not while an alert of this stream is open"))
    return " \N{MIDDLE DOT} ".join(remarks)


def _guidance(guidance: Guidance, programme: Programme) -> Iterator[Flowable]:
    say: list[tuple[str, Role]] = [
        (f"{_('Key.')} {line.text}", "strong") if line.key else (line.text, "body")
        for line in guidance.say
    ]
    yield from _rows(_("Say"), say)
    yield from _rows(_("Listen for"), [(text, "body") for text in guidance.listen_for])
    for at, each in enumerate(guidance.if_stuck):
        label = "" if at else _("If stuck")
        difficulty = _bullet(label, each.difficulty, "strong")
        yield KeepTogether([difficulty, _bullet("", each.reply, sign="")])
    yield from _rows(_("Never"), [(text, "body") for text in guidance.never])
    adapt: list[tuple[str, Role]] = [
        (f"{_flag_words(programme, flag)}: {text}", "body") for flag, text in guidance.adapt.items()
    ]
    yield from _rows(_("Adapt"), adapt)


def _flag_words(programme: Programme, flag: str) -> str:
    """Return an adaptation flag as it is read: its own words without underscores."""
    return flag.replace("_", " ").capitalize() if flag in programme.adaptations else flag


def _rows(label: str, lines: list[tuple[str, Role]]) -> Iterator[Flowable]:
    for at, (text, role) in enumerate(lines):
        yield _bullet("" if at else label, text, role)


def _bullet(label: str, text: str, role: Role = "body", sign: str = "\N{BULLET}") -> Flowable:
    """Return a line with its label in the margin; the right of the page is left for notes."""
    cells = [words(label, "label"), words(sign, "muted"), words(text, role)]
    return box([cells], [LABEL_WIDTH, 12, TEXT_WIDTH], FLAT)


def _practice(plan: SessionPlan) -> Iterator[Flowable]:
    if plan.practice:
        yield CondPageBreak(90)
        yield words(_("Practice for the week"), "heading")
        yield space(3)
        for each in plan.practice:
            private = _bullet("", _("Private: {text}").format(text=each.private), "muted", "")
            yield KeepTogether([_bullet("", f"{each.text} ({each.size})"), private])
        yield space(8)


def _split(plan: SessionPlan) -> Iterator[Flowable]:
    titles = {step.id: step.title for step in plan.steps}
    parts = (
        (_("Part one"), plan.split.part_1),
        (_("Part two"), plan.split.part_2),
    )
    yield CondPageBreak(90)
    yield words(_("In two shorter meetings"), "heading")
    yield space(3)
    for label, steps in parts:
        yield _bullet(label, "; ".join(titles.get(each, each) for each in steps), sign="")
    yield _bullet(_("In both"), plan.split.repeat_in_both, sign="")
    yield space(8)


def _evidence(plan: SessionPlan) -> Iterator[Flowable]:
    checked = {
        "found": _("found in the source"),
        "partly found": _("partly found in the source"),
        "verify": _("not yet checked"),
    }
    if plan.evidence:
        yield CondPageBreak(90)
        yield words(_("What this rests on"), "heading")
        yield space(3)
        for each in plan.evidence:
            source = f"{each.source}; {each.grade}; {checked[each.checked]}"
            yield KeepTogether([_bullet("", each.claim), _bullet("", source, "muted", "")])


def _fidelity(items: tuple[FidelityItem, ...]) -> Iterator[Flowable]:
    yield words(_("Fidelity sheet"), "title")
    yield space(4)
    yield prose(
        _("0 not done, 1 partly, 2 done as described, na does not apply (write the reason).")
    )
    yield space(6)
    head = [
        words(_("Item"), "label"),
        words(_("Done as described when"), "label"),
        words("", "label"),
    ]
    rows = [
        [
            words(f"{item.id}  {item.text}"),
            words(item.done_when, "muted"),
            box([[Mark(rating) for rating in RATINGS]], [19] * len(RATINGS), FLAT),
        ]
        for item in items
    ]
    yield ruled_cells([head, *rows], [WIDTH * 0.36, WIDTH - WIDTH * 0.36 - 86, 86], padding=5)
