"""Nothing in a person's home is run as a part of the program, with the record open."""

import runpy
from importlib import import_module
from pathlib import Path

import pytest
import reportlab
from reportlab import rl_config


@pytest.mark.parametrize("name", [".reportlab_mods", ".reportlab_settings"])
def test_what_lies_in_the_home_for_reportlab_is_not_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_module("exports")
    ran = tmp_path / "ran"
    for home in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(home, f"{tmp_path}")
    (tmp_path / name).write_text(f"open({str(ran)!r}, 'w').close()\n", "utf-8")

    runpy.run_path(f"{reportlab.__file__}")
    rl_config._defaults_init()

    assert not ran.exists()
