"""The course in tables: phases, sessions, tracks, gates, and when to do something else."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.platypus import Flowable

from exports.paper.manual.entries import CHAPTERS, COURSE, COURSE_PARTS
from exports.paper.manual.lines import Material, reading
from exports.paper.manual.requirement_words import gate_row
from exports.paper.manual.session import flag_words
from exports.paper.pages.keeping import LongTable
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import Ruled, space, words
from programme.definition.definition import Programme
from programme.definition.parts import PlannedSession, Track
from session_forms.words.list_words import together
from session_forms.words.texts import NN_, counted
from session_forms.words.texts import translate as _

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
            yield reading(_("None."), "muted")


def _parts(material: Material) -> dict[str, _Part]:
    programme = material.programme
    return {
        "course.phases": _phases(programme),
        "course.sessions": _sessions(material),
        "course.tracks": _tracks(programme),
        "course.gates": _Part(
            (_("Gate"), _("Before"), _("Must be true"), _("Override")),
            tuple(gate_row(gate, material) for gate in programme.gates),
            (0.1, 0.16, 0.54, 0.2),
        ),
        "course.exclusions": _Part(
            (_("When"), _("What to do instead")),
            tuple((each.rule, each.action) for each in programme.exclusions),
            (0.5, 0.5),
        ),
        "course.on-track": _on_track(programme),
        "course.adaptations": _Part(
            (_("Adaptation"), _("What it stands for")),
            tuple(
                (flag_words(programme, flag), text) for flag, text in programme.adaptations.items()
            ),
            (0.28, 0.72),
        ),
        "course.placeholders": _Part(
            (_("Stands for a line in the texts"), _("Filled with")),
            tuple(
                (name.replace("_", " ").capitalize(), text)
                for name, text in programme.placeholders.items()
            ),
            (0.28, 0.72),
        ),
    }


def _phases(programme: Programme) -> _Part:
    rows = tuple(
        (
            f"{phase.id}  {phase.title}",
            "\n".join(_module_words(programme, each) for each in phase.modules),
            ", ".join(session.id for session in phase.sessions),
        )
        for phase in programme.phases
    )
    return _Part((_("Phase"), _("Modules"), _("Sessions")), rows, (0.32, 0.4, 0.28))


def _module_words(programme: Programme, module_id: str) -> str:
    known = programme.modules.get(module_id)
    return f"{module_id}  {known.title}" if known else module_id


def _sessions(material: Material) -> _Part:
    rows = tuple(
        _session(planned, material)
        for phase in material.programme.phases
        for planned in phase.sessions
    )
    head = (_("Session"), _("Title"), _("Minutes"), _("Measures due"))
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
        _("Track"),
        _("More weight on"),
        _("Brought forward"),
        _("May be one meeting"),
        _("Extra sessions"),
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
        (rule.id, rule.title, _("at once") if rule.asks == "at_once" else at_points, rule.source)
        for rule in rules.rules
    )
    return _Part((_("Rule"), _("Fact"), _("Asked"), _("Source")), rows, (0.1, 0.32, 0.2, 0.38))
