"""pdfua, which checks what a machine can of PDF/UA-1, finds no fault in a report."""

import io

import pikepdf
import pytest
from pdfua import Severity, Validator

from tests.support.exports.packages import files_of

pytestmark = pytest.mark.filterwarnings("ignore")
NOT_CLAIMED = "UA-28-004"
"""No file of ours claims to conform to PDF/UA: most of its rules no machine can check (ADR 52)."""


def found(data, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    return Validator().validate(path)


@pytest.mark.parametrize("kind", ["service", "single"])
def test_it_finds_no_more_than_that_conformance_is_not_claimed(kind, tmp_path):
    report = found(files_of(kind)["report.pdf"], tmp_path)

    assert {each.rule_id for each in report.findings} == {NOT_CLAIMED}


def parts(node):
    yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from parts(kid)


def of_kind(pdf, kind):
    return next(each for each in parts(pdf.Root.StructTreeRoot.K) if kind == each.S)


def no_words(pdf):
    del of_kind(pdf, "/Figure")["/Alt"]


def no_language(pdf):
    del pdf.Root["/Lang"]


def not_marked(pdf):
    pdf.Root.MarkInfo.Marked = False


def no_tree(pdf):
    del pdf.Root["/StructTreeRoot"]


def no_title(pdf):
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


FAULTS = {
    "UA-13-004": no_words,
    "UA-06-001": no_language,
    "UA-01-002": not_marked,
    "UA-01-005": no_tree,
    "UA-07-002": no_title,
}


@pytest.mark.parametrize("rule", FAULTS)
def test_it_finds_each_of_five_planted_faults(rule, tmp_path):
    with pikepdf.open(io.BytesIO(files_of("service")["report.pdf"])) as pdf:
        FAULTS[rule](pdf)
        made = io.BytesIO()
        pdf.save(made)

    report = found(made.getvalue(), tmp_path)

    assert rule in {each.rule_id for each in report.findings if each.severity != Severity.INFO}
