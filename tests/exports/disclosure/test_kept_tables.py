"""Tables of changed figures, written as data and read again."""

from random import Random

import pytest

from exports.disclosure.disclosure import READER_PROFILES, finish
from exports.disclosure.kept_tables import as_data, from_data
from exports.disclosure.protected import EARLIER_SPANS, Part, added, change
from exports.document.tables import Column, Count, Figure, RawTable, Share
from exports.errors import DamagedFigures
from exports.estimates.influence import mean, of_nobody
from tests.support.exports.exact import raw_tables

COLUMNS = tuple(Column(f"c{at}", f"C{at}", "count", "") for at in range(2))


def people(count):
    random = Random(count)
    return frozenset(random.getrandbits(64) for _each in range(count))


def table(*rows, **changed):
    return RawTable("t", "T", COLUMNS, rows, **changed)


def test_what_is_kept_is_read_as_it_was():
    raw = table(
        ("a", Count("a", people(7))),
        ("b", Share(Count("a", people(7)), Count("b", people(20)))),
        ("c", Figure(mean("m", dict.fromkeys(people(8), 2.0), 10), "low", 2)),
        ("d", Figure(of_nobody("z", 1))),
        ("e", Count("none", frozenset())),
        notes=("A note.",),
        kind="told",
    )
    made = change([raw])

    assert from_data(as_data(made)) == made
    assert isinstance(made[0].rows[1][1], Part)


@pytest.mark.parametrize("few", [False, True])
def test_a_figure_of_before_says_only_whether_it_is_told(few):
    [kept] = as_data(change([table(("m", Figure(mean("m", dict.fromkeys(people(20), 2.0), 10))))]))
    figure = kept["rows"][0][1]["estimated"]
    del figure["sure"]
    figure.update({} if few else {"few": False})  # what was usual was not written

    [(_words, found)] = from_data([kept])[0].rows

    assert found.few is few


def _kappa(span, *, seed=0):
    of = {each + seed: 0.7 * span for each in people(20)}
    [kept] = as_data(change([table(("k", Figure(mean("pairs.kappa", of, span), decimals=2)))]))
    return from_data([kept])


def _printed(*caseloads):
    [shown], _protection = finish(added(caseloads), READER_PROFILES["internal-review"])
    return shown.rows[0][1], shown.notes


def test_kappa_that_an_earlier_rule_made_is_told_nowhere_and_the_reader_learns_why():
    told, silent = _printed(_kappa(1.0)), _printed(_kappa(2.0))

    assert told[0].value is not None
    assert told[1] == ()
    assert (silent[0].text, silent[0].value) == ("not told", None)
    assert ["earlier rule" in each for each in silent[1]] == [True]
    assert from_data(as_data(_kappa(2.0))) == _kappa(2.0)


@pytest.mark.parametrize("spans", [(1.0, 2.0), (2.0, 1.0), (1.0, 2.0, 1.0), (2.0, 2.0)])
def test_one_caseload_whose_kappa_is_of_an_earlier_rule_keeps_that_of_all_untold(spans):
    """Else the figure of the others would be theirs alone, and by difference that of the one."""
    shown, notes = _printed(*(_kappa(span, seed=at) for at, span in enumerate(spans)))

    assert shown.text == "not told"
    assert len(notes) == 1


def test_figures_of_another_name_are_told_whatever_they_span():
    figures = mean("m", dict.fromkeys(people(20), 1.0), 2.0)
    made = from_data(as_data(change([table(("m", Figure(figures)))])))

    assert _printed(made)[0].value is not None


@pytest.mark.parametrize(
    "damage",
    [
        lambda found: found.pop("rows"),
        lambda found: found.update(kind="odd"),
        lambda found: found["columns"][0].update(kind="odd"),
        lambda found: found["columns"][0].pop("title"),
        lambda found: found["rows"][0].append(3),
        lambda found: found["rows"][0].append({"key": "k"}),
    ],
)
def test_what_is_damaged_is_refused(damage):
    [kept] = as_data(change([table(("a", Count("k", people(4))))]))
    damage(kept)

    with pytest.raises(DamagedFigures):
        from_data([kept])


def test_no_figure_is_made_today_as_an_earlier_rule_made_it():
    """By its span alone is known which rule made it."""
    found = {
        each.statistic.key: each.statistic.span
        for raw in raw_tables([], None)
        for row in raw.rows
        for each in row
        if isinstance(each, Figure)
    }

    assert found.keys() >= EARLIER_SPANS.keys()
    assert not [key for key, span in EARLIER_SPANS.items() if found[key] == span]
