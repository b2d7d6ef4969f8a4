"""Adherence: the formula, what does not apply, and the bands."""

import pytest

from programme.definition.parts import FidelityBand
from programme.errors import UnknownRating
from programme.fidelity.fidelity import Adherence, adherence


@pytest.mark.parametrize(
    ("ratings", "percent", "band"),
    [
        ("22222", 100, "high"),
        ("2222222111", 85, "high"),
        ("22211", 80, "high"),
        ("222110", 67, "acceptable"),
        ("21110", 50, "discuss in supervision"),
        ("222100", 58, "discuss in supervision"),
        ("2110", 50, "discuss in supervision"),
        ("2211111211", 65, "acceptable"),
        ("2111111101", 50, "discuss in supervision"),
        ("2211110221", 65, "acceptable"),
        ("22110", 60, "acceptable"),
        ("0", 0, "discuss in supervision"),
    ],
)
def test_adherence_is_points_of_two_for_each_item(ratings: str, percent: int, band: str) -> None:
    result = adherence({str(number): rating for number, rating in enumerate(ratings)})

    assert (result.percent, result.band) == (percent, band)


def test_an_item_that_does_not_apply_is_rated_and_left_out() -> None:
    result = adherence({"a": "2", "b": "na", "c": "1"})

    assert result == Adherence(percent=75, applicable=2, rated=3, band="acceptable")


@pytest.mark.parametrize("ratings", [{}, {"a": "na"}])
def test_without_an_item_that_applies_there_is_no_percentage(ratings: dict[str, str]) -> None:
    result = adherence(ratings)

    assert result == Adherence(percent=None, applicable=0, rated=len(ratings), band="")


def test_a_half_is_rounded_up() -> None:
    result = adherence({str(number): rating for number, rating in enumerate("21111111")})

    assert result.percent == 56


def test_the_bands_can_be_the_programmes_own() -> None:
    bands = (FidelityBand(at_least=90, label="full"), FidelityBand(at_least=50, label="part"))

    assert adherence({"a": "2"}, bands).band == "full"
    assert adherence({"a": "1"}, bands).band == "part"
    assert adherence({"a": "0"}, bands).band == ""


@pytest.mark.parametrize("rating", ["3", "", "yes", "-1"])
def test_a_rating_off_the_scale_is_refused_by_the_name_of_its_item(rating: str) -> None:
    with pytest.raises(UnknownRating, match="S01-1") as refusal:
        adherence({"S01-1": rating})

    assert refusal.value.item_id == "S01-1"
