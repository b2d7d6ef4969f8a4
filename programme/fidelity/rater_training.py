"""What a rater's round through the vignettes comes to, and whether it says "ready". Pure.

The rater is compared with the reference. Kappa is reckoned over all items that both rated 0, 1
or 2, the ICC over the adherence of each vignette. A rater is ready when the lower ends of both
95 % intervals lie on the programme's lines or above: a convention of the programme, since no line
for this work was published.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programme.definition.definition import Programme
from programme.definition.training import read_packed_vignettes
from programme.definition.vignettes import RaterReadiness, Vignettes
from programme.fidelity.agreement import (
    LEAST_ITEMS,
    Agreement,
    agreement,
    agreement_in_words,
    kappa_words,
)
from programme.fidelity.fidelity import Ratings, adherence
from programme.fidelity.reliability import ReliabilityEstimate, icc_estimate, kappa_estimate
from session_forms.words.number_words import number_words
from session_forms.words.texts import _, ngettext

Round = Mapping[str, Ratings]
"""A rater's ratings by vignette, then by item."""


@dataclass(frozen=True, slots=True)
class RatedOtherwise:
    """One item that the rater saw otherwise than the reference."""

    vignette_id: str
    item_id: str
    given: str
    reference: str
    because: str


@dataclass(frozen=True, slots=True)
class RaterResult:
    """How a whole round compares with the reference.

    Attributes:
        agreement: Items rated by both, the same ones, and those that one called not applicable.
        kappa: Weighted kappa over the items; None where it says nothing.
        icc: ICC(2,1) over the adherence of the vignettes; None where it is not defined.
        vignettes: Over how many vignettes the ICC was reckoned.
        differences: What was rated otherwise, in the order of the vignettes.
        is_ready: Whether both lower ends lie on the programme's lines or above.

    """

    agreement: Agreement
    kappa: ReliabilityEstimate | None
    icc: ReliabilityEstimate | None
    vignettes: int
    differences: tuple[RatedOtherwise, ...]
    is_ready: bool


def unfitting_vignettes(text: str, programmes: Iterable[Programme]) -> tuple[str, ...]:
    """Return what of packed vignettes fits no version of their course, one sentence each.

    Args:
        text: The file, as it is written; it is sound.
        programmes: Those that are here. One version of the course that has it all will do.

    """
    packed = read_packed_vignettes(text)
    courses = [each for each in programmes if each.id == packed.course]
    if not courses:
        return (f"The vignettes are for the course {packed.course}, which is not here.",)
    return min((_unknown_in(packed, each) for each in courses), key=len)


def _unknown_in(vignettes: Vignettes, programme: Programme) -> tuple[str, ...]:
    found: list[str] = []
    for vignette in vignettes.vignettes:
        plan = programme.session_plans.get(vignette.session)
        known = {item.id for item in plan.fidelity} if plan else set()
        found += [
            f"{vignette.id} rates {item}, which session {vignette.session} does not have."
            for item in vignette.reference
            if item not in known
        ]
    return tuple(found)


def is_whole(vignettes: Vignettes, given: Round) -> bool:
    """Return whether every item of every vignette is rated."""
    return all(
        each.reference.keys() <= given.get(each.id, {}).keys() for each in vignettes.vignettes
    )


def rater_result(vignettes: Vignettes, given: Round) -> RaterResult:
    """Return how a round compares with the reference; only items that are rated count."""
    differences: list[RatedOtherwise] = []
    pairs: list[tuple[str, str]] = []
    scores: list[tuple[float, float]] = []
    for vignette in vignettes.vignettes:
        ratings = given.get(vignette.id, {})
        for each in vignette.items:
            if each.item in ratings:
                pairs.append((ratings[each.item], each.rating))
                if ratings[each.item] != each.rating:
                    differences.append(
                        RatedOtherwise(
                            vignette.id, each.item, ratings[each.item], each.rating, each.because
                        )
                    )
        rated = {item: ratings[item] for item in vignette.reference if item in ratings}
        own, reference = adherence(rated).percent, adherence(vignette.reference).percent
        if own is not None and reference is not None:
            scores.append((own, reference))
    found = agreement(pairs)
    both = [pair for pair in pairs if "na" not in pair]
    kappa = kappa_estimate(both) if len(both) >= LEAST_ITEMS else None
    icc = icc_estimate(scores)
    ready = vignettes.ready
    return RaterResult(
        agreement=found,
        kappa=kappa,
        icc=icc,
        vignettes=len(scores),
        differences=tuple(differences),
        is_ready=(
            is_whole(vignettes, given)
            and kappa is not None
            and icc is not None
            and kappa.low >= ready.kappa_from
            and icc.low >= ready.icc_from
        ),
    )


def result_in_words(result: RaterResult) -> tuple[str, ...]:
    """Return what the rater and the reference have in common, one sentence each."""
    sentences = list(agreement_in_words(result.agreement))
    if result.kappa is not None:
        words = _("95 % interval of kappa: {low} to {high}.")
        sentences.append(
            words.format(low=kappa_words(result.kappa.low), high=kappa_words(result.kappa.high))
        )
    if result.icc is None:
        sentences.append(_("The ICC says nothing here: too few vignettes, or all alike."))
    else:
        words = ngettext(
            "ICC {icc}, 95 % interval {low} to {high}: how far the adherence of {count} vignette "
            "agrees.",
            "ICC {icc}, 95 % interval {low} to {high}: how far the adherence of {count} vignettes "
            "agrees.",
            result.vignettes,
        )
        sentences.append(
            words.format(
                icc=kappa_words(result.icc.value),
                low=kappa_words(result.icc.low),
                high=kappa_words(result.icc.high),
                count=result.vignettes,
            )
        )
    return tuple(sentences)


def asked_in_words(ready: RaterReadiness) -> str:
    """Return what is asked of a rater, and whose line that is."""
    return _(
        "Asked is that the interval of kappa begins at {kappa} or above, and that of the ICC at "
        "{icc} or above. That is this programme's own line; none was published for this work."
    ).format(kappa=number_words(ready.kappa_from, 2), icc=number_words(ready.icc_from, 2))
