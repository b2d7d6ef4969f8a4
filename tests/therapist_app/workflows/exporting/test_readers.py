"""For which readers a release is: it follows from what is made, for whom and what for."""

from typing import get_args

import pytest

from exports.disclosure.disclosure import READER_PROFILES
from exports.errors import NotForExport
from exports.purposes import PURPOSES
from therapist_app.screens.outcomes.release_state import KINDS, UNFIT
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD
from therapist_app.workflows.exporting.readers import (
    Kind,
    check_readers,
    is_of_one_client,
    reader_profile,
    readers_now,
    require_second_approval,
)

OWN = {"supervision", "clinical_lead", "service_quality", "training"}


def test_figures_stay_within_the_service_for_its_lead_and_its_own_purposes_alone() -> None:
    within = {
        (kind, who, purpose)
        for kind in get_args(Kind)
        for who in (OWN_LEAD, "clinical lead", "University")
        for purpose in (*PURPOSES, "quarterly review")
        if reader_profile(kind, who, purpose) == "internal-review"
    }

    assert within == {("service_report", OWN_LEAD, purpose) for purpose in OWN}


def test_every_kind_can_be_chosen_and_has_the_purposes_that_are_not_for_it() -> None:
    assert set(KINDS) == set(UNFIT) == set(get_args(Kind))


@pytest.mark.parametrize("kind", get_args(Kind))
def test_what_is_of_one_client_has_their_profile_and_nothing_else_has(kind: Kind) -> None:
    profile = reader_profile(kind, OWN_LEAD, "supervision")

    assert is_of_one_client(kind) is (profile == "single-case")


@pytest.mark.parametrize("kind", ["service_report", "published_report"])
@pytest.mark.parametrize(
    ("who", "purpose"),
    [("University", "service_quality"), (OWN_LEAD, "funder"), (OWN_LEAD, "research")],
)
def test_whatever_kind_is_chosen_outside_a_figure_needs_eight_people(
    kind: Kind, who: str, purpose: str
) -> None:
    assert READER_PROFILES[reader_profile(kind, who, purpose)].least == 8


@pytest.mark.parametrize("who", [OWN_LEAD, "University"])
@pytest.mark.parametrize("purpose", PURPOSES)
def test_the_summary_of_a_client_keeps_its_rules_whoever_gets_it(who: str, purpose: str) -> None:
    assert reader_profile("client_summary", who, purpose) == "single-case"
    check_readers("single-case", who, purpose)
    require_second_approval("single-case", "")


def test_a_report_that_once_went_outside_as_if_within_counts_as_one_for_outside() -> None:
    assert readers_now("internal-review", "University", "funder") == "external"
    assert readers_now("internal-review", OWN_LEAD, "quarterly review") == "external"
    assert readers_now("internal-review", OWN_LEAD, "training") == "internal-review"
    assert readers_now("external", OWN_LEAD, "training") == "external"


def test_figures_for_readers_within_are_given_to_nobody_else() -> None:
    check_readers("internal-review", OWN_LEAD, "supervision")
    with pytest.raises(NotForExport, match="a figure needs 8 clients"):
        check_readers("internal-review", "University", "supervision")
    with pytest.raises(NotForExport, match="a figure needs 8 clients"):
        check_readers("internal-review", OWN_LEAD, "funder")


def test_for_outside_the_approval_of_one_person_is_not_enough() -> None:
    require_second_approval("external", "Lea")
    with pytest.raises(NotForExport, match="second person"):
        require_second_approval("external", "")
