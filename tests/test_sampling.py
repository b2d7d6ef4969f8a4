"""Every run of the tests tries a sample of the whole, and comes to the same on every machine."""

import ast
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.sampling import chosen, sampled

ROOT = Path(__file__).parent
NOEXEC = 8  # `os.ST_NOEXEC`, where a system has it
QUARTERS = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 4, 7, 10)]


@pytest.fixture
def rules(request):
    """What the tests themselves go by."""
    plugins = request.config.pluginmanager.get_plugins()
    [found] = [
        each for each in plugins if getattr(each, "__file__", "") == str(ROOT / "conftest.py")
    ]
    return found


def is_exhaustive(case) -> bool:
    return bool(getattr(case, "marks", ()))


def test_one_case_in_so_many_is_tried_by_every_run_and_none_is_lost():
    cases = sampled(range(7), 3)

    assert [getattr(each, "values", (each,))[0] for each in cases] == list(range(7))
    assert [each for each in cases if not is_exhaustive(each)] == [0, 3, 6]
    assert [each for each in sampled("abcde", 3, first=1) if not is_exhaustive(each)] == ["b", "e"]
    assert sampled([(1, 2), (3, 4)], 2)[1].values == (3, 4)
    picked = chosen("abc", lambda each: each == "b")
    assert [is_exhaustive(each) for each in picked] == [True, False, True]
    assert [each.values for each in (picked[0], picked[2])] == [("a",), ("c",)]


@pytest.mark.parametrize(
    ("ended", "seed", "told"),
    [
        ({"failed": ["a"]}, 10, ["In the order of --randomly-seed=10"]),
        ({"error": ["a"]}, 10, ["In the order of --randomly-seed=10"]),
        ({"passed": ["a"]}, 10, []),
        ({"failed": ["a"]}, None, []),
    ],
)
def test_a_run_that_fails_tells_its_order(rules, ended, seed, told):
    said = []
    terminal = SimpleNamespace(stats=ended, write_line=said.append)

    rules.pytest_terminal_summary(
        terminal, SimpleNamespace(getoption=lambda _name, default: seed or default)
    )

    assert said == told


@pytest.mark.parametrize(
    ("everything", "named", "kept"),
    [
        (False, ["tests"], ["quick"]),
        (True, ["tests"], ["quick", "long"]),
        (False, ["tests/test_a.py::test_long"], ["quick", "long"]),
    ],
)
def test_exhaustive_cases_are_left_for_all_and_for_whoever_names_one(
    rules, everything, named, kept
):
    marks = {"quick": None, "long": "exhaustive"}
    items = [
        SimpleNamespace(name=name, get_closest_marker=lambda asked, mark=mark: mark == asked)
        for name, mark in marks.items()
    ]
    told = []

    def tell(items):
        told.extend(items)

    config = SimpleNamespace(
        getoption=lambda name: everything and name == "--all",
        args=named,
        hook=SimpleNamespace(pytest_deselected=tell),
    )

    rules.pytest_collection_modifyitems(config, items)

    assert [each.name for each in items] == kept
    assert {each.name for each in (*items, *told)} == {"quick", "long"}


@pytest.mark.parametrize(
    ("every", "left"),
    [
        (1, ["a.py::b[2]", "a.py::c", "a.py::C::b[x]", "d.py::b[2]"]),
        (2, ["a.py::b[2]", "a.py::C::b[x]"]),
        (3, ["a.py::b[2]", "d.py::b[2]"]),
    ],
)
def test_through_the_files_so_many_tests_are_drawn_each_with_one_case(rules, every, left):
    names = ["a.py::b[2]", "d.py::b[2]", "a.py::c", "a.py::b[1]", "a.py::C::b[x]", "d.py::b[a[0]]"]
    items = [SimpleNamespace(nodeid=name, get_closest_marker=lambda _: None) for name in names]
    told = []

    def tell(items):
        told.extend(items)

    config = SimpleNamespace(
        getoption=lambda name: every if name == "--one-in" else None,
        args=["tests"],
        hook=SimpleNamespace(pytest_deselected=tell),
    )

    rules.pytest_collection_modifyitems(config, items)

    assert [each.nodeid for each in items] == left
    assert sorted(each.nodeid for each in (*items, *told)) == sorted(names)


@pytest.mark.parametrize("every", [None, 3, 20])
def test_where_few_tests_are_drawn_most_files_are_not_read(rules, every):
    options = {"--one-in": every, "randomly_seed": 7}
    config = SimpleNamespace(getoption=options.get)
    files = [ROOT / f"test_{number}.py" for number in range(400)]

    left_out = [each for each in files if rules.pytest_ignore_collect(each, config)]

    assert len(left_out) in (range(270, 330) if every == 20 else [0])
    assert not rules.pytest_ignore_collect(ROOT / "exports", config)


