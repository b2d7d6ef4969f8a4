"""The lines between packages, seen from a running interpreter."""

import ast
import importlib.util
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("session_forms", "programme", "exports", "therapist_app")
MOST_MODULES = 22
QT_FREE = (
    "session_forms.library.library",
    "programme.loading.library",
    "exports.package.release",
    "therapist_app.record.sign_in.unlocking",
    "therapist_app.workflows.entering.first_run",
    "therapist_app.workflows.overviews.seeing_today",
)
HEAVY = (
    "pydantic",
    "pydantic_core",
    "programme",
    "session_forms.form.definition",
    "reportlab",
    "babel",
    "therapist_app.i18n.pseudo_language",
    "PySide6.QtNetwork",
    "therapist_app.shell.bus.bus_connection",
    "therapist_app.shell.bus.listening",
    "therapist_app.shell.window.guide_dialog",
    "zxcvbn",
)
BEHIND_UNLOCK = (
    "importlib.resources",
    "tomllib",
    "therapist_app.build",
    "therapist_app.hygiene.laptop.findings",
    "therapist_app.hygiene.macos",
    "therapist_app.hygiene.windows",
    "therapist_app.record.clock_and_random",
    "therapist_app.record.crypto.recovery_sheet",
    "therapist_app.record.header.header",
    "therapist_app.shell.locking.system_lock",
    "therapist_app.shell.window.help_dialog",
    "therapist_app.shell.window.unseen",
    "therapist_app.terminal.program_command",
    "therapist_app.widgets.parts",
)
"""What a window over a service loads behind its first painting; each took a hundredth of it."""
OF_PAGES = frozenset(
    {
        "pydantic",
        "programme",
        "session_forms.form.definition",
        "reportlab",
        "therapist_app.shell.navigation.places",
        "therapist_app.shell.window.main_window",
    }
)
"""What a sign-in must not wait for: reading it takes several times as long."""
UNASKED = frozenset(
    {"QCalendarWidget", "QMessageBox", "QSlider", "QStyle", "QTabWidget", "QTextCursor"}
)
"""Made known, with all their words, where the binding has to guess what a widget of Qt's is."""
BLOCK_QT = """
import importlib, sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(name)
sys.meta_path.insert(0, Blocker())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""
AT_UNLOCK = """
import json, sys
from pathlib import Path
from therapist_app import __main__, bootstrap, starting
from therapist_app.paths import places
app = bootstrap.make_application()
startup = starting.Startup(app, places(Path(sys.argv[1])), app.quit, practice=False)
startup.begin()
startup.entrance.show()
app.processEvents()
from enum import Enum
made = [Enum]
for each in made:
    made.extend(each.__subclasses__())
classes = {each.__qualname__.split(".")[0] for each in made if each.__module__[:8] == "PySide6."}
loaded = sorted(sys.modules)
for each in bootstrap.AT_SIGN_IN:
    bootstrap.import_module(each)
at_sign_in = sorted(sys.modules)
view = type(startup.entrance.view).__name__
print(json.dumps([view, loaded, sorted(classes), at_sign_in]))
"""


def run(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def held_in(*folders: str) -> Counter[str]:
    """Return how many modules each folder below these holds."""
    return Counter(
        path.parent.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
    )


def test_the_core_and_the_record_need_no_qt():
    run(BLOCK_QT, *QT_FREE)


@pytest.mark.parametrize("with_service", [False, True])
def test_what_the_unlock_window_does_not_need_is_not_loaded_yet(tmp_path, with_service):
    if with_service:
        from tests.support.record.records import lay_out

        lay_out(tmp_path, practice=False)

    view, loaded, classes, at_sign_in = json.loads(run(AT_UNLOCK, str(tmp_path)))

    assert view == ("UnlockView" if with_service else "FirstRunView")
    later = {*HEAVY, *BEHIND_UNLOCK} if with_service else set(HEAVY)
    assert not later & set(loaded)
    assert not UNASKED & set(classes)
    assert not OF_PAGES & set(at_sign_in)


SYSTEM = re.compile(r"sys\.platform|os\.name\b|platform\.system|winerror|win32|darwin")
ROOM_OF_SYSTEMS = ("therapist_app/hygiene/",)
CORE_BETWEEN_SYSTEMS = {
    "session_forms/file_names.py": "which names and places Windows takes",
    "session_forms/held_files.py": "which files a virus scanner of Windows holds",
    "exports/commands.py": "whether the mode of a key's file tells who may read it",
}
"""The core, which knows nothing of the application, has no other place that names a system."""


def test_what_differs_between_systems_stands_in_one_room():
    found = {
        name
        for path in modules()
        if SYSTEM.search(path.read_text("utf-8"))
        and not (name := path.relative_to(ROOT).as_posix()).startswith(ROOM_OF_SYSTEMS)
    }

    assert found == CORE_BETWEEN_SYSTEMS.keys()


def test_files_are_written_through_to_the_disk_in_one_way():
    """On macOS `os.fsync` stops at the cache of the disk; folders know no other way."""
    calls = {
        (path.relative_to(ROOT).as_posix(), call)
        for path in modules()
        for call in re.findall(r"os\.fsync\((\w+)", path.read_text("utf-8"))
    }

    assert calls == {
        ("session_forms/flushing.py", "descriptor"),
        ("therapist_app/record/folder/files.py", "descriptor"),
        ("exports/package/writing.py", "handle"),
    }


def test_no_frozen_row_is_made_by_its_type_with_another_in_brackets():
    """Python 3.11 notes the brackets at what was made, which a frozen one with slots refuses."""
    sources = [path.read_text("utf-8") for path in modules()]
    called = {
        node.func.value.id
        for source in sources
        if "](" in source  # parsing a module takes a hundred times as long
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Subscript)
        and isinstance(node.func.value, ast.Name)
    }
    made_so = re.compile(rf"^ *class ({'|'.join({*called, 'Column'})})\b", re.MULTILINE)
    frozen = {
        node.name
        for source in sources
        if made_so.search(source)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef) and is_frozen(node)
    }

    assert "Column" in frozen
    assert frozen & called == set()


def is_frozen(definition: ast.ClassDef) -> bool:
    decorators = " ".join(ast.unparse(each) for each in definition.decorator_list)
    return "frozen=True" in decorators and "slots=True" in decorators


def test_packaging_is_no_package_that_hides_the_one_of_that_name():
    assert not (ROOT / "packaging" / "__init__.py").exists()
    run("from packaging.version import Version; Version('1.0')")


def test_every_package_says_in_one_docstring_what_it_is_and_nothing_else():
    talkative = [
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if path.name == "__init__.py"
        and path.parent.name != "therapist_app"
        and path.read_text("utf-8").strip().count('"""') != 2
    ]

    assert talkative == []


