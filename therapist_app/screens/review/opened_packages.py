"""Every package that was looked at, and the sums of those that count."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from exports.combining.combined import Combined, combine
from exports.combining.gathering import Gathered, RefusedPackage, Whole
from exports.combining.measure_words import MeasureWords
from exports.combining.sums import Total


@dataclass(frozen=True, slots=True)
class OpenedPackages:
    """Every package that was looked at by its path, and the sums of one quarter."""

    whole: Mapping[Path, Whole]
    refused: Mapping[Path, RefusedPackage]
    combined: Combined
    quarter: str
    totals: tuple[Total, ...]
    words: MeasureWords

    def of_quarter(self, quarter: str) -> "OpenedPackages":
        """Return the same packages with the sums of another quarter."""
        return replace(self, quarter=quarter, totals=self.combined.totals(quarter))


def put_together(
    before: OpenedPackages | None, gathered: Gathered, words: MeasureWords, *, practice_counts: bool
) -> OpenedPackages:
    """Return what was found before and now, each path and each release once, added up.

    Invented people are added up in practice alone.
    """
    again = {(each.site, each.release_id) for each in gathered.whole}
    paths = {each.path for each in gathered.whole} | {each.path for each in gathered.refused}
    whole = {
        path: each
        for path, each in (before.whole if before else {}).items()
        if path not in paths and (each.site, each.release_id) not in again
    }
    whole |= {each.path: each for each in gathered.whole}
    refused = {
        path: each for path, each in (before.refused if before else {}).items() if path not in paths
    }
    refused |= {each.path: each for each in gathered.refused}
    all_of_it = Gathered(gathered.keys, tuple(whole.values()), tuple(refused.values()))
    combined = combine(all_of_it, practice_counts=practice_counts)
    quarter = before.quarter if before else ""
    chosen = quarter if quarter in combined.quarters else next(iter(combined.quarters), "")
    totals = combined.totals(chosen) if chosen else ()
    return OpenedPackages(whole, refused, combined, chosen, totals, words)
