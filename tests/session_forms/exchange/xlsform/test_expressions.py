"""Expressions of an XLSForm: those that our conditions can say, and no others."""

import pytest

from session_forms.exchange.xlsform.expressions import LONGEST, AnswerComparison, Joined, understood


def one(asked, operator, value):
    return Joined((AnswerComparison(asked, operator, value),))


@pytest.mark.parametrize(
    ("expression", "joined"),
    [
        ("${a} = 'x'", one("a", "=", "x")),
        ('${a}="x y"', one("a", "=", "x y")),
        ("${ a } != ''", one("a", "!=", "")),
        ("${a} >= 3", one("a", ">=", 3)),
        ("3 <= ${a}", one("a", ">=", 3)),
        ("'x' = ${a}", one("a", "=", "x")),
        ("${a} < -2.5", one("a", "<", -2.5)),
        ("selected(${a}, 'x')", one("a", "=", "x")),
        ("not(selected(${a}, 'x'))", one("a", "!=", "x")),
        ("not(not(${a} = 1))", one("a", "=", 1)),
        ("((${a} = 1))", one("a", "=", 1)),
        (". > 0", one(".", ">", 0)),
        ("string-length(.) <= 80", one(".", "length <=", 80)),
        (
            "${a} = 1 and (${b} = 2 and ${c} = 3)",
            Joined(
                tuple(AnswerComparison(each, "=", at) for at, each in enumerate("abc", start=1))
            ),
        ),
        (
            "${a} = 1 or ${a} = 2",
            Joined(
                (AnswerComparison("a", "=", 1), AnswerComparison("a", "=", 2)), any_is_enough=True
            ),
        ),
    ],
)
def test_comparisons_joined_in_one_way_are_understood(expression, joined):
    assert understood(expression) == joined


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "true()",
        "${a}",
        "${a} + 1 = 2",
        "${a} = ${b}",
        "${a} = today()",
        "${a} = 1 and ${b} = 2 or ${c} = 3",
        "(${a} = 1 or ${b} = 2) and ${c} = 3",
        "not(${a} = 1 and ${b} = 2)",
        "not(${a} > 1)",
        "not ${a} = 1",
        "count-selected(.) < 3",
        "regex(., '[a-z]+')",
        "selected(${a}, ${b})",
        "selected(., 'x'",
        "${a} = 1)",
        "${a} = 'x",
        "${a} = 1 2",
        "${a} ~ 1",
        "1 = 1",
        "(" * 50 + "${a} = 1" + ")" * 50,
        "(" * 1_500,
        f"${{a}} = '{'x' * LONGEST}'",
    ],
)
def test_anything_else_is_not(expression):
    assert understood(expression) is None
