"""A step on paper: its minutes, its form, and what the therapist says, hears and avoids."""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from exports.paper.forms.condition_words import STREAMS
from exports.paper.manual.entries import FRAME, form_key, step_key
from exports.paper.manual.lines import Point, points, refer
from exports.paper.manual.material import Material
from exports.paper.manual.requirement_words import requirement_words
from exports.paper.pages.keeping import Line, kept, under
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import shaded, space, words
from programme.definition.definition import Programme, Step
from programme.definition.parts import Guidance, SayLine
from session_forms.words.texts import translate as _

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
    yield Point(_("Purpose"), guidance.purpose, sign="")
    for at, line in enumerate(guidance.say):
        yield _say("" if at else _("Say"), line)
    yield from points(_("Listen for"), guidance.listen_for)
    for at, each in enumerate(guidance.if_stuck):
        difficulty = Point("" if at else _("If stuck"), each.difficulty, "strong")
        yield [difficulty, Point("", each.reply, sign="")]
    yield from points(_("Never"), guidance.never)
    adapt = (f"{flag_words(programme, flag)}: {text}" for flag, text in guidance.adapt.items())
    yield from points(_("Adapt"), adapt)


def flag_words(programme: Programme, flag: str) -> str:
    """Return an adaptation flag as it is read: its own words without underscores."""
    return flag.replace("_", " ").capitalize() if flag in programme.adaptations else flag


def _say(label: str, line: SayLine) -> Flowable:
    if line.key:
        return Point(label, f"{_('Key.')} {line.text}", "strong")
    return Point(label, line.text)


def _band(step: Step, part: str, material: Material) -> Flowable:
    title = f"{step.code}  {step.title}" if step.code else step.title
    minutes = _("{minutes} min").format(minutes=step.minutes)
    cells = [[words(title, "heading"), words(minutes, "heading", align="right")]]
    band = shaded(cells, [WIDTH - MINUTES_WIDTH, MINUTES_WIDTH])
    return material.headed(step_key(part, step.id), band)


def _remarks(step: Step, material: Material) -> list[Flowable]:
    """Return the form of the step with its page, and the rules of the step."""
    made: list[Flowable] = []
    if step.form_id:
        title = _("Form: {title}").format(title=material.form(step.form_id).title)
        made.append(refer(form_key(step.form_id), words(title, "caption"), material))
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
    if step.skippable == "with_reason":
        rules.append(_("may be skipped with a reason"))
    if step.not_skippable_when:
        alert = _(STREAMS[step.not_skippable_when.open_alert])
        rules.append(_("never skipped while {alert}").format(alert=alert))
    return " \N{MIDDLE DOT} ".join(rules)
