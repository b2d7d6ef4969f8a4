"""What most sessions share, printed once: the frame's steps, items and page for the client."""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from exports.paper.manual.entries import CHAPTERS, FRAME
from exports.paper.manual.fidelity_sheet import items_table
from exports.paper.manual.lines import points, reading, section
from exports.paper.manual.material import Material
from exports.paper.manual.session import evidence_story, handout_story
from exports.paper.manual.step import step_story
from exports.paper.pages.typography import space, words
from programme.definition.definition import SharedFrame
from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _


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
        yield from section(_("Fidelity items"), [items_table(frame.fidelity)])
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
