"""The command that tells what differs between two versions of a programme."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from programme.comparing.comparing import Difference
from programme.comparing.differences import differences
from programme.definition.definition import Programme
from programme.loading.earlier_versions import earlier_version
from programme.loading.library import DEFAULT, installed
from programme.loading.loading import load_programme
from session_forms.library import library

INSTALLED = "installed"


def set_up_diff(diff: argparse.ArgumentParser) -> None:
    """Say what the command `diff` takes and does."""
    either = f"a programme's folder, the word {INSTALLED}, or an earlier version as 0.2.0"
    diff.add_argument("old", metavar="OLD", help=either)
    diff.add_argument("new", metavar="NEW", help=either)
    diff.set_defaults(command=_diff)


def _diff(chosen: argparse.Namespace) -> int:
    old, new = _programme(chosen.old), _programme(chosen.new)
    for line in report(old, new, differences(old, new, library.installed())):
        print(line)
    return 0


def _programme(named: str) -> Programme:
    if named == INSTALLED:
        return installed()
    earlier = earlier_version(DEFAULT, named)
    if earlier is not None:
        return earlier.programme
    return load_programme(Path(named), library.installed())


def report(old: Programme, new: Programme, found: tuple[Difference, ...]) -> Iterator[str]:
    """Yield the lines of a report: a heading, then what touches safety, then the rest."""
    safety = [each for each in found if each.is_safety]
    yield f"From {old.title} {old.version} to {new.title} {new.version}"
    yield f"Differences: {len(found)}. {_safety_words(len(safety))}"
    if safety:
        yield from ("", "What touches safety")
        for each in safety:
            yield from _lines(each, "!")
    if len(found) > len(safety):
        yield from ("", "Everything else")
        for each in found[len(safety) :]:
            yield from _lines(each, "-")


def _safety_words(count: int) -> str:
    if count == 1:
        return "Of these, 1 touches safety and is marked with !."
    marked = " and are marked with !" if count else ""
    return f"Of these, {count} touch safety{marked}."


def _lines(each: Difference, mark: str) -> Iterator[str]:
    yield f"{mark} {' > '.join(each.place)}: {each.kind}"
    if each.kind == "moved" and each.before == each.after:
        yield f"    {_one_line(each.after)}"
        return
    if each.before:
        yield f"    was  {_one_line(each.before)}"
    if each.after:
        yield f"    now  {_one_line(each.after)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
