"""What stands before the sessions of a manual: title, contents, how to read it, the course.

The course is told in tables: phases, sessions, tracks, gates, and when to do something else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reportlab.platypus import Flowable

from exports.paper.drawing.tags import ListCells
from exports.paper.forms.alert_table import alert_rows
from exports.paper.manual.entries import CHAPTERS, CONTENTS, COURSE, COURSE_PARTS, READING
from exports.paper.manual.fidelity_sheet import adherence_words, rating_words
from exports.paper.manual.lines import Material, pinned_forms, reading
from exports.paper.manual.session import flag_words, gate_row
from exports.paper.pages.keeping import LongTable, kept
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import Ruled, box, shaded, space, words
from programme.definition.definition import Programme
from programme.definition.parts import PlannedSession, Track
from session_forms.words.day_words import written_day
from session_forms.words.list_words import together
from session_forms.words.texts import NN_, NP_, _, counted, pgettext

TITLE_SCALE = 1.9
BEFORE_TITLE = 110.0
FACT_WIDTHS = (100.0, 330.0)
FACTS = [("LEFTPADDING", 0.0), ("TOPPADDING", 3.0), ("BOTTOMPADDING", 3.0)]
LANGUAGES: Mapping[str, str] = {
    "en": NP_("language", "English"),
    "fr": NP_("language", "French"),
    "de": NP_("language", "German"),
    "pl": NP_("language", "Polish"),
}
LINE = "\N{NO-BREAK SPACE}" + "_" * 26


def title_story(programme: Programme) -> Iterator[Flowable]:
    """Yield the title page: what this is, whether it is approved, and what it is not."""
    yield space(BEFORE_TITLE)
    yield words(programme.title, "title", TITLE_SCALE)
    yield space(6)
    yield words(_("Manual for therapists"), "heading")
    yield space(18)
    yield shaded([[words(_status(programme), "strong")]], [sum(FACT_WIDTHS)])
    yield space(12)
    facts = (
        (pgettext("fact", "Version"), f"{programme.id} {programme.version}"),
        (pgettext("fact", "Language"), _(LANGUAGES.get(programme.language, programme.language))),
        (pgettext("fact", "For"), programme.population),
        (pgettext("fact", "Intended purpose"), programme.intended_purpose),
        (_("What it is not"), "\n".join(_nots())),
        (pgettext("fact", "Source"), programme.source),
        (pgettext("fact", "Licence"), _licence(programme)),
    )
    rows = [[words(name, "muted"), words(text)] for name, text in facts if text]
    yield box(rows, FACT_WIDTHS, FACTS, ListCells())
    if programme.status == "draft":
        yield space(24)
        sign = _("Approved by (name, role) {line}     on {line}").format(line=LINE)
        yield words(sign, "muted")


def contents_story(material: Material) -> Iterator[Flowable]:
    """Yield the contents."""
    yield material.headed(CONTENTS, words(_(CHAPTERS[CONTENTS]), "title"))
    yield from material.book.contents()


def _status(programme: Programme) -> str:
    if programme.status == "draft":
        return _(
            "Draft. It needs the sign-off of a qualified clinical lead before it is used with "
            "clients."
        )
    who, day = programme.approved_by, programme.approved_on
    if who and day:
        return _("Approved by {who}, {day}").format(who=who, day=written_day(day))
    return pgettext("programme state", "Approved")


def _nots() -> tuple[str, ...]:
    return (
        _("It makes no diagnosis and predicts nothing; it holds no score of any offending risk."),
        _("It does not replace training, supervision, emergency services or the law of the place."),
        _("It is no legal advice: the limits of confidentiality are the clinic's own text."),
    )


def _licence(programme: Programme) -> str:
    instruments = _("Instruments keep their own terms, stated on their pages.")
    return f"{programme.licence}. {instruments}" if programme.licence else instruments


WIDTHS = (92.0, WIDTH - 92.0)
PARTS = [("LEFTPADDING", 0.0), ("TOPPADDING", 1.5), ("BOTTOMPADDING", 1.5)]
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
        (pgettext("table", "A session"), _session_rows()),
        (pgettext("table", "A step"), _step_rows()),
        (pgettext("table", "Marks"), _mark_rows(material)),
    ):
        yield space(10)
        cells = [[words(name, "muted"), words(text)] for name, text in rows]
        yield from kept([words(title, "heading"), space(3), box(cells, WIDTHS, PARTS, ListCells())])


def _session_rows() -> Rows:
    return (
        (
            pgettext("session plan", "Aim, rationale"),
            _("What the client has at the end, and why that matters."),
        ),
        (
            _("What this rests on"),
            _("Each claim with its source, the kind of study, and how far it was checked."),
        ),
        (
            _("Earlier and later"),
            _("What comes from earlier sessions and what goes on to later ones."),
        ),
        (
            pgettext("session plan", "Agenda"),
            _("All steps with their minutes; FR marks the steps that most share."),
        ),
        (_("In two meetings"), _("Where to cut when an hour is too long.")),
        (pgettext("session plan", "Steps"), _("What to say and do, in order.")),
        (
            pgettext("session plan", "Practice"),
            _("One or two small things for the week, and how to keep them private."),
        ),
        (
            pgettext("session plan", "Fidelity items"),
            _("What an observer could see; the sheet to tick is at the back."),
        ),
        (_("The client's page"), _("One neutral page to copy. It may be found by somebody else.")),
    )


def _step_rows() -> Rows:
    return (
        (
            pgettext("step", "Heading"),
            _("The step and its minutes; below it the form with its page."),
        ),
        (pgettext("step", "Purpose"), _("What the step is for, in one sentence.")),
        (
            pgettext("step", "Say"),
            _(
                "Sentences in quotation marks are examples: use your own voice. A line marked Key "
                "must be said in substance. A line without quotation marks is something to do."
            ),
        ),
        (pgettext("step", "Listen for"), _("What to notice while the client speaks.")),
        (
            pgettext("step", "If stuck"),
            _("A difficulty in strong type; below it what to say or do."),
        ),
        (pgettext("step", "Never"), _("What does harm here.")),
        (
            pgettext("step", "Adapt"),
            _(
                "What changes for clients with that adaptation. It never takes away a safety "
                "line, a form or a fidelity item."
            ),
        ),
        (
            pgettext("step", "Skipping"),
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
            _("Not from a source"),
            _("The programme's own rule, choice or experience; nothing was read that tests it."),
        ),
        (
            _("A line to write on"),
            _("Stands where the clinic or the directory fills in a number, a day or a text."),
        ),
        (_("The right side"), _("Is left for your own notes.")),
        (pgettext("mark", "0, 1, 2, na"), rating_words()),
        (
            pgettext("mark", "Adherence"),
            _("{bands}. A convention of the programme.").format(bands=bands),
        ),
    )


WEEKS_AFTER = NN_("{count} week after the end", "{count} weeks after the end")
MONTHS_AFTER = NN_("{count} month after the end", "{count} months after the end")


@dataclass(frozen=True, slots=True)
class _Part:
    """One table of the course; `shares` are its columns' shares of the width, which make 1."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


