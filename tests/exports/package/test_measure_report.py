"""The figures as FHIR: all of the table for programs, once each, and nothing else."""

import json
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from exports.case.own_text import own_text
from exports.disclosure.disclosure import READER_PROFILES
from exports.leaks.finished_texts import texts_of
from exports.leaks.plain_words import plain_words
from exports.package.measure_report import measure_report
from exports.package.package import MEASURE_REPORT, package_files
from exports.reports.service_report import service_report, tabulated
from programme.loading import library as programmes
from session_forms.library import library as forms
from tests.campaigns.disclosure.services import Content, random_service
from tests.support.exports.cases import occasion
from tests.support.exports.releases import REPORT

MASKED = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


@pytest.fixture(scope="module")
def service():
    content = Content(programmes.installed(), forms.installed())
    shelves = {"forms": content.forms, "programme": content.programme}
    cases = random_service(content, Random(4), 40).whole
    return service_report([tabulated(cases, **shelves)], occasion(), **shelves)


@pytest.fixture(scope="module")
def bundle(service):
    return json.loads(package_files(service, occasion())[MEASURE_REPORT])


def resources(bundle, kind):
    found = [each["resource"] for each in bundle["entry"]]
    return [each for each in found if each["resourceType"] == kind]


def lines_of(service):
    """Yield every line of the table for programs as words."""
    [cells] = service.for_programs
    ids = [column.id for column in cells.columns]
    for row in cells.rows:
        yield dict(zip(ids, row, strict=True))


def expected(service):
    """Return (n, value) of every figure that has a key, by its key; None for what is not told."""
    found = {}
    for line in lines_of(service):
        key = line["measure"].text, line["stratum"].text
        if key[0] and key not in found:
            found[key] = line["n"].value, line["value"].value
    return found


def reported(report):
    """Return the same of a MeasureReport."""
    found = {}
    for group in report["group"]:
        key = group["code"]["coding"][0]["code"]
        if "population" in group:
            found[key, ""] = figure(group)
        for stratifier in group.get("stratifier", []):
            dimension = stratifier["code"][0]["coding"][0]["code"]
            for stratum in stratifier["stratum"]:
                found[key, f"{dimension}={stratum['value']['text']}"] = figure(stratum)
    return found


def figure(part):
    [population] = part["population"]
    if "count" not in population:
        assert masked(population["_count"])
    score = part.get("measureScore", {})
    if score and "value" not in score:
        assert masked(score)
    return population.get("count"), score.get("value")


def masked(part):
    [extension] = part["extension"]
    return extension == {"url": MASKED, "valueCode": "masked"}


def test_every_figure_for_programs_is_reported_once_and_no_other_is(service, bundle):
    one, two = map(reported, resources(bundle, "MeasureReport"))

    assert one | two == expected(service)
    assert not one.keys() & two.keys()
    assert {value for _n, value in one.values()} == {None}
    assert Counter(n is None for n, _value in one.values()).keys() == {True, False}
    assert any(stratum for _key, stratum in one | two)


@pytest.fixture(scope="module", params=[(1, 8, 6), (2, 8, 8), (3, 10, 10, 10)])
def small(request):
    """A report over caseloads in which some tables tell programs alone."""
    seed, *sizes = request.param
    content, chance = Content(programmes.installed(), forms.installed()), Random(seed)
    shelves = {"forms": content.forms, "programme": content.programme}
    caseloads = [tabulated(random_service(content, chance, n).whole, **shelves) for n in sizes]
    when = replace(occasion(), caseloads_open=len(caseloads))
    return service_report(caseloads, when, **shelves)


def test_figures_of_a_table_that_tells_programs_alone_are_reported_as_well(small):
    alone = {line["table"].text for line in lines_of(small)} - {each.id for each in small.tables}
    found = json.loads(package_files(small, occasion())[MEASURE_REPORT])
    one, two = map(reported, resources(found, "MeasureReport"))

    assert alone
    assert one | two == expected(small)


def test_each_report_names_its_measure_in_the_version_of_the_programme(bundle):
    measures = resources(bundle, "Measure")

    assert [f"{each['url']}|{each['version']}" for each in measures] == [
        each["measure"] for each in resources(bundle, "MeasureReport")
    ]
    assert {each["description"] for each in measures} == {READER_PROFILES["internal-review"].rule}
    assert [each["scoring"]["coding"][0]["code"] for each in measures] == [
        "cohort",
        "continuous-variable",
    ]
    for measure, report in zip(measures, resources(bundle, "MeasureReport"), strict=True):
        assert [each["code"] for each in measure["group"]] == [
            each["code"] for each in report["group"]
        ]
        assert [len(each.get("stratifier", [])) for each in measure["group"]] == [
            len(each.get("stratifier", [])) for each in report["group"]
        ]


def test_a_report_is_a_summary_up_to_a_month_and_about_nobody(bundle):
    """The first month would be that in which somebody began."""
    for report in resources(bundle, "MeasureReport"):
        assert report["type"] == "summary"
        assert report["period"] == {"end": "2026-11"}
        assert report["date"] == "2026-11"
        assert not report.keys() & {"subject", "evaluatedResource", "reporter"}


def test_a_figure_is_said_in_words_and_its_standard_error_beside_it(bundle):
    people, values = resources(bundle, "MeasureReport")

    assert people["group"][0]["code"]["text"] == (
        "How far clients came, In the caseloads covered: Clients"
    )
    of_a_form = next(each for each in values["group"] if "phq-9" in str(each["code"]))
    assert of_a_form["code"]["coding"][0]["version"] == "1"
    rate = next(each for each in values["group"] if "value" in each["measureScore"])
    [ours] = rate["measureScore"]["extension"]
    assert ours["extension"][0]["url"] == "standard_error"


def test_practice_is_tagged_as_test_data(service):
    def tags(*, practice):
        found = measure_report(service, occasion(practice=practice))
        return {
            each["code"]
            for entry in found["entry"]
            for each in entry["resource"].get("meta", {"tag": []})["tag"]
        }

    assert tags(practice=True) == {"HTEST"}
    assert tags(practice=False) == set()


def test_two_recipients_have_no_report_in_common(service):
    one, two = (
        measure_report(service, replace(occasion(), release_id=each))
        for each in ("R-1111-11", "R-2222-22")
    )

    assert one != two
    assert {each["fullUrl"] for each in one["entry"]} & {
        each["fullUrl"] for each in two["entry"]
    } == {
        "https://session-forms.invalid/fhir/Measure/pps-core-people",
        "https://session-forms.invalid/fhir/Measure/pps-core-values",
    }


def test_one_client_has_no_measure_report():
    files = package_files(REPORT, occasion())

    assert MEASURE_REPORT not in files
    assert MEASURE_REPORT not in files["README.txt"].decode()


def test_no_key_and_no_code_of_it_is_taken_for_a_name(service, bundle):
    own = own_text((), (), programmes.installed()).words
    said = {
        word
        for _place, text in texts_of(MEASURE_REPORT, json.dumps(bundle).encode())
        for word in plain_words(text)
    }
    figures = {
        word
        for table in service.tables
        for text in (
            table.id,
            table.title,
            *(word for each in table.columns for word in (each.id, each.title, each.description)),
            *(cell.text for row in table.rows for cell in row),
            READER_PROFILES["internal-review"].rule,
            "The figures of how many clients, means and rates",
        )
        for word in plain_words(text)
    }

    assert {each for each in said - own - figures if each.isalpha()} <= {"r"}
