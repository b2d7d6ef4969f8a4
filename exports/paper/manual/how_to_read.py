"""How to read this manual: the parts of a session and of a step, and what the marks stand for."""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from exports.paper.manual.entries import CHAPTERS, READING
from exports.paper.manual.fidelity_sheet import adherence_words, rating_words
from exports.paper.manual.lines import reading
from exports.paper.manual.material import Material
from exports.paper.pages.keeping import kept
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import box, space, words
from session_forms.words.texts import translate as _

WIDTHS = (92.0, WIDTH - 92.0)
FLAT = [("LEFTPADDING", 0.0), ("TOPPADDING", 1.5), ("BOTTOMPADDING", 1.5)]
Rows = tuple[tuple[str, str], ...]


def reading_story(material: Material) -> Iterator[Flowable]:
    """Yield how a session and a step are read."""
    yield material.headed(READING, words(_(CHAPTERS[READING]), "title"))
    yield space(6)
    yield reading(
        _(
            "Read a session once before you hold it. With the client in the room the headings, the "
            "minutes and the key sentences are enough."
        )
    )
    for title, rows in (
        (_("A session"), _session_rows()),
        (_("A step"), _step_rows()),
        (_("Marks"), _mark_rows(material)),
    ):
        yield space(10)
        cells = [[words(name, "muted"), words(text)] for name, text in rows]
        yield from kept([words(title, "heading"), space(3), box(cells, WIDTHS, FLAT)])


def _session_rows() -> Rows:
    return (
        (_("Aim, rationale"), _("What the client has at the end, and why that matters.")),
        (
            _("What this rests on"),
            _("Each claim with its source, the kind of study, and how far it was checked."),
        ),
        (
            _("Earlier and later"),
            _("What comes from earlier sessions and what goes on to later ones."),
        ),
        (_("Agenda"), _("All steps with their minutes; FR marks the steps that most share.")),
        (_("In two meetings"), _("Where to cut when an hour is too long.")),
        (_("Steps"), _("What to say and do, in order.")),
        (_("Practice"), _("One or two small things for the week, and how to keep them private.")),
        (_("Fidelity items"), _("What an observer could see; the sheet to tick is at the back.")),
        (_("The client's page"), _("One neutral page to copy. It may be found by somebody else.")),
    )


def _step_rows() -> Rows:
    return (
        (_("Heading"), _("The step and its minutes; below it the form with its page.")),
        (_("Purpose"), _("What the step is for, in one sentence.")),
        (
            _("Say"),
            _(
                "Sentences in quotation marks are examples: use your own voice. A line marked Key "
                "must be said in substance. A line without quotation marks is something to do."
            ),
        ),
        (_("Listen for"), _("What to notice while the client speaks.")),
        (_("If stuck"), _("A difficulty in strong type; below it what to say or do.")),
        (_("Never"), _("What does harm here.")),
        (
            _("Adapt"),
            _(
                "What changes for clients with that adaptation. It never takes away a safety "
                "line, a form or a fidelity item."
            ),
        ),
        (
            _("Skipping"),
            _(
                "A step is left out only where it says so, with a reason that is written down; "
                "a step that says nothing is always held."
            ),
        ),
    )


def _mark_rows(material: Material) -> Rows:
    bands = adherence_words(material.programme.fidelity_bands)
    return (
        (
            _("Not yet checked"),
            _("The claim has not been found in its source; do not repeat it as a fact."),
        ),
        (
            _("A line to write on"),
            _("Stands where the clinic or the directory fills in a number, a day or a text."),
        ),
        (_("The right side"), _("Is left for your own notes.")),
        (_("0, 1, 2, na"), rating_words()),
        (_("Adherence"), _("{bands}. A convention of the programme.").format(bands=bands)),
    )