def course_story(material: Material) -> Iterator[Flowable]:
    """Yield the tables of the course."""
    yield material.headed(COURSE, words(_(CHAPTERS[COURSE]), "title"))
    yield space(6)
    yield reading(_("For: {population}.").format(population=material.programme.population))
    for key, part in _parts(material).items():
        heading = material.headed(key, words(_(COURSE_PARTS[key]), "heading"))
        widths = tuple(WIDTH * share for share in part.shares)
        yield space(12)
        if part.rows:
            table = Ruled(part.head, part.rows, frozenset(), widths)
            yield LongTable([heading, space(4)], table)
        else:
            yield heading
            yield space(4)
            yield reading(pgettext("list without entries", "None."), "muted")


def _parts(material: Material) -> dict[str, _Part]:
    programme = material.programme
    return {
        "course.phases": _phases(programme),
        "course.sessions": _sessions(material),
        "course.tracks": _tracks(programme),
        "course.gates": _Part(
            (
                pgettext("column", "Gate"),
                pgettext("column", "Before"),
                _("Must be true"),
                pgettext("column", "Override"),
            ),
            tuple(gate_row(gate, material) for gate in programme.gates),
            (0.1, 0.16, 0.54, 0.2),
        ),
        "course.alerts": _alerts(material),
        "course.exclusions": _Part(
            (pgettext("column", "When"), _("What to do instead")),
            tuple((each.rule, each.action) for each in programme.exclusions),
            (0.5, 0.5),
        ),
        "course.on-track": _on_track(programme),
        "course.adaptations": _Part(
            (pgettext("column", "Adaptation"), _("What it stands for")),
            tuple(
                (flag_words(programme, flag), text) for flag, text in programme.adaptations.items()
            ),
            (0.28, 0.72),
        ),
        "course.placeholders": _Part(
            (_("Stands for a line in the texts"), pgettext("column", "Filled with")),
            tuple(
                (name.replace("_", " ").capitalize(), text)
                for name, text in programme.placeholders.items()
            ),
            (0.28, 0.72),
        ),
    }


