"""What is heard of lines and branches is what tracing finds."""

import json
import subprocess
import sys
from pathlib import Path

SAMPLE = """
import contextlib

def loops(many):
    for each in many:
        if each == 2:
            continue
        if each == 5:
            break
    else:
        each = 0
    while each > 3:
        each -= 1
    return each

def only_loops(many):
    for each in many:
        print(each)

def asks_half(given):
    for each in given:
        yield from [each, each] if each else ()
    if given and given[0] > 7:
        yield 9

def kinds(value):
    match value:
        case str() if value:
            return 1
        case [_, *rest]:
            return len(rest)
        case None:
            return 2
        case _:
            pass

def tries(work):
    try:
        with contextlib.suppress(KeyError):
            work()
            return 1
    except ValueError as error:
        if error.args:
            raise
        return 2
    finally:
        work = None

def chosen(many):
    found = [
        each
        for each in many
        if each
        and each > 2
    ]
    assert found or many
    return (
        found[0]
        if found
        else None
    )

class Held:
    told = 1
    if told > 2:
        told = 3

    def words(self, given): return given or None

def never():
    if chosen([]):
        return 1
    return 2

def fails(error):
    raise error

if loops([1, 2]) or loops([1, 5]):
    only_loops([])
list(asks_half([])), list(asks_half([0, 1]))
kinds("a"), kinds([1, 2]), kinds(3)
tries(dict), tries(lambda: fails(KeyError())), tries(lambda: fails(ValueError()))
chosen([1, 3])
Held().words(0)
"""
ASK = """
import io, json, runpy, sys
import coverage
import tests.support.branch_monitoring

def missed(core):
    measured = coverage.Coverage(None, branch=True, config_file=False, include=[sys.argv[1]])
    measured.set_option("run:core", core)
    measured.start()
    runpy.run_path(sys.argv[1])
    measured.stop()
    measured.json_report(outfile=sys.argv[2])
    [found] = json.load(open(sys.argv[2]))["files"].values()
    used = type(measured._collector.tracers[0]).__name__
    return used, found["missing_lines"], found["missing_branches"]

print(json.dumps([missed("ctrace"), missed(None)]))
"""


def test_what_is_heard_of_lines_and_branches_is_what_tracing_finds(tmp_path):
    (tmp_path / "sample.py").write_text(SAMPLE)

    run = subprocess.run(
        [sys.executable, "-c", ASK, str(tmp_path / "sample.py"), str(tmp_path / "found.json")],
        check=True,
        capture_output=True,
        cwd=Path(__file__).parents[1],
    )

    traced, heard = json.loads(run.stdout)
    assert heard[1:] == traced[1:]
    assert len(traced[1]) > 5
    assert len(traced[2]) > 5
    assert (heard[0] == traced[0]) is (sys.version_info < (3, 12))
