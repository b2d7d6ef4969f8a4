"""Profiles: what each kind of reader is told of changed figures."""

from dataclasses import replace

import pytest

from exports.disclosure.cell_keys import MOST, most_changed
from exports.disclosure.disclosure import READER_PROFILES, finish, number
from exports.disclosure.protected import Estimated, Number, Part, ProtectedTable
from exports.document.tables import Column, table_as_csv, with_ends
from session_forms.words import day_words

INTERNAL, EXTERNAL = READER_PROFILES["internal-review"], READER_PROFILES["external"]
EXACT = READER_PROFILES["single-case"]
DASH = "\N{EN DASH}"
COLUMNS = tuple(Column(f"c{at}", f"C{at}", "count", "") for at in range(2))


def table(*rows, kind="plain"):
    columns = tuple(Column(f"c{at}", f"C{at}", "count", "") for at in range(len(rows[0])))
    return ProtectedTable("t", "T", columns, rows, (), kind)


def shown(made, profile=INTERNAL):
    finished, _protection = finish([made], profile)
    return [[cell.text for cell in row] for each in finished for row in each.rows]


def share(part, whole):
    return Part(Number("p", part), Number("w", whole))


def figure(value=10.0, **changed):
    known = {"error": 1.0, "weight": 20, "people": 20, "first": 0.05, "two": 0.1, "sure": 5}
    return Estimated("m", value, **{**known, **changed})


@pytest.mark.parametrize(
    ("value", "profile", "words"),
    [
        (5, INTERNAL, "5"),
        (4, INTERNAL, f"0{DASH}4"),
        (0, INTERNAL, f"0{DASH}4"),
        (8, EXTERNAL, "8"),
        (7, EXTERNAL, f"0{DASH}7"),
    ],
)
def test_few_clients_are_not_told_from_none(value, profile, words):
    assert shown(table((Number("k", value),)), profile) == [[words]]


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (12, 33, "36 %"),
        (3, 33, "0 to 34 %"),
        (30, 33, "63 to 100 %"),
        (35, 33, "63 to 100 %"),
        (4, 9, "few"),
        (0, 9, "few"),
        (0, 1, "few"),
        (0, 0, "few"),
    ],
)
def test_a_share_is_told_only_where_many_are_on_both_sides(part, whole, words):
    assert shown(table((share(part, whole),))) == [[words]]


@pytest.mark.parametrize(
    ("part", "caseloads", "ends"),
    [(12, 1, (15, 60)), (3, 1, (0, 34)), (30, 1, (63, 100)), (13, 2, (13, 68))],
)
def test_a_share_has_the_ends_of_its_interval_wherever_anything_is_told_of_it(
    part, caseloads, ends
):
    """Where few are on one side, as if there were as many as few are at most."""
    columns = (Column("p", "P", "percent", ""),)
    told, few = ((share(part, 33),), (share(part, 9),))

    [made], _protection = finish(
        [ProtectedTable("t", "T", columns, (told, few))], INTERNAL, caseloads=caseloads
    )

    assert [row[0].ends for row in made.rows] == [ends, None]
    assert "{} to {}".format(*ends) in made.rows[0][0].words
    assert [each.id for each in with_ends(made).columns] == ["p", "p_low", "p_high"]
    lines = table_as_csv(with_ends(made)).decode("utf-8-sig").splitlines()
    assert lines[1].endswith(",{},{}".format(*ends))
    assert lines[2] == "few,few,few"


def test_a_rate_that_stands_alone_has_the_ends_of_its_interval_too():
    columns = (Column("p", "P", "percent", ""),)
    rate = figure(40.0, error=8.0, span=100.0, bounded=True, decimals=0)

    [made], _protection = finish([ProtectedTable("t", "T", columns, ((rate,),))], INTERNAL)

    assert made.rows[0][0].words == "40 (25 to 57)"


@pytest.mark.parametrize(
    ("value", "caseloads", "ends"), [(5.0, 1, (1, 25)), (5.0, 2, (0, 25)), (95.0, 2, (75, 100))]
)
def test_over_several_caseloads_an_interval_reaches_nobody_or_all_where_the_changes_do(
    value, caseloads, ends
):
    columns = (Column("p", "P", "percent", ""),)
    rate = figure(value, error=5.0, span=100.0, bounded=True, decimals=0)
    tables = [ProtectedTable("t", "T", columns, ((rate,),))]

    [made], _protection = finish(tables, INTERNAL, caseloads=caseloads)

    assert made.rows[0][0].ends == ends


def test_a_share_of_nobody_looks_like_one_of_few_people_but_for_one_client():
    assert shown(table((share(0, 0),))) == shown(table((share(0, 1),))) == [["few"]]
    assert shown(table((share(0, 0),)), EXACT) == [[DASH]]


