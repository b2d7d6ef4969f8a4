"""What passes the one door is read by a report or a summary: nothing passes it in vain."""

from collections.abc import Mapping
from dataclasses import fields, replace
from random import Random
from typing import Any

from exports.case.case import CaseAlert, CaseForm, CaseScore, CaseSession, PseudonymisedCase
from exports.client_summary.client_summary import client_summary
from exports.purposes import PURPOSES
from exports.reports.service_report import service_report, tabulated
from programme.loading import library as programmes
from session_forms.library import library
from tests.campaigns.disclosure.services import Content, random_service
from tests.support.exports.cases import occasion

ORDERS_ALONE = {"CaseAlert.week"}
"""What the door orders the rest by, and nobody behind it reads."""
KINDS = (CaseAlert, CaseForm, CaseScore, CaseSession, PseudonymisedCase)


def watched(kind: type, read: set[str]) -> type:
    """Return a class like another one that notes which of its fields are read."""

    def read_field(self: object, name: str) -> Any:
        read.add(f"{kind.__name__}.{name}")
        return object.__getattribute__(self, name)

    return type(kind.__name__, (kind,), {"__slots__": (), "__getattribute__": read_field})


def made_of(value: Any, classes: dict[type, type]) -> Any:
    """Return a value with everything in it built of the watched classes."""
    if type(value) in classes:
        of = {each.name: made_of(getattr(value, each.name), classes) for each in fields(value)}
        return classes[type(value)](**of)
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(made_of(each, classes) for each in value)
    if isinstance(value, Mapping):
        return {key: made_of(each, classes) for key, each in value.items()}
    return value


def with_estimates(case: PseudonymisedCase) -> PseudonymisedCase:
    """Return a case whose scores were estimated from eight items."""
    estimated = (
        replace(
            form,
            scores={
                score_id: replace(score, complete=False, prorated_from=8)
                for score_id, score in form.scores.items()
            },
        )
        for form in case.forms
    )
    return replace(case, forms=tuple(estimated))


def test_every_fact_behind_the_door_is_told_by_a_report_or_a_summary() -> None:
    shelves = {"forms": library.installed(), "programme": programmes.installed()}
    content = Content(shelves["programme"], shelves["forms"])
    read: set[str] = set()
    classes = {kind: watched(kind, read) for kind in KINDS}
    whole = random_service(content, Random(3), 40).whole
    cases = [made_of(with_estimates(each), classes) for each in whole]

    service_report([tabulated(cases, **shelves)], occasion(), **shelves)
    for purpose in PURPOSES:
        when = replace(occasion("single-case"), purpose=purpose)
        client_summary(cases[0], when, **shelves)

    facts = {f"{kind.__name__}.{each.name}" for kind in KINDS for each in fields(kind)}
    assert facts - read == ORDERS_ALONE