ROOMY, TOLD = (5_000_000, 0), "MemAvailable:  5000000 kB"


@pytest.mark.parametrize(
    ("place", "available", "is_there"),
    [
        (ROOMY, TOLD, True),
        ((64_000, 0), TOLD, False),
        ((5_000_000, NOEXEC), TOLD, False),
        (ROOMY, "MemAvailable:   900000 kB", False),
        (ROOMY, "MemFree:       5000000 kB", False),
    ],
)
def test_what_tests_write_stands_in_memory_where_there_is_room_and_programs_run(
    rules, monkeypatch, place, available, is_there
):
    free, flags = place
    there = SimpleNamespace(f_bavail=free, f_frsize=1024, f_flag=flags)
    monkeypatch.setattr(os, "statvfs", lambda _place: there)
    told = SimpleNamespace(read_text=lambda: f"MemTotal: 1 kB\n{available}\nBuffers: 2 kB\n")

    assert rules.has_room_in_memory(ROOT, told) == is_there


def test_where_there_is_no_such_place_to_write_to_the_disk_is_written_to(
    rules, monkeypatch, tmp_path
):

    assert not rules.has_room_in_memory(tmp_path / "none")
    assert not rules.has_room_in_memory(tmp_path, tmp_path / "none")
    enough = tmp_path / "meminfo"
    enough.write_text(f"{TOLD}\n")
    there = SimpleNamespace(f_bavail=1, f_frsize=1, f_flag=0)
    monkeypatch.setattr(os, "statvfs", lambda _place: there)
    assert rules.has_room_in_memory(tmp_path, enough, room=1)
    monkeypatch.setattr(os, "access", lambda _place, _how: False)
    assert not rules.has_room_in_memory(tmp_path, enough, room=1)


def test_what_waits_for_the_disk_writes_to_it(waits_for_the_disk, tmp_path, tmp_path_factory):
    del waits_for_the_disk
    assert tmp_path_factory.getbasetemp() not in tmp_path.parents
    assert tmp_path.parent == Path(tempfile.gettempdir())


def test_nothing_is_exhaustive_but_through_a_sample():
    sources = [path for path in ROOT.rglob("*.py") if path.parent.name != "__pycache__"]
    marked = [each for each in sources if re.search(r"mark\.exhaustive", each.read_text("utf-8"))]

    assert [each.name for each in marked if each != Path(__file__)] == ["sampling.py"]


def test_no_property_fails_by_the_speed_of_a_machine_and_none_by_chance_before_all(request):
    drawn = []

    @given(st.integers())
    def a_property(number):
        drawn.append(number)

    a_property()
    first = drawn.copy()
    drawn.clear()
    a_property()

    assert settings.default.deadline is None
    assert HealthCheck.too_slow in settings.default.suppress_health_check
    assert request.config.getoption("--all") or drawn == first


def test_what_a_property_tries_before_all_does_not_hang_on_which_modules_are_loaded(request):
    providers = import_module("hypothesis.internal.conjecture.providers")

    found = providers.HypothesisProvider(None)._local_constants

    assert request.config.getoption("--all") or len(found) == 0


def test_the_hours_are_those_of_one_time_zone_here_and_in_every_process_that_is_started():
    offset = "import datetime as d; print(d.datetime.now().astimezone().utcoffset())"
    beside = subprocess.run(
        [sys.executable, "-c", offset], capture_output=True, text=True, check=True
    )

    assert {each.astimezone().utcoffset() for each in QUARTERS} == {timedelta()}
    assert beside.stdout.strip() == str(timedelta())


def test_every_sample_that_is_named_in_another_module_is_a_test_of_every_run():
    named, whole, there = set(), set(), set()
    for path in ROOT.rglob("test_*.py"):
        source = path.read_text("utf-8")
        there |= set(re.findall(r"^ *(?:async )?def (test_\w+)", source, re.MULTILINE))
        for made in ast.walk(ast.parse(source)) if "beyond(" in source else ():
            if isinstance(made, ast.FunctionDef) and made.name.startswith("test_"):
                for given in made.decorator_list:
                    if isinstance(given, ast.Call) and ast.unparse(given.func) == "beyond":
                        whole.add(made.name)
                        named |= {each.value for each in given.args if type(each) is ast.Constant}

    assert len(named) > 9
    assert named <= there - whole


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such clock")
def test_a_test_that_waits_for_ever_is_ended_where_it_waits_and_the_guard_around_it_stays(rules):
    def wait_for_ever():
        with rules.guarded(0.01):
            while True:
                time.sleep(60)

    left = signal.getitimer(signal.ITIMER_REAL)

    with pytest.raises(rules.Hangs, match=r"longer than 0\.01 s"):
        wait_for_ever()

    assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= left[0]