@pytest.mark.parametrize(
    "withheld",
    [{"people": 4}, {"sure": 0}, {"first": 0.45}, {"two": 0.65}],
)
def test_a_figure_of_few_or_that_one_or_two_make_is_not_told(withheld):
    assert shown(table((figure(**withheld),))) == [["few"]]
    assert shown(table((figure(),))) == [["10.0"]]


def test_a_figure_of_nobody_looks_like_one_of_few_people():
    nobody, few = figure(None), figure(7.0, sure=0)

    assert shown(table((nobody, few))) == [["few", "few"]]


def test_the_end_of_a_figure_without_error_is_a_dash():
    assert shown(table((figure(error=None, end="low"),))) == [[DASH]]


def test_where_everything_is_told_there_is_a_dash_for_nobody():
    assert shown(table((figure(None, sure=5),)), EXACT) == [[DASH]]


def test_an_interval_is_students_t_around_the_figure():
    low, high = figure(end="low"), figure(end="high")

    assert shown(table((low, figure(), high))) == [["7.9", "10.0", "12.1"]]


def test_the_interval_of_a_share_stays_between_nought_and_a_hundred():
    near = {"error": 6.0, "bounded": True, "span": 100.0, "decimals": 0}

    [[low, high]] = shown(
        table((figure(96.0, end="low", **near), figure(96.0, end="high", **near)))
    )
    [[least, _most]] = shown(
        table((figure(0.0, end="low", **near), figure(0.0, end="high", **near)))
    )

    assert 40 < int(low) < 90
    assert 96 < int(high) <= 100
    assert int(least) == 0


def test_rows_that_tell_nothing_are_left_out_of_a_table_of_what_is_told():
    rows = (("a", Number("a", 3)), ("b", Number("b", 30)))

    assert shown(table(*rows, kind="told")) == [["b", "30"]]
    assert len(shown(table(*rows))) == 2


def test_the_longest_list_has_eight_rows_and_the_highest_first():
    rows = [(f"r{n}", figure(float(n))) for n in range(20)]

    made = shown(table(*rows, kind="longest"))

    assert len(made) == 8
    assert made[0] == ["r19", "19.0"]


def test_a_row_whose_figure_is_not_told_has_no_place_in_the_longest_list():
    rows = [("few", Number("a", 9), figure(90.0, sure=0)), ("b", Number("b", 9), figure(20.0))]

    assert shown(table(*rows, kind="longest")) == [["b", "9", "20.0"]]
    assert shown(table(rows[0], kind="longest")) == []


def test_what_is_told_as_nought_is_not_among_the_highest():
    rows = [("a", Number("a", 9), figure(0.3, decimals=0)), ("b", Number("b", 9), figure(20.0))]

    assert shown(table(*rows, kind="longest")) == [["b", "9", "20.0"]]


def test_a_row_of_words_alone_is_told():
    assert shown(table(("a", "said"), kind="told")) == [["a", "said"]]


