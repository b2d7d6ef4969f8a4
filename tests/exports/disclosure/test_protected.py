"""Tables of changed figures: what is changed, and added up over caseloads."""

from dataclasses import replace
from math import hypot
from random import Random
from statistics import fmean

import pytest

from exports.disclosure import protected
from exports.disclosure.cell_keys import MOST, MOST_SWAY, REACH, SWAY
from exports.disclosure.disclosure import DOMINANT
from exports.disclosure.protected import (
    Estimated,
    Number,
    ProtectedTable,
    added,
    change,
    row_key,
    tosses_in,
)
from exports.document.tables import Column, Count, Figure, RawTable, Share
from exports.estimates.influence import mean, of_nobody, percentage

COLUMNS = tuple(Column(f"c{at}", f"C{at}", "count", "") for at in range(2))


def people(count, seed=1):
    random = Random(seed)
    return frozenset(random.getrandbits(64) for _each in range(count))


def table(*rows, **changed):
    return RawTable("t", "T", COLUMNS, rows, **changed)


def only(tables):
    [found] = tables
    return found


def test_counts_are_changed_by_their_bound_at_most_and_words_stay():
    made = only(change([table(*[("row", Count(f"k{n}", people(n, n))) for n in range(1, 60)])]))

    for n, (words, number) in enumerate(made.rows, 1):
        assert words == "row"
        assert abs(number.value - n) <= MOST
    assert any(number.value != n for n, (_words, number) in enumerate(made.rows, 1))


def test_all_of_a_whole_is_not_changed_like_the_whole():
    whole = [Count("whole", people(20, seed)) for seed in range(100)]
    alike = 0
    for each in whole:
        share = Share(Count("part", each.people), each)
        [(_words, part)] = only(change([table(("all", share))])).rows
        alike += part.part.value == part.whole.value

    assert alike < 40


def test_one_client_more_anywhere_draws_every_figure_anew():
    staying = [Count(f"k{n}", people(20, n)) for n in range(100)]
    same = mean("m", dict.fromkeys(people(20), 7.0), 27)
    one, other = (
        only(change([table(*[("a", each) for each in staying], ("b", also), ("m", Figure(same)))]))
        for also in (Count("all", people(30)), Count("all", people(31)))
    )

    alike = [a == b for (_a, a), (_b, b) in zip(one.rows[:100], other.rows[:100], strict=True)]
    assert sum(alike) < 40
    assert one.rows[-1] != other.rows[-1]


def test_the_same_people_are_changed_alike_in_every_table_of_a_report():
    some = people(20)
    other = RawTable("u", "U", COLUMNS, (("again", Count("k", some)),))

    first, second = change([table(("once", Count("k", some))), other])

    assert first.rows[0][1] == second.rows[0][1]


def test_a_figure_is_changed_even_where_everybody_has_the_same_value():
    same = mean("m", dict.fromkeys(people(20), 7.0), 27)

    [(_words, found)] = only(change([table(("mean", Figure(same)))])).rows

    assert found.value != 7.0
    assert abs(found.value - 7.0) <= 27 * REACH * SWAY * MOST_SWAY / 20
    assert found.error > 0


def test_a_rate_stays_between_nought_and_a_hundred():
    for seed in range(60):
        rate = percentage("p", dict.fromkeys(people(6, seed), (1, 1)))
        [(_words, found)] = only(change([table(("rate", Figure(rate)))])).rows
        assert 0 <= found.value <= 100


def test_a_figure_knows_who_makes_it():
    parts = dict.fromkeys(people(13), (1.0, 1)) | {1: (90.0, 90)}

    [(_words, found)] = only(change([table(("rate", Figure(percentage("p", parts))))])).rows

    assert found.first >= 0.85
    assert found.two >= found.first
    assert not found.few


def figures_of(count, parts=1, states=80):
    """Return one rate of so many people under as many states; one of them gives more values."""
    for seed in range(states):
        who = sorted(people(count, seed))
        weights = dict.fromkeys(who, (1, 2)) | {who[0]: (parts, 2 * parts)}
        [(_words, found)] = only(change([table(("r", Figure(percentage("p", weights))))])).rows
        yield found