def test_no_mirror_of_tests_is_a_package():
    rooms = {
        path.parent
        for folder in ("support", "campaigns")
        for path in (ROOT / "tests" / folder).rglob("*.py")
    }
    allowed = {folder / "__init__.py" for folder in rooms | {ROOT / "tests"}}

    assert set((ROOT / "tests").rglob("__init__.py")) == allowed


FROM_A_TEST = re.compile(
    r"^\s*(from|import)\s+tests\b(.*\(\s*(\w+(\s+as\s+\w+)?,\s*)*)?.*(\btest_|\bconftest\b)",
    re.MULTILINE,
)


def test_no_test_imports_from_another_test():
    """What two of them share stands in a room of `tests/support`."""
    borrowed = {
        path.relative_to(ROOT).as_posix(): name
        for path in (ROOT / "tests").rglob("*.py")
        for source in [path.read_text("utf-8")]
        if FROM_A_TEST.search(source)  # parsing a module takes a hundred times as long
        for made in ast.walk(ast.parse(source))
        if isinstance(made, ast.Import | ast.ImportFrom)
        for each in made.names
        for name in [f"{getattr(made, 'module', '') or ''}.{each.name}"]
        if re.search(r"\btests\.(\w+\.)*(test_|conftest\b)", name)
    }

    assert borrowed == {}


def test_no_workflow_hands_types_of_the_record_on():
    """Who may know them without asking a workflow is said by a contract, name by name."""
    handed_on = {}
    for path in (ROOT / "therapist_app" / "workflows").rglob("*.py"):
        module = ast.parse(path.read_text("utf-8"))
        ours = {
            each.name
            for made in module.body
            if isinstance(made, ast.ImportFrom)
            and (made.module or "").startswith("therapist_app.record")
            for each in made.names
            if each.name[0].isupper()
        }
        for made in module.body:
            if isinstance(made, ast.Assign) and ast.unparse(made.targets[0]) == "__all__":
                handed_on[path.name] = ours & set(ast.literal_eval(made.value))

    assert {name: types for name, types in handed_on.items() if types} == {}


def test_no_folder_holds_more_modules_than_a_person_can_look_over():
    held = held_in(*PACKAGES, "packaging", "tests")

    assert {folder: count for folder, count in held.items() if count > MOST_MODULES} == {}


def test_no_room_holds_a_single_module():
    alone = [
        folder
        for folder, count in held_in(*PACKAGES).items()
        if count == 2
        and (ROOT / folder / "__init__.py").exists()
        and not any((room / "__init__.py").exists() for room in (ROOT / folder).iterdir())
    ]

    assert alone == []


def test_the_modules_that_these_tests_name_are_there():
    """A name of ours that has moved would be absent from memory for the wrong reason."""
    ours = [
        name
        for name in (*QT_FREE, *HEAVY, *BEHIND_UNLOCK, *OF_PAGES)
        if name.split(".")[0] in PACKAGES
    ]

    assert [name for name in ours if importlib.util.find_spec(name) is None] == []
