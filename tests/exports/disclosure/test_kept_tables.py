"""Tables of changed figures, written as data and read again."""

from random import Random

import pytest

from exports.disclosure.kept_tables import as_data, from_data
from exports.disclosure.protected import Part, change
from exports.document.tables import Column, Count, Figure, RawTable, Share
from exports.errors import DamagedFigures
from exports.estimates.influence import mean, of_nobody

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