def test_nothing_is_told_of_fewer_than_five_and_always_of_thirteen():
    assert all(each.few for count in range(1, 5) for each in figures_of(count))
    assert not any(each.few for each in figures_of(13))


def test_whether_a_figure_is_told_hardly_ever_says_for_certain_how_many_there_are():
    """It does where five are told, who could not be one less, and where twelve are not."""
    told = {
        count: fmean(not each.few for each in figures_of(count, states=600))
        for count in range(5, 13)
    }

    assert 0 < told[8] < 0.5 < told[9] < 1
    assert sorted(told.values()) == list(told.values())
    assert told[5] < 0.02
    assert told[12] > 0.98


def sum_of(*counts, seed=0, caseloads=1):
    """Return one rate of the sum of caseloads with so many people in each, of so many."""
    made = []
    for at, count in enumerate(counts):
        who = dict.fromkeys(people(count, f"{seed} {at}"), (1, 2))
        rates = table(("r", Figure(percentage("p", who))))
        made.append(change([rates], caseloads=caseloads))
    [(_words, found)] = only(added(made)).rows
    return found


def test_five_people_of_several_caseloads_make_a_figure_and_four_never_do():
    assert all(sum_of(*each, seed=n).few for each in ((2, 2), (3, 1), (1, 1, 2)) for n in range(40))
    assert not any(sum_of(8, 8, 8, seed=n).few for n in range(40))
    assert {sum_of(5, 5, 5, seed=n).few for n in range(40)} == {False, True}


def test_caseloads_of_one_service_toss_together_as_often_as_one():
    assert [tosses_in(each) for each in (0, 1, 2, 3, 10)] == [8, 8, 4, 3, 3]
    of_three = [
        sum_of(*each, seed=n, caseloads=3) for each in ((2, 2), (1, 1, 2)) for n in range(40)
    ]
    assert all(each.few for each in of_three)
    assert fmean(not sum_of(5, 5, 4, seed=n, caseloads=3).few for n in range(60)) > 0.85
    assert {sum_of(3, 3, 3, seed=n, caseloads=3).few for n in range(40)} == {False, True}


def test_where_caseloads_are_missing_more_people_take_the_place_of_their_tosses():
    alone = [sum_of(count, seed=n, caseloads=3) for count in (5, 7) for n in range(300)]

    assert all(each.tosses == 3 for each in alone)
    assert all(each.few for each in alone if each.people < 9)
    assert 0 < fmean(not each.few for each in alone[:300]) < 0.03
    assert not any(sum_of(24, seed=n, caseloads=3).few for n in range(40))


def test_a_mean_close_to_nought_is_not_told_higher_for_being_of_several_caseloads():
    """Cut at nought by each of them, what is changed downwards would be missing in the sum."""
    told = []
    for seed in range(120):
        caseloads = []
        for at in range(3):
            weeks = mean("w", dict.fromkeys(people(8, f"{seed} {at}"), 1.0), 26, bounded=True)
            caseloads.append(change([table(("w", Figure(weeks)))]))
        own = [each[0].rows[0][1] for each in caseloads]
        assert all(each.value >= 0 for each in own)
        told.append(fmean(each.value_to_add for each in own))

    assert abs(fmean(told) - 1.0) < 0.35
    assert min(told) < 0


def rates_of(who, drawn_as=str):
    rates = [percentage(key, dict.fromkeys(who, (1, 2))) for key in "ab"]
    [(_a, one), (_b, other)] = only(
        change([table(*(("r", Figure(each)) for each in rates))], drawn_as)
    ).rows
    return one, other


def test_figures_of_the_same_people_by_definition_are_few_or_not_together():
    for seed in range(60):
        one, other = rates_of(people(6, seed), lambda _key: "a")
        assert (one.few, one.people) == (other.few, other.people)


