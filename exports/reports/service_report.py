"""The service outcome report: what clinical leads look at, in blocks.

    funnel and dose -> fidelity and experience -> outcomes -> safety -> data -> groups

Every figure is counted over the cases handed in; `disclosure.protect` sees all tables together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.case.case import PseudonymisedCase
from exports.disclosure.disclosure import READER_PROFILES, Profile, Protection, protect
from exports.document.document import Facts, Heading, PreviewPage, Prose, Report
from exports.document.tables import RawTable
from exports.errors import NotAllowed
from exports.occasion import Occasion, month_in_words
from exports.reports import (
    course_tables,
    fidelity_tables,
    outcome_tables,
    quality_tables,
    safety_tables,
)
from exports.reports.goal_tables import goal_means
from exports.reports.outcome_tables import DIMENSIONS, breakdown, with_picture
from exports.reports.outcomes import measures
from programme.definition.definition import Programme
from session_forms.library.library import FormLibrary
from session_forms.words.texts import ngettext, pgettext
from session_forms.words.texts import translate as _

FIRST_CHOICE = "phq-9"
CHANGE = "mean_change"


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the report before protection."""

    title: str
    intro: str
    tables: tuple[RawTable, ...]


def service_report(
    cases: Sequence[PseudonymisedCase],
    occasion: Occasion,
    *,
    forms: FormLibrary,
    programme: Programme,
) -> Report:
    """Return the report over `cases`, protected by the occasion's profile.

    Raises:
        NotAllowed: The profile is not one for aggregates, or small counts could be worked out.

    """
    profile = READER_PROFILES.get(occasion.profile)
    if profile is None or not profile.small_up_to:
        raise NotAllowed("A service report needs the profile internal-review or external.")
    ordered = sorted(cases, key=lambda case: case.pseudonym)
    found = outcome_tables.followed(ordered, measures(forms))
    parts = _parts(ordered, found, profile, forms, programme)
    finished, protection = protect([each for part in parts for each in part.tables], profile)
    by_id = {table.id: table for table in finished}
    by_id[CHANGE] = with_picture(by_id[CHANGE], [each for each in found if each.paired])
    pages = [_front(occasion, profile, len(finished))]
    for part in parts:
        tables = (by_id[table.id] for table in part.tables)
        pages.append(PreviewPage(part.title, (Prose(part.intro), *tables)))
    used = {(form.form_id, form.form_version) for case in ordered for form in case.forms}
    return Report(
        title=_("Service outcome report"),
        chip=occasion.release_id,
        pages=tuple(pages),
        programme=(programme.id, programme.version),
        forms=tuple(sorted(used)),
        checks=(_protection_check(protection),),
    )


def _parts(
    cases: Sequence[PseudonymisedCase],
    found: Sequence[outcome_tables.Followed],
    profile: Profile,
    forms: FormLibrary,
    programme: Programme,
) -> list[_Part]:
    parts = [
        _Part(
            _("Course of the programme"),
            _("Who came how far, and what became of the sessions that were due."),
            (
                course_tables.funnel(cases, programme),
                course_tables.attendance(cases),
                course_tables.dose(cases),
                course_tables.attrition(cases),
            ),
        ),
        _Part(
            pgettext("part", "Fidelity"),
            _("How closely held sessions kept to their plan, as the therapist rated it."),
            (
                fidelity_tables.fidelity(cases, programme),
                fidelity_tables.modules(cases, programme),
                *fidelity_tables.beside_outcome(cases, found, programme, profile.groups_from),
                fidelity_tables.items_missed(cases, programme, profile.small_up_to),
                fidelity_tables.double_rated(cases, programme),
                *fidelity_tables.rater_agreement(cases, profile.small_up_to),
                fidelity_tables.overrides(cases, programme),
                fidelity_tables.deviations(cases),
            ),
        ),
        _Part(
            pgettext("part", "Experience"),
            _("What clients say at the end of a session. A low number is a reason to ask."),
            (quality_tables.experience(cases, forms), quality_tables.falls(cases, forms)),
        ),
        _Part(
            pgettext("part", "Outcomes"),
            _(
                "First score against last score of each client. Zero is a score. "
                "What is not known is counted as not known, never as a success."
            ),
            (
                outcome_tables.pairs(found),
                outcome_tables.mean_change(found),
                outcome_tables.classes(cases, found),
                outcome_tables.recovery(found),
                *goal_means(cases),
            ),
        ),
        _Part(
            pgettext("part", "Safety"),
            _("Alerts are facts that somebody has to answer with an action."),
            (safety_tables.alerts(cases),),
        ),
        _Part(
            _("Completeness of the data"),
            _("Figures are worth as much as the data behind them."),
            (quality_tables.completeness(cases, programme, forms),),
        ),
    ]
    groups = _groups_part(cases, found, profile, programme)
    return [*parts, groups] if groups.tables else parts


def _groups_part(
    cases: Sequence[PseudonymisedCase],
    found: Sequence[outcome_tables.Followed],
    profile: Profile,
    programme: Programme,
) -> _Part:
    titles = {track.id: track.title for track in programme.tracks}
    chosen = [each for each in found if each.measure.id == FIRST_CHOICE]
    made = (
        breakdown(cases, followed, dimension, profile.groups_from, titles)
        for followed in chosen
        for dimension in DIMENSIONS
    )
    intro = _("Groups of fewer than {least} clients stand together, or not at all.")
    return _Part(
        pgettext("part", "Groups"),
        intro.format(least=profile.groups_from),
        tuple(table for table in made if table is not None),
    )


def _front(occasion: Occasion, profile: Profile, tables: int) -> PreviewPage:
    facts = Facts(
        (
            (pgettext("fact", "For"), occasion.recipient),
            (pgettext("fact", "Purpose"), occasion.purpose_in_words),
            (pgettext("fact", "Covers"), occasion.covers),
            (pgettext("fact", "Period"), occasion.period),
            (pgettext("fact", "Made in"), month_in_words(occasion.month)),
            (pgettext("fact", "Kind"), _(profile.title)),
            (pgettext("fact", "Tables"), str(tables)),
        )
    )
    return PreviewPage(
        _("About this report"),
        (
            facts,
            Heading(_("How to read it")),
            Prose(_(profile.says)),
            Prose(
                _(
                    "No hidden count can be worked out by adding and subtracting what is printed. "
                    "Somebody who has the program and much time could repeat its choice of what to "
                    "hide, table by table, and narrow a count down further. So the report is for "
                    "the person named above, and is not published."
                )
            ),
            Prose(
                _(
                    "The report covers the caseloads that the person who made it can open. "
                    "It holds no names, no dates and no words of clients or therapists. "
                    "It compares nobody with anybody; a figure that stands out is a question "
                    "to ask, not a verdict."
                )
            ),
        ),
    )


def _protection_check(protection: Protection) -> tuple[str, str]:
    what = _("No small count can be worked out")
    if not protection.small:
        return what, _("no count was small")
    how = ngettext(
        "{hidden} count hidden, {small} of them small; by adding and subtracting each could still "
        "have {values} values or more",
        "{hidden} counts hidden, {small} of them small; by adding and subtracting each could still "
        "have {values} values or more",
        protection.hidden,
    )
    return what, how.format(
        hidden=protection.hidden, small=protection.small, values=protection.fewest_values
    )
