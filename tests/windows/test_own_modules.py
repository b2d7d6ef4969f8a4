"""Which modules a bundle must hold: those as well that are imported by a name in a constant."""

import re
from pathlib import Path

from own_modules import APPLICATION, own_modules

from therapist_app import bootstrap

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "packaging" / "app.spec"


def test_every_module_counts_packages_by_their_own_name(tmp_path):
    for name in ("__init__.py", "a.py", "inner/__init__.py", "inner/b.py", "inner/notes.toml"):
        path = tmp_path / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    assert own_modules(tmp_path, "app") == {"app", "app.a", "app.inner", "app.inner.b"}


def test_what_is_imported_at_the_sign_in_by_name_is_among_them():
    assert {bootstrap.QT_OF_PAGES, *bootstrap.AT_SIGN_IN} <= own_modules(ROOT)


def test_a_bundle_is_told_to_hold_them_all():
    told = re.search(r"hiddenimports=\[(.*?)\n    \]", SPEC.read_text("utf-8"), re.DOTALL)

    assert told is not None
    assert f'*collect_submodules("{APPLICATION}"),' in told[1]