def test_figures_of_the_same_people_by_chance_are_few_or_not_each_by_itself():
    both = [rates_of(people(6, seed)) for seed in range(60)]

    assert {one.few == other.few for one, other in both} == {True, False}
    assert {one.people == other.people for one, other in both} == {True, False}


def test_counts_are_changed_alike_where_they_are_of_the_same_people_by_definition_alone():
    """Two groups, one within the other, would else be told to be equal, or not to be."""
    rows = [("r", Count(key, people(20))) for key in ("first", "second", "second.again", "third")]

    def drawn_as(key):
        return key.removesuffix(".again")

    values = [
        [row[1].value for row in only(change([table(*rows)], drawn_as)).rows],
        *(
            [row[1].value for row in only(change([table(*rows, more)], drawn_as)).rows[:4]]
            for more in (("r", Count(f"k{n}", people(9))) for n in range(60))
        ),
    ]

    assert all(second == again for _first, second, again, _third in values)
    alike = sum(first == second for first, second, _again, _third in values)
    assert 0 < alike < 25


def test_the_strongest_client_never_seems_weaker_and_sometimes_a_quarter_stronger():
    whole = 20 + 10  # twenty-one people: one gives 10 values of 30
    seen = [each.first for each in figures_of(21, parts=10)]

    assert min(seen) >= 10 / whole
    assert max(seen) <= 1.25 * 10 / whole + 0.05
    assert {each <= DOMINANT for each in seen} == {False, True}


def number_of(value, key="k"):
    return ProtectedTable("t", "T", COLUMNS, (("a", Number(key, value)),))


def test_caseloads_add_up_row_by_row_and_keep_the_order():
    one = ProtectedTable("t", "T", COLUMNS, (("a", Number("a", 3)), ("c", Number("c", 1))))
    two = ProtectedTable("t", "T", COLUMNS, (("b", Number("b", 2)), ("c", Number("c", 4))))

    made = only(added([[one], [two]]))

    assert [row[0] for row in made.rows] == ["b", "a", "c"]
    assert made.rows[-1][1] == Number("c", 5)


def test_a_table_that_one_caseload_lacks_or_has_with_other_columns_is_in_no_sum():
    wider = replace(number_of(5), columns=(*COLUMNS, COLUMNS[0]))

    assert added([[], [number_of(4)]]) == ()
    assert added([[wider], [number_of(4)]]) == ()
    assert only(added([[wider]])) == wider


def test_rows_in_another_language_are_still_the_same_rows():
    german = ProtectedTable("t", "T", COLUMNS, (("eine", Number("k", 5)),))

    assert only(added([[number_of(4)], [german]])).rows == (("a", Number("k", 9)),)


@pytest.fixture
def unmoved(monkeypatch):
    """Let sums of figures stand as they are."""
    monkeypatch.setattr(protected, "sway_of_sum", lambda *_: 0.0)
    monkeypatch.setattr(protected, "changed_sum", lambda *_: 0)


@pytest.mark.usefixtures("unmoved")
def test_figures_are_pooled_by_the_number_of_their_values():
    one = Estimated("m", 10.0, 1.0, weight=30, people=10, first=0.2, two=0.4, sure=5)
    two = Estimated("m", 20.0, None, weight=10, people=5, first=0.6, two=0.8, span=4.0)
    tables = [[ProtectedTable("t", "T", COLUMNS, (("m", each),))] for each in (one, two)]

    [(_words, found)] = only(added(tables)).rows

    assert found.value == 12.5
    moved = SWAY * REACH * 0.15
    wider = protected.WIDER * (REACH * 0.15) ** 2
    pooled = 0.75**2 + (0.25 * 1.0) ** 2
    assert found.error == pytest.approx((pooled + moved**2 + wider) ** 0.5)
    assert (found.weight, found.people, found.few) == (40, 15, False)
    assert found.first == pytest.approx(0.15)
    assert found.two == pytest.approx(0.3)


