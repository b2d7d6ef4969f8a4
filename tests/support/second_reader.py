"""The second reader of a record, `docs/second_reader.py`, as a module."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

READER = Path(__file__).parents[2] / "docs" / "second_reader.py"


def loaded() -> ModuleType:
    """Return the reader as a module: its folder is no package."""
    spec = spec_from_file_location("second_reader", READER)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
