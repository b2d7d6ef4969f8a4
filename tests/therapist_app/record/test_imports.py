"""The record stands by itself: no Qt, no content, no network."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PROBE = """
import importlib, pkgutil, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6"}:
            raise ImportError(name)

sys.meta_path.insert(0, Blocked())
before = set(sys.modules)
import therapist_app.record
found = [each.name for each in pkgutil.walk_packages(
    therapist_app.record.__path__, "therapist_app.record."
)]
for name in found:
    importlib.import_module(name)
new = set(sys.modules) - before
print(len(found), *sorted(
    name if name.startswith(("session_forms", "exports")) else name.split(".")[0] for name in new
))
"""


def test_every_module_of_the_record_imports_without_qt_content_or_network() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True, check=True
    )

    count, *names = done.stdout.split()
    loaded = set(names)
    assert int(count) > 90
    content = {each for each in loaded if each.startswith("session_forms")}
    of_the_system = {
        *("session_forms.flushing", "session_forms.gone_readers", "session_forms.held_files")
    }
    assert content == {"session_forms", *of_the_system}  # files and pipes, and no form
    leaves = {each for each in loaded if each.startswith("exports")}
    assert leaves == {"exports", "exports.package", "exports.package.key_change"}  # no report
    assert not loaded & {"PySide6", "pydantic", "programme", "zxcvbn"}
    assert not loaded & {"socket", "ssl", "http"}
    assert "sqlcipher3" in loaded
