"""The service outcome report: what the quarter says, then one theme after the other.

first page -> course -> outcomes -> experience and harm -> fidelity -> safety and data -> groups
-> tables -> how far the figures can be narrowed -> how to read it

cells = tabulated(cases, ...)            one caseload, in its therapist's own session
report = service_report([cells, ...])    the sum of all caseloads, as a reader may see it
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Any

from exports.case.case import PseudonymisedCase
from exports.disclosure.cells import cell_table, versions_of
from exports.disclosure.certainty import count_as_counted
from exports.disclosure.disclosure import READER_PROFILES, Profile, Protection, finish
from exports.disclosure.kept_tables import as_data, from_data
from exports.disclosure.protected import ProtectedTable, added, change
from exports.document.document import Asked, Block, Facts, Heading, PreviewPage, Prose, Report
from exports.document.tables import RawTable, Table, Tables, row_of, value_of
from exports.document.typesetting import has_first_sheet, height_of, on_sheets
from exports.errors import DamagedFigures, NotForExport
from exports.occasion import Occasion, month_in_words
from exports.paper.charts.pictures import Picture
from exports.paper.forms.order import FIRST_CONTACT
from exports.paper.pages.page import HEIGHT
from exports.quarters import Quarter, quarter_named, quarter_of
from exports.reports import (
    attrition_tables,
    course_tables,
    fidelity_tables,
    follow_up_tables,
    outcome_tables,
    quality_tables,
    safety_tables,
)
from exports.reports.attrition_tables import ELIGIBILITY
from exports.reports.audit_page import audit_check, audit_page, audited, drawn_as
from exports.reports.consistency import told_apart
from exports.reports.first_page import FIGURES, FirstPage, first_page, said_means, standing_out
from exports.reports.follow_up_tables import NEGATIVE
from exports.reports.goal_tables import goal_means
from exports.reports.group_tables import DIMENSIONS, breakdown
from exports.reports.outcome_tables import change_picture
from exports.reports.outcomes import FollowedMeasure, measures
from exports.reports.quality_tables import FEEDBACK
from exports.reports.questions import before_in_rows, question_in_words
from exports.reports.report_pictures import (
    BEHIND,
    PICTURES,
    behind_figures,
    series,
    shown_figures,
)
from exports.reports.standing import ENDING
from programme.definition.definition import Programme
from session_forms.library.library import FormLibrary
from session_forms.scoring.goal_attainment import FORM as GOALS
from session_forms.words.texts import N_, NP_, _, ngettext, pgettext

FIRST_CHOICE = "phq-9"
CHANGE = "mean_change"
BEFORE = (FIRST_CONTACT, ELIGIBILITY)
TITLE = N_("Service outcome report")
COUNTED = N_("From the first session to the end of the quarter, not the quarter alone")
"""From when on: no month, which would be that in which one client began."""


@dataclass(frozen=True, slots=True)
class ReportTheme:
    """One theme of the report: its pictures first, then the tables that belong beside them.

    Attributes:
        tables: By id; each table stands in one part.
        asks: The figures whose questions stand with it, unless on the first page.

    """

    title: str
    intro: str
    pictures: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    printed: bool = True


OF_FIGURES = frozenset(
    {
        "agreement",
        "attendance",
        "dose",
        "feedback_falls",
        "goal_attainment",
        "negative_effects",
        "recovery",
        "waits",
    }
)
"""Tables whose counts say little without their figures."""
CHANGE_PICTURE = "change"
STAGES = "stages"
EXPERIENCE = "experience"
IN_PLACE_OF_A_CHART = (STAGES, EXPERIENCE)
"""What stands on the first page as long as there is no chart over quarters."""
PARTS = (
    ReportTheme(
        "Before the course",
        "Who made the first contact, how long people waited, and what had to come first.",
        (),
        ("sources", "wait_bands", "right_help"),
    ),
    ReportTheme(
        "Course of the programme",
        "Who came how far, who stopped by when, and how long it took to begin.",
        (STAGES, "drop_out"),
        ("attendance", "waits", "dose"),
        ("stopped_early", "attended"),
    ),
    ReportTheme(
        NP_("part", "Outcomes"),
        "First score against last score of each client within the course. Zero is a score. "
        "What is not known is counted as not known, never as a success.",
        ("classes", CHANGE_PICTURE),
        ("recovery", "goal_attainment", "follow_up"),
        ("deteriorated", "follow_up_not_known"),
    ),
    ReportTheme(
        "What clients say, what went wrong, and safety",
        "A low number is a reason to ask. Alerts are facts that somebody has to answer with "
        "an action.",
        (EXPERIENCE,),
        ("feedback_falls", "negative_effects", "alerts"),
        ("alerts_late",),
    ),
    ReportTheme(
        NP_("part", "Fidelity"),
        "How closely held sessions kept to their plan, as the therapist rated it.",
        ("adherence",),
        ("items_missed", "double_rated", "agreement"),
        ("adherence",),
    ),
    ReportTheme(
        "Groups, and how complete the data are",
        "Groups of fewer than ten people are shown together, or not at all. Where intervals "
        "overlap, nothing is known of a difference. Figures are worth as much as the data "
        "behind them; a filled form that no installed form fits is in none.",
        ("groups", "completeness"),
        ("passed_over",),
        ("mood_not_given",),
    ),
    ReportTheme(
        "Tables in the package alone",
        "These stand in the package, not on paper.",
        tables=(
            "classes",
            CHANGE,
            *(f"by_{each.id}" for each in DIMENSIONS),
            "funnel",
            "status",
            "drop_out",
            "pairs",
            "fidelity",
            "fidelity_modules",
            "fidelity_outcome",
            "overrides",
            "deviations",
            "experience",
            "completeness",
        ),
        printed=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Tabulated:
    """The figures of one caseload, changed and not yet cut down for a reader.

    Attributes:
        forms: (id, version) of every form that the programme names.
        people: How many clients they are about: a report over too few in all is not made.

    """

    tables: tuple[ProtectedTable, ...]
    forms: tuple[tuple[str, int], ...]
    people: int

    def as_data(self) -> dict[str, Any]:
        """Return it as it is kept: lists, texts and numbers alone."""
        return {
            "tables": as_data(self.tables),
            "forms": [list(each) for each in self.forms],
            "people": self.people,
        }


@dataclass(frozen=True, slots=True)
class EarlierQuarter:
    """What an earlier quarter's report was made of, and the quarter's name.

    Attributes:
        covered: How many caseloads it covers, also those with nobody to count.

    """

    name: str
    caseloads: tuple[Tabulated, ...]
    covered: int


def read_tabulated(found: Any) -> Tabulated:  # noqa: ANN401 - what a file holds
    """Return what `as_data` wrote.

    Raises:
        DamagedFigures: It is not as that writes it.

    """
    try:
        forms = tuple((str(form_id), int(version)) for form_id, version in found["forms"])
        return Tabulated(from_data(found["tables"]), forms, int(found["people"]))
    except (KeyError, TypeError, ValueError):
        raise DamagedFigures(_("The kept figures of a quarter cannot be read.")) from None


def tabulated(
    cases: Sequence[PseudonymisedCase],
    *,
    forms: FormLibrary,
    programme: Programme,
    caseloads: int = 1,
) -> Tabulated:
    """Return the figures of one caseload, of so many, changed by the keys of its clients."""
    ordered = sorted(cases, key=lambda case: case.record_key)  # the order of intake tells nothing
    raw = raw_tables(ordered, forms, programme)
    tables = change(raw, drawn_as(programme), caseloads=caseloads)
    return Tabulated(tables, _forms_of(programme), len(cases))


def _forms_of(programme: Programme) -> tuple[tuple[str, int], ...]:
    """Return (id, version) of every form that the programme names.

    Those that were filled in would tell of a form that one client alone filled.
    """
    return tuple(sorted(programme.forms.items()))


def forms_counted(forms: FormLibrary, programme: Programme) -> frozenset[str]:
    """Return the ids of all forms that the tables are made from: no other has to be read."""
    due = (form_id for plan in programme.session_plans.values() for form_id in plan.measures)
    known = (measure.id for measure in measures(forms))
    return frozenset((*known, *due, GOALS, FEEDBACK, NEGATIVE, ENDING, *BEFORE))


def raw_tables(
    cases: Sequence[PseudonymisedCase], forms: FormLibrary, programme: Programme
) -> Iterator[RawTable]:
    """Yield every table of the report, exact: nobody outside may see them."""
    found = outcome_tables.followed(cases, measures(forms), programme)
    yield course_tables.funnel(cases, programme)
    yield course_tables.attendance(cases)
    yield course_tables.dose(cases, programme)
    yield course_tables.attrition(cases)
    yield attrition_tables.drop_out(cases, programme)
    yield attrition_tables.waits(cases)
    yield attrition_tables.sources(cases)
    yield attrition_tables.wait_bands(cases)
    yield attrition_tables.right_help(cases)
    yield fidelity_tables.fidelity(cases, programme)
    yield fidelity_tables.modules(cases, programme)
    yield from fidelity_tables.beside_outcome(cases, found, programme)
    yield fidelity_tables.items_missed(cases, programme)
    yield fidelity_tables.double_rated(cases, programme)
    yield fidelity_tables.rater_agreement(cases)
    yield fidelity_tables.overrides(cases, programme)
    yield fidelity_tables.deviations(cases)
    yield quality_tables.experience(cases, forms)
    yield quality_tables.falls(cases, forms)
    yield outcome_tables.pairs(found, programme)
    yield outcome_tables.mean_change(found, programme)
    yield outcome_tables.classes(found, programme)
    yield outcome_tables.recovery(found, programme)
    yield goal_means(cases)
    yield follow_up_tables.negative_effects(cases, found)
    yield safety_tables.alerts(cases)
    yield quality_tables.completeness(cases, programme, forms)
    yield quality_tables.passed_over(cases)
    titles = {track.id: track.title for track in programme.tracks}
    for each in found:
        if each.measure.id == FIRST_CHOICE:
            yield follow_up_tables.follow_up(cases, each, programme)
            for dimension in DIMENSIONS:
                yield breakdown(cases, each, dimension, titles)


TOO_FEW = N_(
    "There are fewer than {least} clients in the figures of the quarter: a report over "
    "so few would tell about each of them. Counted is who agreed and had a session by "
    "its end; of a caseload in which few people had anything new since an earlier "
    "quarter the figures stand as they were. Wait for a later quarter."
)


def service_report(
    caseloads: Sequence[Tabulated],
    occasion: Occasion,
    *,
    forms: FormLibrary,
    programme: Programme,
    earlier: Sequence[EarlierQuarter] = (),
) -> Report:
    """Return the report over the sum of `caseloads`, as the occasion's profile shows it.

    What it says of the changes is for all caseloads that the occasion covers: by how many of them
    have anybody to count, it would tell whether one with a single client has (ADR 137). `earlier`
    are quarters before, in order. One that is missing, or had too few clients for a report, is a
    gap among the others.

    Raises:
        NotForExport: The profile is not one for aggregates, or there are too few clients.
        FigureCertain: A figure would be certain for a reader.

    """
    profile = READER_PROFILES.get(occasion.profile)
    if profile is None or not profile.least:
        raise NotForExport(_("A service report needs the profile internal-review or external."))
    named = drawn_as(programme)
    summed = added([each.tables for each in caseloads], named)
    if not _are_enough(caseloads, profile):
        raise NotForExport(_(TOO_FEW).format(least=profile.people_from))
    covered = occasion.caseloads_open
    told = profile.over(covered)
    finished, protection = finish(summed, profile, caseloads=covered)
    tables = {table.id: told_apart(table, told.least - 1) for table in finished}
    whole = {table.id: table for table in finish(summed, profile)[0]}
    reported = [each for each in earlier if _are_enough(each.caseloads, profile)]
    past = [(each.name, _shown(each, profile, named)) for each in reported]
    used, of = _forms_of(programme), (programme.id, programme.version)
    versions = versions_of(of, used)
    cells = cell_table(summed, profile, _quarter(occasion).name, versions)
    before = [
        cell_table(
            added([one.tables for one in each.caseloads], named), profile, each.name, versions
        )
        for each in reported
    ]
    found = audited([cells, *before], profile, covered, programme)
    first, questions = _first_page(tables, past, occasion, told)
    themes = _themes(tables, measures(forms), questions[1:], first=first, told=told)
    attack = audit_page(found, len(before), cells, whole)
    pages = (first, *on_sheets((*themes, attack, _about(occasion, told, finished))))
    return Report(
        title=_(TITLE),
        chip=occasion.release_id,
        pages=pages,
        programme=of,
        forms=used,
        checks=(_protection_check(protection), audit_check(found, len(before))),
        for_programs=(cells,),
        is_decided=not found.undecided,
        rule=told.rule,
        questions=questions,
    )


def _are_enough(caseloads: Sequence[Tabulated], profile: Profile) -> bool:
    return sum(each.people for each in caseloads) >= profile.people_from


def _quarter(occasion: Occasion) -> Quarter:
    """Return the quarter that a report stands on."""
    year, month = map(int, occasion.last_month.split("-"))
    return quarter_of(date(year, month, 1))


def _looked_back_at(past: Sequence[tuple[str, Tables]], now: Quarter) -> Iterator[Quarter]:
    """Yield every quarter from the first that is told until `now`: also those that are not."""
    each = quarter_named(past[0][0]) if past else now
    while each < now:
        yield each
        each = each.next


def _shown(earlier: EarlierQuarter, profile: Profile, named: Callable[[str], str]) -> Tables:
    """Return the tables of an earlier quarter as its own report showed them."""
    summed = added([each.tables for each in earlier.caseloads], named)
    finished, _protection = finish(summed, profile, caseloads=earlier.covered)
    return {table.id: table for table in finished}


def _first_page(
    tables: Tables, past: Sequence[tuple[str, Tables]], occasion: Occasion, profile: Profile
) -> tuple[PreviewPage, tuple[Asked, ...]]:
    """Return the page with what the quarter says, and all that it asks.

    It begins with what became of earlier questions; the first question of now stands on it, the
    others with their themes; readers outside are asked nothing. Where there is no chart over
    quarters yet, how far clients came and what they say of sessions stand in its place.
    """
    now = _quarter(occasion)
    known = dict(past)
    before = known.get(now.before.name)
    quarters = [(each.name, known.get(each.name, {})) for each in _looked_back_at(past, now)]
    few = profile.least - 1
    shown = shown_figures(tables, before, few=few, caseloads=profile.caseloads)
    page = first_page(
        shown,
        series([*quarters, (now.name, tables)], few=few),
        tuple(standing_out(tables, profile.caseloads)),
        tuple(said_means(tables)),
    )
    if not profile.asks:
        page = page.asking_nothing()
    facts = Facts(
        (
            (pgettext("fact", "Covers"), occasion.covers),
            (pgettext("fact", "Quarter"), now.in_words),
            *_counted_clients(tables, profile.caseloads),
            (pgettext("fact", "Counted"), _(COUNTED)),
            *_replaced(occasion),
            *_course(occasion),
        )
    )
    instead = () if page.chart else IN_PLACE_OF_A_CHART
    above: tuple[Block, ...] = (
        facts,
        *_standing(occasion.caseloads_standing),
        *(_asked_before(occasion, page.left_open) if profile.asks else ()),
    )
    below = (
        *(() if page.cards or page.chart else (_what_else(profile),)),
        Prose(
            _(
                "Every number was changed a little on purpose, so that nobody can be found in "
                "it. The last page says by how much at most."
            ),
            small=True,
        ),
    )
    title = _("What the quarter says")
    page = _on_one_sheet(page, lambda made: PreviewPage(title, (*above, *made.blocks, *below)))
    blocks = (*above, *page.blocks)
    for picture in (each for name in instead for each in PICTURES[name](tables, profile.caseloads)):
        longer = (*blocks, picture)
        if has_first_sheet(_(TITLE), PreviewPage(title, (*longer, *below))):
            blocks = longer
    said = sorted(FIGURES, key=lambda each: each not in shown)  # what stands there comes first
    behind = behind_figures((*said, *(each.figure for each in page.questions)))
    behind = (*page.rows, *behind, *(table for name in instead for table in BEHIND[name]))
    return PreviewPage(title, (*blocks, *below), behind=behind), page.left_open


def _on_one_sheet(page: FirstPage, set_as: Callable[[FirstPage], PreviewPage]) -> FirstPage:
    """Return the first page as whole as has room on its sheet; whole where none has.

    A chart alone on the next sheet leaves most of that empty, and page one without its picture.
    """
    fitting = (each for each in page.shorter() if has_first_sheet(_(TITLE), set_as(each)))
    return next(fitting, page)


def _counted_clients(tables: Tables, caseloads: int) -> Iterator[tuple[str, str]]:
    """Yield how many clients the report counts, as its other pages print it, and how sure it is."""
    clients = value_of(row_of(tables, "funnel", course_tables.CLIENTS), "clients")
    if clients:
        counted = count_as_counted(clients, caseloads)
        said = _("about {count}, in 95 of 100 cases {low} to {high}").format(
            count=int(clients), low=ceil(counted.low), high=int(counted.high)
        )
        yield pgettext("fact", "Clients"), said


def _what_else(profile: Profile) -> Prose:
    """Return from how many people on there are figures, and what there is until then."""
    words = _(
        "A count is told from {least} people on, most shares from about {twice}, and most means "
        "from about {mean}. Until then each client's own page shows how it goes."
    )
    few, mean = profile.least, 2 * profile.behind
    return Prose(words.format(least=few, twice=2 * few, mean=mean))


def _replaced(occasion: Occasion) -> Iterator[tuple[str, str]]:
    """Yield in whose place the report stands: two of one quarter look alike on paper."""
    if occasion.replaces:
        yield pgettext("fact", "Takes the place of"), occasion.replaces


def _course(occasion: Occasion) -> Iterator[tuple[str, str]]:
    """Yield of which course the report is, where the service has several."""
    if occasion.course:
        said = _("{title}. Who follows another course is in a report of its own.")
        yield pgettext("fact", "Course"), said.format(title=occasion.course)


def _asked_before(occasion: Occasion, asked_now: tuple[Asked, ...]) -> tuple[Block, ...]:
    """Return what became of earlier questions, never in words."""
    rows = tuple(before_in_rows(occasion.asked_before, asked_now))
    if not rows:
        return ()
    return (Heading(_("What became of earlier questions")), Facts(rows))


def _themes(
    tables: Tables,
    known: Sequence[FollowedMeasure],
    questions: Sequence[Asked],
    *,
    first: PreviewPage,
    told: Profile,
) -> Iterator[PreviewPage]:
    """Yield a page for each theme, with what does not stand on the first page already.

    A theme has the room of one sheet: a table for which that has none is in the package alone.
    """
    left: list[Table] = []
    for part in PARTS:
        pictures = [
            each
            for name in part.pictures
            for each in _pictures(name, tables, known, told.caseloads)
            if each not in first.blocks
        ]
        there = [tables[each] for each in part.tables if each in tables and tables[each].rows]
        if part.printed:
            left += [each for each in there if _is_without_figures(each)]
            there = [each for each in there if not _is_without_figures(each)]
        rows = tuple(
            (pgettext("sentence of a report", "What to ask"), question_in_words(each))
            for each in questions
            if each.figure in part.asks
        )
        asks = (Facts(rows, leads=True),) if rows else ()
        page = PreviewPage(
            _(part.title),
            (Prose(_(part.intro)), *asks, *pictures, *_apart(part, told)),
            printed=part.printed,
            behind=tuple(each for name in part.pictures for each in BEHIND[name]),
        )
        if not part.printed:
            there = [*left, *there]
        else:
            there, without = _with_room(page, there)
            left += without
        if not (pictures or there or rows):
            continue
        yield replace(page, blocks=(*page.blocks, *there))


def _is_without_figures(table: Table) -> bool:
    """Return whether a table tells nothing, or none of its figures where it is of these.

    Rows of "few" need no room on paper.
    """
    numbers = [number for number, each in enumerate(table.columns) if each.kind != "text"]
    if all(
        row[each].value is None and not row[each].ends for row in table.rows for each in numbers
    ):
        return True
    if table.id not in OF_FIGURES:
        return False
    at = [number for number, each in enumerate(table.columns) if each.kind == "figure"]
    return all(row[each].value is None for row in table.rows for each in at)


def _apart(part: ReportTheme, told: Profile) -> Iterator[Prose]:
    """Yield why parts need not add up, and what stands for few people, where figures do."""
    if part.printed:
        yield Prose(told.apart, small=True)


def _with_room(page: PreviewPage, tables: Sequence[Table]) -> tuple[list[Table], list[Table]]:
    """Return the tables for which a sheet has room after what stands on it, and the others."""
    there: list[Table] = []
    without: list[Table] = []
    for each in tables:
        longer = replace(page, blocks=(*page.blocks, *there, each))
        (there if height_of(longer) <= HEIGHT else without).append(each)
    return there, without


def _pictures(
    name: str, tables: Tables, known: Sequence[FollowedMeasure], caseloads: int
) -> Iterator[Picture]:
    if name != CHANGE_PICTURE:
        yield from PICTURES[name](tables, caseloads)
    elif CHANGE in tables and (picture := change_picture(tables[CHANGE], known)):
        yield picture


def _about(occasion: Occasion, profile: Profile, tables: Sequence[Table]) -> PreviewPage:
    """Return what it is for, how it is read, and by which rules a change is called reliable."""
    facts = Facts(
        (
            (pgettext("fact", "Purpose"), occasion.purpose_in_words),
            (pgettext("fact", "Made in"), month_in_words(occasion.month)),
            (pgettext("fact", "Kind"), _(profile.title)),
            (pgettext("fact", "Tables"), str(len(tables))),
        )
    )
    rules = " ".join(note for each in tables if each.id == "classes" for note in each.notes)
    reliable = (Heading(_("When a change is called reliable")), Prose(rules, small=True))
    return PreviewPage(
        _("About this report"),
        (
            facts,
            Heading(_("How to read it")),
            Prose(profile.rule),
            Prose(
                _(
                    "The changes are drawn by secret keys of the clients: the same figure is "
                    "changed by the same amount in every table, for every reader. Over several "
                    "caseloads the changes add up. A share in per cent comes from the numbers as "
                    "shown; an interval holds the change as well as chance. In means and shares "
                    "of sessions nobody counts as further out than half of the scale."
                )
            ),
            Prose(
                _(
                    "It holds no names, no dates and no words of clients or therapists. "
                    "It compares nobody with anybody; a figure that stands out is a question "
                    "to ask, not a verdict."
                )
            ),
            *(reliable if rules else ()),
        ),
    )


def _standing(caseloads: int) -> tuple[Prose, ...]:
    """Return that caseloads stand as they were, where any do."""
    if not caseloads:
        return ()
    words = ngettext(
        "In {count} caseload few people had anything new since an earlier quarter: its figures "
        "stand as they were.",
        "In {count} caseloads few people had anything new since an earlier quarter: their figures "
        "stand as they were.",
        caseloads,
    )
    return (Prose(words.format(count=caseloads)),)


def _protection_check(protection: Protection) -> tuple[str, str]:
    how = ngettext(
        "{changed} figure changed, a count by {most} at most; {withheld} of them about too few "
        "people to be told",
        "{changed} figures changed, a count by {most} at most; {withheld} of them about too few "
        "people to be told",
        protection.changed,
    )
    return _("No figure is exact"), how.format(
        changed=protection.changed, most=protection.most, withheld=protection.withheld
    )
