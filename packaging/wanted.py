"""Which libraries a package needs, and how the lock pins them."""

import contextlib
import re
from collections.abc import Iterable, Mapping
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "extra": ""}
HERE = {"extra": ""}
"""What differs between systems, as the marks of requirements name it; the rest is as it is here."""


def wanted_distributions(
    requirements: Iterable[str], environment: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the names of all that these requirements need on a system, themselves and beneath."""
    found: dict[str, None] = {}
    waiting = list(requirements)
    while waiting:
        requirement = Requirement(waiting.pop())
        name = canonicalize_name(requirement.name)
        if name in found or (
            requirement.marker and not requirement.marker.evaluate(dict(environment))
        ):
            continue
        found[name] = None
        with contextlib.suppress(metadata.PackageNotFoundError):  # one that Windows alone needs
            waiting += metadata.requires(name) or ()
    return tuple(sorted(found))


def pinned(names: Iterable[str], lock: str) -> str:
    """Return the part of a lock that pins these distributions, each with its hashes.

    Raises:
        KeyError: One of them is not pinned.

    """
    blocks: dict[str, str] = {}
    for block in re.findall(r"^[\w.-]+==(?:.*\\\n)*.*\n", lock, re.MULTILINE):
        name = canonicalize_name(block.split("==")[0])
        blocks[name] = blocks.get(name, "") + block  # one for each version of Python, it may be
    return "".join(blocks[name] for name in names)
