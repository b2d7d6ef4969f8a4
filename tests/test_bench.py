"""Two commits compared by speed: the arithmetic, the table that is read, a run of both."""

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.bench import history
from tests.bench.against import (
    FIGURES,
    NotMeasuredError,
    Table,
    compare,
    comparisons,
    left_out,
    ratio_between,
    read_table,
)
from tests.bench.growth import growths, head
from tests.bench.measurements import bundle
from tests.bench.measurements.starting import UNLOCK
from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import Span

QUIET = [100.0, 101.0] * 5
"""Ten runs that differ by a hundredth from one to the next."""
RESTLESS = [100.0, 130.0] * 5


def table(**clocks: float) -> Table:
    return {act: {"clock": clock, "processor": clock / 2} for act, clock in clocks.items()}


def test_a_tree_beside_itself_has_the_ratio_one_and_is_not_slower():
    ratio = ratio_between([100.0] * 10, [100.0] * 9)

    assert (ratio.median, ratio.spread, ratio.is_slower) == (1, 0, False)


def test_what_takes_a_tenth_longer_is_slower_where_the_old_one_is_quiet():
    ratio = ratio_between(QUIET, [110.5] * 9)

    assert ratio.median == pytest.approx(1.1, abs=0.001)
    assert ratio.spread == pytest.approx(0.01)
    assert ratio.is_slower


def test_the_same_tenth_is_within_the_spread_of_a_restless_old_one():
    ratio = ratio_between(RESTLESS, [126.5] * 9)

    assert ratio.median == pytest.approx(1.1)
    assert ratio.spread == pytest.approx(0.3)
    assert not ratio.is_slower
    assert ratio_between(RESTLESS, [126.5 * 1.3] * 9).is_slower


def test_one_part_in_twenty_may_be_lost_and_no_more():
    assert not ratio_between([100.0] * 10, [105.0] * 9).is_slower
    assert ratio_between([100.0] * 10, [105.2] * 9).is_slower


def test_a_machine_that_grows_slower_weighs_on_both_alike():
    machine = [100 * 1.03**number for number in range(19)]

    ratio = ratio_between(machine[::2], machine[1::2])

    assert ratio.median == pytest.approx(1, abs=0.001)
    assert not ratio.is_slower


def test_a_run_that_was_held_up_decides_nothing():
    assert not ratio_between(QUIET, [100.5] * 8 + [900]).is_slower
    assert ratio_between([*QUIET[:-1], 900], [110.5] * 9).is_slower


def test_old_is_run_once_more_than_new():
    with pytest.raises(ValueError, match="zip"):
        ratio_between([100.0] * 9, [100.0] * 9)


def test_what_takes_less_than_the_table_can_tell_is_not_divided_by_nothing():
    assert not ratio_between([0.0, 0.0], [0.01]).is_slower


def test_an_act_is_slower_by_any_figure_and_says_by_which():
    [comparison] = comparisons(
        [{"a": {"clock": 100, "processor": 50, "settled": 200}}] * 10,
        [{"a": {"clock": 101, "processor": 60, "settled": 260}}] * 9,
    )

    assert comparison.slower == ["processor", "settled"]
    assert str(comparison).endswith("slower: processor, settled")


def test_an_act_of_one_of_the_two_alone_is_named_and_not_compared():
    olds, news = [table(both=1, gone=1)] * 2, [table(both=1, fresh=1)]

    assert [comparison.act for comparison in comparisons(olds, news)] == ["both"]
    assert (left_out(olds, news), left_out(news, olds)) == (["gone"], ["fresh"])


@pytest.mark.parametrize("name", ["today", "start to unlock window, practice", "x" * 40])
@pytest.mark.parametrize(
    "budget", [Budget(57.5), Budget(2, "times the floor"), Budget(100, "above the floor")]
)
@pytest.mark.parametrize("settled", [(), (Span(123456.78, 1),)])
def test_the_table_of_the_suite_is_read_back(name, budget, settled):
    line = Line(name, budget, [Span(0.02, 0.01)], [Span(407.3, 288.96)], settled)

    expected = {"clock": 407.3, "processor": 288.96}
    if settled:
        expected["settled"] = 123456.78
    assert read_table(f"# 10 clients in 1 s, 2 MiB\n{line}\n# over: {name}\n") == {name: expected}
    assert set(expected) <= set(FIGURES)


SUITE = """\
import sys
sys.path.insert(0, {root!r})
from tests.bench import history
from tests.bench.growth import growths, head
from tests.bench.measurements import bundle
from tests.bench.measurements.starting import UNLOCK
from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import Span
assert sys.argv[1:] == ["--clients", "5"]
for name in ("same", {name!r}):
    taken = {taken} if name != "same" else 10
    print(Line(name, Budget(100), [Span(1, 1)], [Span(taken, taken)]))
print({last!r})
"""


def suite(name: str, taken: float, last: str = "# no budget is exceeded") -> str:
    return SUITE.format(root=str(Path(__file__).parents[1]), name=name, taken=taken, last=last)


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def repository(tmp_path):
    """A repository whose one commit takes 10 for its second act."""
    (tmp_path / "tests/bench").mkdir(parents=True)
    (tmp_path / "requirements.lock").write_text("a==1\n")
    (tmp_path / "tests/bench/run.py").write_text(suite("act", 10))
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Begin")
    return tmp_path


