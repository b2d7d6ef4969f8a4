"""Sources of Debian, had by apt from the mirror that this machine takes its own packages from.

The machine's own settings and lists are left as they are: apt keeps other lists in a folder here.
It takes a file only with the digest that a list signed by Debian names.
"""

import os
import subprocess
from collections.abc import Iterable, Sequence
from functools import cmp_to_key
from pathlib import Path

from windows.python_embed import Refused

FORM = "$(REPO_URI) $(RELEASE) $(COMPONENT) $(SIGNED_BY) $(LABEL)"
"""How apt is asked to tell of where it takes packages from: one line each, for `sources`."""
HAD = "had"
"""Holds the name of the description that was had last."""


def sources(told: Iterable[str]) -> str:
    """Return the lines by which apt takes sources from where it takes packages of Debian."""
    found: dict[str, None] = {}
    for line in told:
        address, release, component, key, label = line.split(" ", 4)
        if label.startswith("Debian") and address.startswith(("http:", "https:")):
            signer = f"[signed-by={key}] " if key.startswith("/") else ""
            found[f"deb-src {signer}{address} {release} {component}\n"] = None
    return "".join(found)


def newest_first(versions: Iterable[str]) -> list[str]:
    """Return versions of a package as Debian orders them."""

    def order(one: str, other: str) -> int:
        asked = ["dpkg", "--compare-versions", one, "lt", other]
        return 1 if subprocess.run(asked, check=False).returncode == 0 else -1

    return sorted(set(versions), key=cmp_to_key(order))


def fetched(package: str, folder: Path) -> Path:
    """Return the description (``.dsc``) of a source in `folder`, beside its files.

    It is the newest that the mirror gives; without a mirror, the one that was had before.

    Raises:
        Refused: Neither can be had.

    """
    place = folder / package
    place.mkdir(parents=True, exist_ok=True)
    settings = _settings(folder)
    _apt(["apt-get", *settings, "update"], place)
    told = _apt(["apt-cache", *settings, "showsrc", "--only-source", package], place)
    lines = told.stdout.splitlines()
    for version in newest_first(line.split()[1] for line in lines if line.startswith("Version: ")):
        wanted = ["source", "--download-only", f"{package}={version}"]
        if _apt(["apt-get", *settings, *wanted], place).returncode == 0:
            (place / HAD).write_text(f"{package}_{version.split(':')[-1]}.dsc", "utf-8")
            return had(package, place)
        print(f"The source of {package} {version} cannot be had from the mirror.", flush=True)
    return had(package, place)


def had(package: str, place: Path) -> Path:
    """Return what was had last.

    Raises:
        Refused: Nothing was.

    """
    said = place / HAD
    if not said.is_file():
        raise Refused(
            f"Debian's source of {package} cannot be had from this machine's mirror. Run this "
            "again on Debian 13, where apt reaches one."
        )
    return place / said.read_text("utf-8")


def _settings(folder: Path) -> Sequence[str]:
    lists, cache = folder / "lists", folder / "cache"
    for each in (lists / "partial", cache / "archives" / "partial"):
        each.mkdir(parents=True, exist_ok=True)
    asked = ["apt-get", "indextargets", "--format", FORM, "Created-By: Packages"]
    told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    listed = folder / "sources.list"
    listed.write_text(sources(told.splitlines()), "utf-8")
    given = {
        "Dir::Etc::SourceList": listed,
        "Dir::Etc::SourceParts": "-",
        "Dir::State::Lists": lists,
        "Dir::Cache": cache,
        "APT::Sandbox::User": "root",
    }
    return [f"-o{name}={value}" for name, value in given.items()]


def _apt(command: Sequence[str], place: Path) -> subprocess.CompletedProcess[str]:
    around = os.environ | {"LC_ALL": "C"}
    return subprocess.run(
        command, cwd=place, env=around, check=False, capture_output=True, text=True
    )
