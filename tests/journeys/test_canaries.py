"""Canaries in the real windows, in a size for every run; the campaign does the same with 1,000."""

from pathlib import Path

import pytest

from tests.campaigns.harness.running import Trial
from tests.campaigns.secrecy import canaries
from tests.support.sampling import chosen

SAMPLE = ("kill",)
"""What a kill leaves is most: a crash adds its log alone (hygiene/test_last_resort.py)."""
OTHERS = [(each,) for each in canaries.ENDINGS if each not in SAMPLE]


# Acceptance D59
# Acceptance D62
# Acceptance D63
@pytest.mark.parametrize("endings", chosen([SAMPLE, *OTHERS], SAMPLE.__eq__), ids="-".join)
def test_nothing_typed_can_be_read_in_any_file_however_it_ended(
    tmp_path: Path, endings: tuple[str, ...]
) -> None:
    trial = Trial("canaries", count=25, seed=1, folder=tmp_path, memory=tmp_path)

    canaries.run(trial, endings)

    assert trial.bad == []
    assert trial.tried == len(endings)
    left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert "QtProject.conf" not in left
    assert not any(name.startswith("core") for name in left)


# Acceptance D59
@pytest.mark.parametrize("kind", dict(canaries.spellings("x" * 15)))
def test_a_canary_would_be_found_however_it_is_spelt(tmp_path: Path, kind: str) -> None:
    mark = canaries.mark_from(1)
    spelt = [each for name, each in canaries.spellings(mark) if name == kind]
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"before" + spelt[-1] + b"after")

    assert f"deep/file has it in {kind}" in canaries.find(tmp_path, mark)


# Acceptance D59
def test_a_canary_in_the_name_of_a_file_would_be_found(tmp_path: Path) -> None:
    mark = canaries.mark_from(1)
    (tmp_path / f"{mark}.pdf").touch()

    assert canaries.find(tmp_path, mark) == [f"the name {mark}.pdf"]