@pytest.mark.parametrize(
    ("now", "code", "told"),
    [
        (("act", 10), 0, "# no act is slower"),
        (("act", 10.4), 0, "# no act is slower"),
        (("act", 12), 1, "# slower: act"),
        (("other", 12), 0, "# only in old: act\n# only in new: other\n# no act is slower"),
    ],
)
def test_a_tree_is_measured_beside_a_commit_and_nothing_is_left(
    repository, capsys, now, code, told
):
    (repository / "tests/bench/run.py").write_text(suite(*now))

    assert compare("HEAD", ["--clients", "5"], 3, repository) == code

    said = capsys.readouterr().out
    assert said.endswith(f"{told}\n")
    assert said.count("# new, ") == 3
    assert said.count("# old, ") == 4
    assert len(git(repository, "worktree", "list").splitlines()) == 1


def test_a_suite_that_comes_to_no_end_stops_the_comparison_and_nothing_is_left(repository):
    (repository / "tests/bench/run.py").write_text(suite("act", 10, last="# 5 clients"))

    with pytest.raises(NotMeasuredError, match="new, 1 of 3"):
        compare("HEAD", ["--clients", "5"], 3, repository)

    assert len(git(repository, "worktree", "list").splitlines()) == 1


def test_a_commit_that_is_not_there_is_told(repository):
    with pytest.raises(NotMeasuredError, match="nowhere"):
        compare("nowhere", [], 3, repository)


def tables(**taken: list[float]) -> dict[int, Table]:
    return {
        size: {act: {"processor": times[at]} for act, times in taken.items()}
        for at, size in enumerate((10, 100, 1000))
    }


def test_what_grows_as_the_clients_do_lies_on_a_line_that_tells_its_start_and_cost():
    [growth] = growths(tables(act=[5.02, 5.2, 7]))

    assert growth.start == pytest.approx(5)
    assert growth.each_thousand == pytest.approx(2)
    assert growth.worst == pytest.approx(0, abs=1e-9)
    assert growth.exponent == pytest.approx(0.129, abs=0.001)
    assert len(str(growth)) == len(head([10, 100, 1000]))


def test_what_grows_as_their_square_is_far_from_a_line_and_has_the_exponent_two():
    [growth] = growths(tables(act=[0.1, 10, 1000]))

    assert growth.exponent == pytest.approx(2)
    assert growth.worst > 0.5


def test_what_costs_nothing_to_measure_and_what_one_size_lacks_stop_no_line():
    measured = tables(nothing=[0, 0, 0], gone=[1, 1, 1])
    del measured[1000]["gone"]

    [growth] = growths(measured)

    assert (growth.act, growth.each_thousand) == ("nothing", 0)
    with pytest.raises(ValueError, match="needs two"):
        list(growths({10: {}}))


def line(name: str, taken: float, floor: float = 2) -> Line:
    return Line(name, Budget(1), [Span(9, floor)], [Span(9, taken)])


def test_what_was_kept_is_read_back_and_drawn_from_its_first_run_to_its_last(tmp_path):
    kept = tmp_path / "speed.jsonl"
    history.keep("aaa1111", [line("today", 4)], 10, kept)
    history.keep("bbb2222", [line("today", 8), line("save", 2)], 10, kept)
    history.keep("ccc3333", [line("today", 2)], 300, kept)

    few, _, today, save, many, _, alone = history.drawn(history.read(kept))

    assert few.startswith("# 10 clients, aaa1111 of ")
    assert today.split() == ["today", "2", "2.00", "4.00", "2.00", "4.00", "▅█"]
    assert save.split() == ["save", "1", "1.00", "1.00", "1.00", "1.00", "█"]
    assert many.startswith("# 300 clients, ccc3333 of ")
    assert alone.split()[1:3] == ["1", "1.00"]


def test_before_a_run_was_kept_the_history_says_how_one_is(tmp_path):
    assert list(history.drawn(history.read(tmp_path / "none"))) == [
        "# nothing was kept yet: ./dev bench --keep"
    ]


def test_a_tree_with_changes_is_not_kept_under_its_commit(repository):
    head_now = git(repository, "rev-parse", "--short", "HEAD").strip()
    assert history.commit_of_a_clean_tree(repository) == head_now

    (repository / "requirements.lock").write_text("a==2\n")

    with pytest.raises(NotMeasuredError, match="commit them first"):
        history.commit_of_a_clean_tree(repository)


def test_a_bundle_and_that_of_an_empty_window_are_packed_by_the_same_rules(monkeypatch):
    asked = []

    def run(command, *, env, **_rest):
        asked.append(env.get("SESSIONS_ENTRY"))
        return SimpleNamespace(returncode=int(command[-1] == "broken.spec"))

    monkeypatch.setattr(bundle.subprocess, "run", run)

    assert bundle.pack(bundle.EMPTY, "empty") == bundle.PACKED / "empty" / "empty"
    bundle.pack(bundle.APPLICATION, "sessions", entry=UNLOCK)
    with pytest.raises(NotMeasuredError, match=r"broken\.spec"):
        bundle.pack(Path("broken.spec"), "broken")

    assert asked == [None, str(UNLOCK), None]
    for recipe in (bundle.EMPTY, bundle.APPLICATION):
        words = recipe.read_text("utf-8")
        for rule in ("*NEVER", "if is_kept(entry)", "without_strays(binaries"):
            assert rule in words, recipe