def _alerts(material: Material) -> _Part:
    """Return every answer that opens an alert, with its level and the reason for it."""
    rows = tuple(
        (each.form, each.when, f"{each.level}\n{each.stream}", f"{each.states}\n{each.because}")
        for each in alert_rows(pinned_forms(material.programme, material.forms))
    )
    head = (
        pgettext("column", "Form"),
        pgettext("column", "When"),
        pgettext("column", "Level"),
        _("Fact, and why this level"),
    )
    return _Part(head, rows, (0.15, 0.25, 0.14, 0.46))


def _phases(programme: Programme) -> _Part:
    rows = tuple(
        (
            f"{phase.id}  {phase.title}",
            "\n".join(_module_words(programme, each) for each in phase.modules),
            ", ".join(session.id for session in phase.sessions),
        )
        for phase in programme.phases
    )
    return _Part(
        (
            pgettext("column", "Phase"),
            pgettext("column", "Modules"),
            pgettext("column", "Sessions"),
        ),
        rows,
        (0.32, 0.4, 0.28),
    )


def _module_words(programme: Programme, module_id: str) -> str:
    known = programme.modules.get(module_id)
    return f"{module_id}  {known.title}" if known else module_id


def _sessions(material: Material) -> _Part:
    rows = tuple(
        _session(planned, material)
        for phase in material.programme.phases
        for planned in phase.sessions
    )
    head = (
        pgettext("column", "Session"),
        pgettext("column", "Title"),
        pgettext("column", "Minutes"),
        pgettext("column", "Measures due"),
    )
    return _Part(head, rows, (0.12, 0.36, 0.12, 0.4))


def _session(planned: PlannedSession, material: Material) -> tuple[str, ...]:
    plan = material.programme.session_plans.get(planned.id)
    if plan is None:
        return planned.id, _titled(planned), "", _("not in this version")
    measures = ", ".join(material.form(each).short_title for each in plan.measures)
    return plan.id, _titled(planned), str(plan.minutes), measures


def _titled(planned: PlannedSession) -> str:
    """Return the title of a session, and below it when it is held if not in the usual order."""
    if planned.extra:
        return "\n".join([planned.title, _("outside the order, as often as it is needed")])
    if planned.after_end is None:
        return planned.title
    weeks, months = planned.after_end.weeks, planned.after_end.months
    after = counted(WEEKS_AFTER, weeks) if weeks else counted(MONTHS_AFTER, months or 0)
    return f"{planned.title}\n{after}"


def _tracks(programme: Programme) -> _Part:
    rows = tuple(_track(programme, each) for each in programme.tracks)
    head = (
        pgettext("column", "Track"),
        _("More weight on"),
        pgettext("column", "Brought forward"),
        _("May be one meeting"),
        pgettext("column", "Extra sessions"),
    )
    return _Part(head, rows, (0.29, 0.27, 0.16, 0.16, 0.12))


def _track(programme: Programme, track: Track) -> tuple[str, ...]:
    moved = (
        _("{module} after {session}").format(module=each.module, session=each.after)
        for each in track.bring_forward
    )
    extra = track.extra_sessions_allowed
    return (
        f"{track.id}\n{track.title}",
        "\n".join(_module_words(programme, each) for each in track.emphasis),
        "\n".join(moved),
        "\n".join(together(pair) for pair in track.may_merge),
        _("up to {count}").format(count=extra) if extra else "",
    )


def _on_track(programme: Programme) -> _Part:
    rules = programme.on_track
    at_points = _("shown from {first}, asked at {points}").format(
        first=rules.watch_from, points=", ".join(rules.review_at)
    )
    rows = tuple(
        (
            rule.id,
            rule.title,
            pgettext("how soon", "at once") if rule.asks == "at_once" else at_points,
            rule.source,
        )
        for rule in rules.rules
    )
    return _Part(
        (
            pgettext("column", "Rule"),
            pgettext("column", "Fact"),
            pgettext("column", "Asked"),
            pgettext("column", "Source"),
        ),
        rows,
        (0.1, 0.32, 0.2, 0.38),
    )
