"""What the packages that were opened say, as lines for the screen."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exports.combining.cell_store import CellKey
from exports.combining.choosing import LeftOut
from exports.combining.combined import Combined, SiteFigure
from exports.combining.combined_tables import REASONS
from exports.combining.comparing import funnel_of
from exports.combining.gathering import RefusedPackage, Whole
from exports.combining.measure_words import MeasureWords
from exports.combining.sums import Total
from exports.disclosure.disclosure import READER_PROFILES, number
from exports.occasion import caseloads_in_words
from exports.paper.charts.funnel_plot import FunnelPlot
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.number_words import number_words
from session_forms.words.texts import _

Choice = tuple[str, str]
"""The id and the words of what can be chosen."""
Standing = Literal[
    "verified",
    "not_counted",
    "unknown",
    "changed",
    "refused",
    "no_key",
    "other_key",
    "damaged",
    "for_others",
]
MOST_LINES = 12
"""So many packages are shown line by line; of more, only those that ask for something."""
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class PackageLine:
    """One package that was opened, and how it stands.

    Attributes:
        why: One sentence, where it was not read or is not counted.
        signer: The number to compare with the sender, where it is whole but unknown.
        whole: Whether every byte of it was signed, by somebody who is known.

    """

    path: Path
    standing: Standing
    title: str
    facts: str = ""
    why: str = ""
    signer: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class SumLine:
    """One measure over the services that are looked at, in words."""

    what: str
    clients: str
    within: str
    value: str
    services: str


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One measure at one service, in words.

    Attributes:
        beyond: Whether it lies beyond the limits of the plot.

    """

    name: str
    clients: str
    value: str
    beyond: bool


def package_lines(
    whole: Iterable[Whole],
    refused: Iterable[RefusedPackage],
    combined: Combined,
    no_longer: Mapping[str, str],
    name: Callable[[str], str],
) -> tuple[PackageLine, ...]:
    """Return a line for each package, those that ask for something first.

    `no_longer` says why a number that was known is to be compared anew, `name` what a service is
    called.
    """
    left = {id(each.release): each for each in combined.left_out}
    asking = [_refused_line(each, no_longer.get(each.signer, each.why)) for each in refused]
    lines = [_whole_line(each, left.get(id(each.contribution)), name(each.site)) for each in whole]
    return (*asking, *lines)


def lines_to_show(lines: Sequence[PackageLine]) -> tuple[PackageLine, ...]:
    """Return the lines there is room for."""
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    return tuple(each for each in lines if each.standing != "verified")[:MOST_LINES]


def _refused_line(refused: RefusedPackage, why: str) -> PackageLine:
    name = refused.named
    if refused.signer:
        return PackageLine(refused.path, "unknown", name, why=why, signer=refused.signer)
    if refused.closed == "no_key":
        why = _(
            "This service has no key of its own yet. “Show our own key” makes one: give the sender "
            "its public half, and ask for the package again."
        )
    elif refused.closed == "other_key":
        why = _(
            "Ask the sender to make it for the key under “Show our own key”. If they did, its "
            "first lines were changed on the way: ask for it again."
        )
    elif refused.closed == "for_others":
        why = _(
            "It is one client's summary for the lead of this service: it opens for somebody who "
            "has the role of a lead, and for who approved it. Ask one of them."
        )
    otherwise: Standing = "changed" if refused.changed else "refused"
    return PackageLine(refused.path, refused.closed or otherwise, name, why=why)


def _whole_line(whole: Whole, left: LeftOut | None, service: str) -> PackageLine:
    profile = READER_PROFILES.get(whole.profile)
    release = whole.contribution
    covers = (
        caseloads_in_words(release.caseloads, release.caseloads_all) if release is not None else ""
    )
    practice = _("practice: invented data") if whole.practice else ""
    facts = facts_in_a_line(service, _(profile.title) if profile else "", covers, practice)
    quarter = release.quarter.in_words if release is not None else whole.month
    title = facts_in_a_line(whole.release_id, quarter)
    if left is None:
        return PackageLine(whole.path, "verified", title, facts, whole.why, whole=True)
    why = facts_in_a_line(_(REASONS[left.reason]), left.taken)
    return PackageLine(whole.path, "not_counted", title, facts, why, whole=True)


def tables_of(totals: Iterable[Total], words: MeasureWords) -> tuple[Choice, ...]:
    """Return the tables in which any service tells something, each once, in their order."""
    found = {each.key.table: words.table(each.key) for each in totals if each.services}
    return tuple(found.items())


def sum_lines(
    totals: Iterable[Total], table: str, words: MeasureWords, services: int
) -> tuple[SumLine, ...]:
    """Return the measures of one table, each over `services` services."""
    return tuple(
        SumLine(
            what=words.line(each.key),
            clients=_clients(each),
            within=_("± {n}").format(n=_figure(round(each.changed_by_about)))
            if each.key.counts and each.services and each.is_one_group
            else "",
            value=_value(each),
            services=_("{told} of {of}").format(told=each.services, of=services),
        )
        for each in totals
        if each.key.table == table
    )


def _clients(total: Total) -> str:
    if total.n_most == total.n:
        return _figure(total.n)
    return _("{least} to {most}").format(least=_figure(total.n), most=_figure(total.n_most))


def _figure(value: int) -> str:
    return number_words(value, grouped=True)


def _value(total: Total) -> str:
    if total.value is None:
        return ""
    if total.interval is None:
        return number(total.value)
    low, high = total.interval
    return _("{value} ({low} to {high})").format(
        value=number(total.value), low=number(low), high=number(high)
    )


def measures_of(
    totals: Iterable[Total], table: str, words: MeasureWords
) -> tuple[tuple[CellKey, str], ...]:
    """Return the measures of a table by which services can be compared: shares go first."""
    found = [each for each in totals if each.key.table == table and each.services]
    ordered = sorted(found, key=lambda total: total.key.counts)
    return tuple((each.key, words.line(each.key)) for each in ordered)


def plot_of(
    key: CellKey, title: str, figures: Sequence[SiteFigure], name: Callable[[str], str]
) -> FunnelPlot | None:
    """Return the funnel plot of a share; None of anything else, and over too few services."""
    is_share = not key.counts and any(each.most == _PERCENT for each in figures)
    return funnel_of(title, figures, name) if is_share else None


def service_lines(
    figures: Iterable[SiteFigure], plot: FunnelPlot | None, name: Callable[[str], str]
) -> tuple[ServiceLine, ...]:
    """Return what each service tells of one measure, in the order of their fingerprints."""
    told = tuple(figures)
    beyond = frozenset(each.name for each in plot.outside) if plot else frozenset()
    clients = {each.n: _few_or(each.n) for each in told}  # of thousands many say the same
    return tuple(
        ServiceLine(
            name=name(each.site),
            clients=clients[each.n],
            value="" if each.value is None else number(each.value),
            beyond=name(each.site) in beyond,
        )
        for each in told
    )


def _few_or(clients: int | None) -> str:
    return _("too few to tell") if clients is None else _figure(clients)


def sites_of(combined: Combined, name: Callable[[str], str]) -> tuple[Choice, ...]:
    """Return every service by its fingerprint, with what it is called."""
    return tuple((each, name(each)) for each in combined.sites)