@pytest.mark.usefixtures("unmoved")
@pytest.mark.parametrize("turned", [False, True])
def test_a_figure_of_nobody_moves_no_other(turned):
    some, none = Estimated("m", 10.0, None, weight=30, people=10), Estimated("", None)
    tables = [[ProtectedTable("t", "T", COLUMNS, (("m", each),))] for each in (some, none)]

    [(_words, found)] = only(added(tables[::-1] if turned else tables)).rows

    assert found == some


def test_no_figure_of_a_sum_stays_where_one_caseload_moves():
    """Else those that stay would be the ones that the caseload which came has nobody for."""
    known = [Estimated(f"m{n}", 10.0, 1.0, weight=30, people=10, span=4.0) for n in range(50)]
    standing = [ProtectedTable("t", "T", COLUMNS, tuple((each.key, each) for each in known))]
    one, other = (
        [row[1] for row in only(added([standing, [number_of(each)]])).rows if row[0] != "a"]
        for each in (4, 5)
    )

    assert len(one) == 50
    assert all(a.value != b.value for a, b in zip(one, other, strict=True))
    assert sum(a.people == b.people for a, b in zip(one, other, strict=True)) < 25
    turned = only(added([[number_of(4)], standing])).rows
    assert set(turned) == set(only(added([standing, [number_of(4)]])).rows)


def test_a_figure_over_caseloads_that_is_bounded_keeps_to_its_bounds():
    high = Estimated("m", 100.0, 1.0, weight=3, people=3, span=100.0, bounded=True)
    low = Estimated("n", 0.0, 1.0, weight=3, people=3, span=100.0, bounded=True)
    tables = [ProtectedTable("t", "T", COLUMNS, (("a", high), ("b", low)))]

    for seed in range(20):
        values = [row[1].value for row in only(added([tables, [number_of(seed)]])).rows[:2]]
        assert all(0 <= each <= 100 for each in values)


def test_counts_of_the_same_people_do_not_add_the_same():
    rows = [("a", Count(f"k{n}", people(1))) for n in range(50)]

    assert len({row[1].to_add for row in only(change([table(*rows)])).rows}) > 4


def test_over_caseloads_all_of_the_same_people_by_definition_says_one_number_of_them():
    def drawn_as(key):
        return key.partition(".")[0]

    def given(seed, *more):
        who, few = people(9, seed), people(4, seed)
        rates = [Figure(percentage(f"n.{at}", dict.fromkeys(who, (1, 2)))) for at in range(3)]
        share = Share(Count("few", few), Count("n.whole", who))
        row = (
            "r",
            Count("n", who),
            Count("n.again", who),
            share,
            *rates,
            Figure(of_nobody("z", 1)),
        )
        return change([table(row, *more)], drawn_as)

    alone = ("other", Figure(mean("alone", dict.fromkeys(people(9), 2.0), 10)))
    [row, other] = only(added([given(1, alone), given(2)], drawn_as)).rows

    _words, count, again, share, *rates, none = row
    assert count.value == again.value == share.whole.value
    assert [each.people for each in rates] == [count.value] * 3
    assert (again.key, share.whole.key) == ("n.again", "n.whole")
    assert share.part.value != count.value
    assert none.value is None
    assert other[1].people != count.value
    apart = only(added([given(1), given(2)])).rows[0]
    assert len({each.people for each in apart[4:7]} | {apart[1].value}) > 1


def summed_with(lone, *, seed, group=False):
    """Return by how much a caseload of one client moves a count of fifteen that stands."""
    standing = change([table(("a", Count("k", people(15, 1000))))])
    own = people(1, seed)
    rows = [("all", Count(f"c{n}", own)) for n in range(30)]
    if lone or not group:
        rows.insert(0, ("a", Count("k", own if lone else frozenset())))
    [row] = [
        row for row in only(added([standing, change([table(*rows)])])).rows if row_key(row) == "k"
    ]
    return row[1].value - standing[0].rows[0][1].to_add


