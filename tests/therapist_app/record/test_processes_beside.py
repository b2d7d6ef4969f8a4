"""A process that is handed a key loads nothing from the folder that it is started in."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from therapist_app.record.backup_format import verifying
from therapist_app.record.repair import checking_beside

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "arguments", [verifying._arguments, checking_beside._arguments], ids=["backup", "check"]
)
def test_a_module_that_somebody_laid_there_is_not_loaded(
    arguments: Callable[[], list[str]], tmp_path: Path
) -> None:
    mark = tmp_path / "loaded"
    for name in ("hmac", "json", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(f"open({str(mark)!r}, 'w').close()\n")

    subprocess.run(
        arguments(),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )

    assert not mark.exists()