def group(name, size):
    return (name, Number(f"g.by={name}", size), Part(Number("i", size // 2), Number("g", size)))


def test_small_groups_stand_together():
    rows = [group("a", 12), group("b", 20), group("c", 6), group("d", 5)]

    assert shown(table(*rows, kind="groups")) == [
        ["b", "20", "50 %"],
        ["a", "12", "50 %"],
        ["All other groups together", "11", "45 %"],
    ]


@pytest.mark.parametrize("size", range(10))
def test_groups_do_not_tell_whether_anybody_is_in_a_small_one(size):
    """Else one of ten joined it, and said that somebody is there of whom nothing is told."""
    rows = [group("a", 12), group("b", 20), group("c", size)]

    assert shown(table(*rows, kind="groups")) == [["b", "20", "50 %"], ["a", "12", "50 %"]]


@pytest.mark.parametrize("few", range(5))
def test_groups_of_few_put_others_together_no_sooner_than_groups_of_nobody(few):
    """Where one of two was needed to make ten, the row said that somebody is in both."""
    rows = [group("a", 12), group("b", 20), group("c", 7), group("d", few)]

    assert shown(table(*rows, kind="groups")) == [["b", "20", "50 %"], ["a", "12", "50 %"]]


def test_groups_that_stand_together_are_not_named():
    """The first of them by size, named, would have somebody in it."""
    sizes = {"a": 20, "b": 12, "c": 6, "d": 5, "e": 3}
    rows = [(*group(*each), "said") for each in sizes.items()]

    [made], _protection = finish([table(*rows, kind="groups")], INTERNAL)

    assert made.keys == ("g.by=a", "g.by=b", "g.by=together")
    assert [row[-1].text for row in made.rows] == ["said"] * 3


def test_a_table_of_groups_with_a_single_row_is_left_out():
    assert shown(table(group("a", 12), group("b", 3), kind="groups")) == []


def test_the_protection_says_what_it_did():
    made = table(("a", Number("a", 3), Number("b", 30), figure()))

    _tables, protection = finish([made], INTERNAL, caseloads=3)

    assert (protection.changed, protection.withheld, protection.most) == (3, 1, 42)


def test_for_machines_what_is_not_told_is_one_word():
    [finished], _protection = finish(
        [table((Number("a", 3), share(3, 33), figure(None)))], INTERNAL
    )

    assert table_as_csv(finished).decode("utf-8-sig").splitlines()[1] == "few,few,few"


@pytest.mark.parametrize(
    ("value", "words"), [(-7.25, "\N{MINUS SIGN}7.2"), (-0.01, "0.0"), (3.0, "3.0")]
)
def test_a_figure_is_printed_with_a_true_minus_and_never_as_minus_nothing(value, words):
    assert number(value) == words


def test_a_figure_is_printed_as_the_installed_language_writes_it(monkeypatch):
    monkeypatch.setattr(day_words, "language", lambda: "de")

    assert shown(table((figure(12.5),))) == [["12,5"]]


def test_a_figure_without_decimals_is_a_whole_number():
    [finished], _protection = finish([table((figure(83.6, decimals=0),))], INTERNAL)

    assert (finished.rows[0][0].text, finished.rows[0][0].value) == ("84", 84)


@pytest.mark.parametrize("profile", ["internal-review", "external"])
def test_the_rule_for_the_reader_keeps_to_the_bound_of_the_changes(profile):
    rules = READER_PROFILES[profile]
    assert f"by up to {MOST}, by about 2 on average" in rules.rule
    assert f"by up to {most_changed(3)}, by about 3 on average" in rules.over(3).rule
    assert f"0{DASH}{rules.least - 1} stands for none to {rules.least - 1}." in rules.rule


@pytest.mark.parametrize(("caseloads", "least"), [(1, 5), (2, 10), (3, 12), (10, 20)])
def test_over_several_caseloads_what_changes_alone_come_to_is_not_told(caseloads, least):
    below, told = (table((Number("k", each),)) for each in (least - 1, least))

    [hidden], _protection = finish([below], INTERNAL, caseloads=caseloads)
    [printed], _protection = finish([told], INTERNAL, caseloads=caseloads)

    assert hidden.rows[0][0].text == f"0{DASH}{least - 1}"
    assert printed.rows[0][0].text == f"{least}"


def test_over_several_caseloads_a_share_needs_more_people_and_a_mean_does_not():
    row = (share(9, 19), share(10, 20), figure(people=4), figure(people=5), figure(sure=4))

    [finished], _protection = finish([table(row)], INTERNAL, caseloads=2)

    assert [each.text for each in finished.rows[0]] == ["few", "50 %", "few", "10.0", "few"]
    assert (INTERNAL.over(3).least, INTERNAL.over(3).groups_from) == (12, 10)


def test_a_mean_of_a_count_that_is_too_few_to_tell_has_its_row():
    rows = [("told", Number("a", 9), figure(people=9)), ("few", Number("b", 9), figure(sure=4))]

    [finished], _protection = finish([table(*rows, kind="told")], INTERNAL, caseloads=3)

    assert [[each.text for each in row] for row in finished.rows] == [
        ["told", f"0{DASH}11", "10.0"]
    ]


def test_a_figure_that_leaves_open_nearly_everything_is_not_printed():
    """Means of points that may be below nought have no such span."""
    known = {"span": 100, "bounded": True, "decimals": 0}
    row = (figure(50.0, error=12.0, **known), figure(50.0, error=40.0, **known))

    [[close, wide]] = shown(table(row))

    assert (close, wide) == ("50", "few")
    assert shown(table((figure(10.0, error=40.0),))) == [["10.0"]]


def test_the_rules_of_one_client_stay_without_a_threshold():
    assert EXACT.over(1) == EXACT


@pytest.mark.parametrize(
    ("least", "most"),
    [("phq-9.recovery", "phq-9.recovery_most"), ("follow_up.F1.least", "follow_up.F1.most")],
)
def test_no_figure_at_most_is_printed_below_what_it_is_the_most_of(least, most):
    low, high = figure(53.0, decimals=0), figure(42.0, decimals=0)
    row = (replace(low, key=least), replace(low, key=least, end="high"), replace(high, key=most))

    [[value, _end, at_most]] = shown(table(row))

    assert (value, at_most) == ("53", "53")
    right = (replace(low, key=least), replace(figure(81.0, decimals=0), key=most))
    assert shown(table(right)) == [["53", "81"]]


def test_a_figure_at_most_tells_nothing_of_one_that_is_not_told():
    withheld = replace(figure(53.0, decimals=0), key="phq-9.recovery", sure=0)
    most = replace(figure(42.0, decimals=0), key="phq-9.recovery_most")

    assert shown(table((withheld, most))) == [["few", "42"]]