def test_a_row_that_a_caseload_lacks_is_nobody_changed_as_anybody_is():
    some = people(15)
    rate = percentage("p", dict.fromkeys(some, (1, 2)))
    group = ("g", Count("g", some), Share(Count("h", some), Count("g", some)), Figure(rate))
    nobody = ("z", Figure(of_nobody("z", 1)))
    one, other = change([table(group, nobody)]), change([table(("o", Count("o", people(9))))])

    [alone] = [row for row in only(one).rows if row[0] == "g"]
    rows = {row[0]: row for row in only(added([one, other])).rows}

    assert set(rows) == {"g", "z", "o"}
    assert rows["z"] == only(one).rows[1]
    assert rows["g"][1].to_add != alone[1].to_add
    assert rows["g"][2].part.to_add != alone[2].part.to_add
    assert rows["g"][2].whole == rows["g"][1]
    assert rows["g"][3].weight == alone[3].weight
    assert rows["g"][3].value != alone[3].value


@pytest.mark.parametrize("group", [False, True])
def test_a_caseload_of_one_client_never_tells_by_a_sum_whether_they_are_counted(group):
    """A count of nobody that stayed nought, or a group without a row, would tell it."""
    counted, not_counted = (
        [summed_with(lone, seed=seed, group=group) for seed in range(400)] for lone in (True, False)
    )

    assert not_counted.count(0) < 120
    assert set(range(-3, 5)) <= set(counted)
    assert set(range(-4, 4)) <= set(not_counted)
    assert 0.5 < (sum(counted) - sum(not_counted)) / 400 < 1.5


def test_asking_twice_gives_the_same_figures():
    raw = [
        table(("a", Count("k", people(20)), Figure(mean("m", dict.fromkeys(people(20), 7), 27))))
    ]

    assert change(raw) == change(raw)


def test_figures_of_a_single_caseload_are_changed_once():
    made = change([table(("r", Figure(percentage("p", dict.fromkeys(people(20), (1, 2))))))])

    assert added([made]) == made


def protected_rate(had, of, seed, times=1):
    """Return a changed rate of so many people, each with so many values, of whom some had it."""
    random = Random(seed)
    keys = [random.getrandbits(64) for _each in range(of)]
    rate = percentage("r", {each: (at < had, times) for at, each in enumerate(keys)})
    [(_words, found)] = only(change([table(("row", Figure(rate)))])).rows
    return found


@pytest.mark.parametrize("told", [0.0, 5.0, 12.5, 50.0, 100.0])
def test_how_sure_a_rate_of_people_is_follows_from_the_rate_that_is_told(told, monkeypatch):
    """Else "1 of 40" and "2 of 40" are printed with intervals whose widths never meet."""
    monkeypatch.setattr(protected, "changed", lambda *_drawn: 41)
    errors = set()
    for had in (0, 1, 2, 3, 7, 20, 39, 40):
        keys = people(40, had)
        rate = percentage("r", {each: (at < had, 1) for at, each in enumerate(keys)})
        moved = (told - rate.value) / protected.strongest_in(rate)
        monkeypatch.setattr(protected, "sway", lambda *_drawn, moved=moved: moved)
        [(_words, found)] = only(change([table(("row", Figure(rate)))])).rows
        assert found.value == pytest.approx(told)
        errors.add(round(found.error, 9))

    assert len(errors) == 1


def of_one_more(kind, more, seed):
    """Return a figure over forty people, of whom one has much less or more than the others."""
    random = Random(seed)
    keys = [random.getrandbits(64) for _each in range(40)]
    if kind == "mean":
        values = {each: 4 + at % 11 for at, each in enumerate(keys)} | {keys[0]: 27 if more else 9}
        return mean("m", values, 27, bounded=True)
    values = {each: (9 + at % 2, 10) for at, each in enumerate(keys)}
    return percentage("m", values | {keys[0]: (0 if more else 10, 10)})


