"""The circumstances of a release: months, ids, coverage."""

from dataclasses import replace

import pytest

from exports.errors import NotForExport
from tests.support.exports.cases import occasion


def test_the_report_says_which_caseloads_it_covers():
    assert replace(occasion(), caseloads_open=2).covers == "2 of 3 caseloads"


@pytest.mark.parametrize("month", ["2026-11-24", "2026-13", "November", ""])
def test_anything_but_a_month_is_refused(month):
    with pytest.raises(NotForExport):
        replace(occasion(), month=month)


@pytest.mark.parametrize("name", ["../up", "a/b", "CON", "com1", "nul", "x" * 41, "ab", "a.b", ""])
def test_an_id_that_would_not_do_as_a_file_name_is_refused(name):
    with pytest.raises(NotForExport):
        replace(occasion(), release_id=name)
