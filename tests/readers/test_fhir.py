"""The measure reports are FHIR: models of every resource take them, and their invariants hold.

The models are those of R4B, which left Bundle, Measure and MeasureReport as R4 has them. The
invariants stand as in https://hl7.org/fhir/R4/ (measure, measurereport, bundle, datatypes), but
that `hasValue`, which fhirpathpy does not know, is `exists` here. Codes of required bindings, which
the models do not look at, are listed as invariants of our own.
"""

import copy
import json

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhirpathpy import evaluate
from fhirpathpy.models import models
from pydantic import ValidationError

from tests.support.exports.packages import files_of

pytestmark = pytest.mark.filterwarnings("ignore")
INVARIANTS = {
    "Bundle": {
        "bdl-1": "total.empty() or (type = 'searchset') or (type = 'history')",
        "bdl-2": "entry.search.empty() or (type = 'searchset')",
        "bdl-3": "entry.all(request.exists().not())",
        "bdl-4": "entry.all(response.exists().not())",
        "bdl-5": "entry.all(resource.exists() or request.exists() or response.exists())",
        "bdl-7": (
            "entry.where(fullUrl.exists()).select(fullUrl&resource.meta.versionId).isDistinct()"
        ),
        "bdl-8": "entry.all(fullUrl.contains('/_history/').not())",
    },
    "Measure": {
        "status": "status in ('draft' | 'active' | 'retired' | 'unknown')",
        "mea-0": "name.matches('[A-Z]([A-Za-z0-9_]){0,254}')",
        "mea-1": (
            "group.stratifier.all((code | description | criteria).exists() xor component.exists())"
        ),
        "exp-1": (
            "(group.population.criteria | group.stratifier.criteria)"
            ".all(expression.exists() or reference.exists())"
        ),
    },
    "MeasureReport": {
        "mrp-1": "(type != 'data-collection') or group.exists().not()",
        "mrp-2": "group.stratifier.stratum.all(value.exists() xor component.exists())",
        "type": "type in ('individual' | 'subject-list' | 'summary' | 'data-collection')",
        "status": "status in ('complete' | 'pending' | 'error')",
        "qty-3": (
            "(group.measureScore | group.stratifier.stratum.measureScore)"
            ".all(code.empty() or system.exists())"
        ),
        "per-1": (
            "period.start.exists().not() or period.end.exists().not()"
            " or (period.start <= period.end)"
        ),
    },
    "any": {
        "dom-2": "contained.contained.empty()",
        "ext-1": "descendants().extension.all(extension.exists() != value.exists())",
    },
}


@pytest.fixture
def bundle():
    return json.loads(files_of("service")["measure-report.json"])


def broken(bundle):
    """Return the invariants that do not hold, each with its resource."""
    found = []
    for resource in (bundle, *(each["resource"] for each in bundle["entry"])):
        kind = resource["resourceType"]
        for key, words in (INVARIANTS[kind] | INVARIANTS["any"]).items():
            if evaluate(resource, words, {}, models["r4"]) not in ([True], []):
                found.append((kind, key))
    return found


def test_the_models_of_fhir_take_the_bundle_and_give_the_same_back(bundle):
    read = Bundle.model_validate(bundle)

    assert [type(each.resource).__name__ for each in read.entry] == [
        "Measure",
        "MeasureReport",
        "Measure",
        "MeasureReport",
    ]
    assert json.loads(read.model_dump_json()) == bundle


def test_every_invariant_holds(bundle):
    assert broken(bundle) == []


def a_stratum(bundle):
    reports = [each["resource"] for each in bundle["entry"] if "period" in each["resource"]]
    return next(
        stratum
        for report in reports
        for group in report["group"]
        for stratifier in group.get("stratifier", [])
        for stratum in stratifier["stratum"]
    )


def masked_in(bundle):
    groups = bundle["entry"][1]["resource"]["group"]
    found = (each for group in groups for each in group.get("population", []))
    return next(each["_count"] for each in found if "_count" in each)


FAULTS = {
    "a stratum of nothing": (lambda it: a_stratum(it).pop("value"), ("MeasureReport", "mrp-2")),
    "groups in what was only collected": (
        lambda it: it["entry"][1]["resource"].update(type="data-collection"),
        ("MeasureReport", "mrp-1"),
    ),
    "a report of no type": (
        lambda it: it["entry"][1]["resource"].update(type="everything"),
        ("MeasureReport", "type"),
    ),
    "an extension that says nothing": (
        lambda it: masked_in(it)["extension"][0].pop("valueCode"),
        ("MeasureReport", "ext-1"),
    ),
    "a period that ends before it begins": (
        lambda it: it["entry"][1]["resource"]["period"].update(start="2020-02", end="2020-01"),
        ("MeasureReport", "per-1"),
    ),
    "one address twice": (
        lambda it: it["entry"][0].update(fullUrl=it["entry"][1]["fullUrl"]),
        ("Bundle", "bdl-7"),
    ),
    "a name that no program can use": (
        lambda it: it["entry"][0]["resource"].update(name="people served"),
        ("Measure", "mea-0"),
    ),
    "a criterion without words": (
        lambda it: it["entry"][0]["resource"]["group"][0]["population"][0]["criteria"].pop(
            "expression"
        ),
        ("Measure", "exp-1"),
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_planted_fault_breaks_its_invariant(bundle, what):
    plant, wanted = FAULTS[what]
    plant(bundle)

    assert wanted in broken(bundle)


@pytest.mark.parametrize(
    "plant",
    [
        lambda it: it["entry"][1]["resource"].pop("measure"),
        lambda it: it["entry"][0]["resource"].pop("status"),
        lambda it: it["entry"][1]["resource"]["group"][0]["population"][0].update(count="many"),
        lambda it: it["entry"][1]["resource"].update(client="K7-412"),
    ],
)
def test_the_models_refuse_a_planted_fault(bundle, plant):
    changed = copy.deepcopy(bundle)
    plant(changed)

    with pytest.raises(ValidationError):
        Bundle.model_validate(changed)
