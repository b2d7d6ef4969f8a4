"""Service reports of caseloads of invented clients."""

from dataclasses import replace

from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.reports.service_report import (
    service_report,
    tabulated,
)
from programme.loading import library as programmes
from session_forms.library import library
from tests.support.exports.cases import occasion, pseudonym, record_key


def passed(cases, forms=None, programme=None):
    context = ExportContext(
        pseudonym,
        record_key,
        forms or library.installed(),
        programme or programmes.installed(),
    )
    return [pseudonymise(each, context) for each in cases]


def report(*caseloads, profile="internal-review", forms=None, programme=None, asked_before=()):
    forms = forms or library.installed()
    programme = programme or programmes.installed()
    made = [
        tabulated(passed(cases, forms, programme), forms=forms, programme=programme)
        for cases in caseloads
    ]
    when = replace(occasion(profile), asked_before=asked_before, caseloads_open=len(made))
    return service_report(made, when, forms=forms, programme=programme)
