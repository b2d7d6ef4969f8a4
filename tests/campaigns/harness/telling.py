"""What a process at work says as it goes, and what may stand when it was cut off.

Before each commit it says the state that the commit is about to make, and after it that it was
made; after each call that keeps something has returned, it says that this was kept. When it is
cut off at any moment, each database must hold one of the states it said: not one before the
newest kept, which would be a loss, and not one that it never said, which would be half a change.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.campaigns.harness.states import state_of
from therapist_app.record.database.database import Database

Say = Callable[[str], None]


def tell_commits(say: Say) -> Callable[[str, Database], None]:
    """Return what has a database that was opened tell of itself through `say`."""

    def see(name: str, database: Database) -> None:
        commit = database._commit

        def told_commit() -> None:
            say(f"state {name} {state_of(database)}")
            commit()
            say(f"made {name}")

        say(f"state {name} {state_of(database)}")
        say(f"made {name}")
        database._commit = told_commit  # type: ignore[method-assign]

    return see


@dataclass(frozen=True, slots=True)
class Told:
    """What was said until it was cut off.

    Attributes:
        states: By database, its states in order, the one found at the beginning first.
        kept: By database, the place in `states` of the newest that was kept.
        saves: How many calls had returned.
        broke: What an error of our own said of itself, else "".

    """

    states: Mapping[str, tuple[str, ...]]
    kept: Mapping[str, int]
    saves: int
    broke: str

    def problem(self, found: Mapping[str, str]) -> str:
        """Return in what the states found are not as they must be, or ""."""
        if self.broke:
            return self.broke
        problems = (self._problem_of(name, found.get(name)) for name in self.states)
        return next((each for each in problems if each), "")

    def _problem_of(self, name: str, found: str | None) -> str:
        kind = "service file" if name == "service" else "caseload"
        if found is None:
            return f"{kind}: was not opened"
        if found not in self.states[name]:
            return f"{kind}: half a change"
        newest = len(self.states[name]) - 1 - self.states[name][::-1].index(found)
        behind = self.kept.get(name, 0) - newest
        return f"{kind}: {behind} kept changes lost" if behind > 0 else ""


def told_by(lines: Iterable[str]) -> Told:
    """Return what the lines tell; a last line that was cut off is left out by the caller."""
    states: dict[str, list[str]] = {}
    made: dict[str, int] = {}
    kept: dict[str, int] = {}
    saves, broke = 0, ""
    for line in lines:
        word, _, rest = line.partition(" ")
        if word == "state":
            name, _, state = rest.partition(" ")
            states.setdefault(name, []).append(state)
        elif word == "made":
            made[rest] = len(states[rest]) - 1
        elif word == "kept":
            saves += 1
            kept = dict(made)
        elif word == "broke":
            broke = f"the worker broke: {rest}"
    return Told({name: tuple(said) for name, said in states.items()}, kept, saves, broke)
