"""Random lawful courses through the default programme, as many as are wanted.

    python -m tests.campaigns.content.courses [--courses N] [--seed N]

Prints one line for each track; leaves with 0 only when every course kept what must be kept.
"""

import argparse
import sys
from random import Random

from programme.course.progress import next_plan
from tests.support.programme import checked_courses
from tests.support.programme.checked_courses import PROGRAMME, TRACKS, check
from tests.support.programme.random_courses import RandomCourse


def main(arguments: list[str] | None = None) -> int:
    """Run the courses; return 0 when all held, else 1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--courses", type=int, default=10_000, help="courses for each track")
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--planted", action="store_true", help="with a fault, as a control")
    chosen = parser.parse_args(arguments)
    if chosen.planted:
        first = next_plan(PROGRAMME, (), TRACKS[0])
        checked_courses.next_plan = lambda *_: first  # type: ignore[assignment]
    wrong = 0
    for track_id in TRACKS:
        meetings = broken = 0
        for number in range(chosen.courses):
            course = RandomCourse(PROGRAMME, track_id, Random(f"{chosen.seed} {track_id} {number}"))
            try:
                course.live()
                check(course)
            except AssertionError as error:
                broken += 1
                print(f"{track_id} course {number}: {str(error)[:200]}")
            meetings += len(course.meetings)
        print(f"{track_id:10} {chosen.courses} courses, {meetings} meetings, {broken} wrong")
        wrong += broken
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
