"""Canaries in the real windows: some with `--all`, and 1,000 in the campaign.

Of every run the demonstration's files are looked through for what was typed.
"""

from pathlib import Path

import pytest

from tests.campaigns.harness.running import Trial
from tests.campaigns.secrecy import canaries
from tests.support.sampling import beyond


# Acceptance D59
# Acceptance D62
# Acceptance D63
@beyond("test_nothing_of_a_client_stands_in_plain_text_in_any_file")
@pytest.mark.parametrize("ending", canaries.ENDINGS)
def test_nothing_typed_can_be_read_in_any_file_however_it_ended(
    tmp_path: Path, ending: str
) -> None:
    trial = Trial("canaries", count=25, seed=1, folder=tmp_path, memory=tmp_path)

    canaries.run(trial, (ending,))

    assert trial.bad == []
    assert trial.tried == 1
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