@pytest.mark.parametrize("kind", ["mean", "sessions"])
def test_how_sure_a_figure_is_never_says_for_certain_what_one_client_has(kind):
    one, other = (
        [
            only(change([table(("row", Figure(of_one_more(kind, more, seed))))])).rows[0][1].error
            for seed in range(300)
        ]
        for more in (False, True)
    )

    assert sum(each > min(other) for each in one) > 30
    assert sum(each < max(one) for each in other) > 30


def test_over_caseloads_how_sure_a_mean_is_hardly_says_what_one_client_has():
    def error(more, seed):
        caseloads = [
            change([table(("row", Figure(of_one_more("mean", each, seed * 2 + at))))])
            for at, each in enumerate((more, False))
        ]
        return only(added(caseloads)).rows[0][1].error

    usual, wide = ([error(more, seed) for seed in range(200)] for more in (False, True))
    right = max(
        sum(each < limit for each in usual) + sum(each >= limit for each in wide) for limit in wide
    )

    assert right / 400 < 0.78


@pytest.mark.parametrize("kind", ["mean", "sessions"])
def test_an_error_that_is_told_is_about_what_it_is(kind):
    figures = [of_one_more(kind, kind == "sessions", seed) for seed in range(300)]
    held = [protected.held_within(each) for each in figures]
    so = [hypot(each.error, SWAY * protected.strongest_in(each)) for each in held]
    told = [only(change([table(("row", Figure(each)))])).rows[0][1].error for each in figures]

    assert 1 < fmean(told) / fmean(so) < 1.25


def test_the_people_of_a_figure_do_not_say_which_way_it_was_changed():
    """A figure whose people no count counts has its own key as their name."""
    found = [protected_rate(20, 40, seed) for seed in range(300)]
    moved = [each for each in found if each.people != 40]
    alike = sum((each.people > 40) == (each.value > 50) for each in moved)

    assert 0.4 < alike / len(moved) < 0.6


@pytest.mark.parametrize(("edge", "had"), [(0.0, 0), (100.0, 40)])
def test_a_rate_of_nobody_or_everybody_is_changed_like_one_of_one(edge, had):
    away = [abs(protected_rate(had, 40, seed).value - edge) for seed in range(400)]

    in_people = [each * 40 / 100 for each in away]
    assert 0.4 < sum(each > 0 for each in away) / 400 < 0.6, "half are cut off at the end"
    assert max(in_people) > 2.5
    assert sum(each > 1 for each in in_people) > 60


def test_no_change_is_larger_for_somebody_who_stands_far_out():
    """Else how far a figure moved would say that they are there."""
    near, far = (of_one_more("mean", each, 1) for each in (False, True))
    some, none = (of_one_more("sessions", each, 1) for each in (False, True))

    assert protected.strongest_in(near) == protected.strongest_in(far) == 0.5 * 27 / 40
    assert protected.strongest_in(some) == protected.strongest_in(none) == 0.5 * 100 / 40


def test_who_stands_far_out_counts_as_if_half_the_span_away():
    far = of_one_more("mean", 1, 1)
    held = protected.held_within(far)

    beyond = 27 - far.value - 27 / 2
    assert beyond > 0
    assert held.value == pytest.approx(far.value - beyond / 40)
    near = of_one_more("mean", 0, 1)
    assert protected.held_within(near).value == near.value


def test_in_a_rate_of_people_everybody_counts_as_they_are():
    rate = percentage("r", {each: (at < 1, 1) for at, each in enumerate(people(40))})

    assert protected.held_within(rate) == rate


@pytest.mark.parametrize(("kind", "most"), [("mean", 0.72), ("sessions", 0.72)])
def test_a_figure_hardly_says_whether_one_client_stands_far_out(kind, most):
    """Of 400 printings each; one who lies beyond the best limit is guessed to stand out."""
    usual, other = (
        [
            only(change([table(("row", Figure(of_one_more(kind, more, seed))))])).rows[0][1].value
            for seed in range(400)
        ]
        for more in (False, True)
    )
    low, high = sorted((usual, other), key=fmean)
    right = max(
        sum(each < limit for each in low) + sum(each >= limit for each in high) for limit in low
    )

    assert right / 800 < most
