"""The sessions of a course in words, one line each."""

from collections.abc import Iterator

from programme.definition.definition import Programme


def session_lines(programme: Programme) -> Iterator[str]:
    """Yield a line for each session of the course, its id first, whether it has a plan or not."""
    for phase in programme.phases:
        for session in phase.sessions:
            plan = programme.session_plans.get(session.id)
            state = f"{plan.minutes} minutes, {plan.status}" if plan else NOT_HERE
            yield f"{session.id}  {session.title}  ({state})"


NOT_HERE = "planned, not in this version"
