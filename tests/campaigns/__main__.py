"""Runs campaigns: `python -m tests.campaigns [--size SIZE] [--seed N] [NAME...]`.

Prints one line of result for each; leaves with 0 only when all held.
"""

import argparse
import sys

from tests.campaigns.harness.running import EVERY, run_all
from tests.campaigns.registry import CAMPAIGNS


def main(arguments: list[str] | None = None) -> int:
    """Run the campaigns that were named, or all; return 0 when all held, else 1."""
    parser = argparse.ArgumentParser(prog="./dev campaign", description="Long proofs.")
    parser.add_argument("--size", choices=("smoke", "small", "full"), default="small")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="say what each proves, and end")
    parser.add_argument("names", nargs="*", metavar="NAME")
    chosen = parser.parse_args(arguments)
    by_name = {each.name: each for each in CAMPAIGNS}
    unknown = [each for each in chosen.names if each not in by_name]
    if unknown:
        parser.error(f"there is no campaign {unknown[0]!r}; there are: {', '.join(by_name)}")
    if chosen.list:
        for each in CAMPAIGNS:
            counts = ", ".join(
                f"{size} {'every place' if count == EVERY else count}"
                for size, count in each.counts.items()
            )
            print(f"{each.name:12} {each.claim} ({counts})")
        return 0
    always = [each.name for each in CAMPAIGNS if not each.is_asked_for]
    wanted = [by_name[each] for each in chosen.names or always]
    sized = [each for each in wanted if chosen.size in each.counts]
    return 0 if run_all(sized, chosen.size, chosen.seed) else 1


if __name__ == "__main__":
    sys.exit(main())
