"""What every test gets: no screen, no network, one time zone, and golden files."""

import atexit
import gc
import os
import pickle
import random
import re
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache, wraps
from hashlib import blake2b
from importlib import import_module
from itertools import count
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget
    from sqlcipher3 import dbapi2

    from therapist_app.record.crypto.slots import KdfCost
    from therapist_app.record.crypto.wiping import Masked
    from therapist_app.record.database.connection import Kind

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_ACCESSIBILITY"] = "0"
os.environ["TZ"] = "UTC"
if sys.platform != "win32":
    time.tzset()
else:  # drawing without windows Qt finds no fonts of Windows, and warns
    os.environ["QT_QPA_FONTDIR"] = str(Path(__file__).parents[1] / "exports" / "paper" / "fonts")

GOLDEN_FOLDER = Path(__file__).parent / "golden"
NETWORK_EVENTS = frozenset(
    {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}
)
PATIENCE = 60_000  # milliseconds; the library's own five seconds pass where others are at work
LONGEST = 900.0
"""Seconds of one test: only a guard, so that one that waits for ever is told, and where it does."""
IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes that must be free there, and of memory, for what the runs of all tests write at once."""
FILES = 4
"""Where tests are drawn, so are the files that are read: one in so many."""
RUBBISH = (50_000, 20, 20)
"""How often rubbish is looked for in a file of tests: each file's is collected at its end."""
LOOKS_INTO_MODULES = "_mod_uses_pyside"
"""As `therapist_app.bootstrap` has it, which is too much to import for it."""
READING_BACK = (
    "record.backup_format.verifying",
    "record.backup_format.backup_making",
    "record.backups.reading_back",
    "terminal.backup_command",
)

_NUMBERS = count()
_SPARED = pytest.MonkeyPatch()
_WORKLESS = pytest.MonkeyPatch()
_READ_HERE = pytest.MonkeyPatch()
_TAKING_OFF: list[Callable[[], None]] = []
_MEASURING = pytest.StashKey[str | None]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")
    parser.addoption("--all", action="store_true", help="run what is marked as exhaustive, too")
    parser.addoption("--one-in", type=int, metavar="N", help="draw one test in N")
    parser.addoption("--under-wine", action="store_true", help="live the first month on Windows")
    parser.addoption("--set-up", type=Path, metavar="FILE", help="there, as this installs it")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Read one file in `FILES` where tests are drawn: to read all takes longer than to run them."""
    every = config.getoption("--one-in")
    if not every or every < FILES or not collection_path.name.startswith("test_"):
        return None
    draw = random.Random(f"{config.getoption('randomly_seed')} {collection_path.name}")
    return True if draw.randrange(FILES) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave exhaustive runs for --all, and for whoever names one."""
    if config.getoption("--all") or any("::" in each for each in config.args):
        return
    kept = [each for each in items if not each.get_closest_marker("exhaustive")]
    if config.getoption("--one-in"):
        every = config.getoption("--one-in")
        kept = drawn(kept, every // FILES if every >= FILES else every)
    chosen = set(map(id, kept))
    config.hook.pytest_deselected(items=[each for each in items if id(each) not in chosen])
    items[:] = kept


def drawn(items: Iterable[pytest.Item], every: int) -> list[pytest.Item]:
    """Return one test in `every`, counted through the files, with one case of each.

    The order of the run draws them, and its seed tells the order.
    """
    files: dict[str, dict[str, pytest.Item]] = {}
    for each in items:
        test = each.nodeid.partition("[")[0]
        files.setdefault(test.partition("::")[0], {}).setdefault(test, each)
    return [each for tests in files.values() for each in tests.values()][::every]


class Hangs(AssertionError):
    """A test waits for what never comes."""


@contextmanager
def guarded(seconds: float) -> Iterator[None]:
    """Raise `Hangs` where the main thread is, once so many seconds of the clock have passed."""
    if sys.platform == "win32":
        yield
        return

    def end(_signal: int, _frame: object) -> None:
        raise Hangs(f"it took longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, end)
    left = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *left)
        signal.signal(signal.SIGALRM, before)


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_MEASURING] = os.environ.pop("COVERAGE_PROCESS_CONFIG", None)
    gc.set_threshold(*RUBBISH)
    if has_room_in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
    _be_patient()
    _dress_windows()
    _draw_examples(by_chance=config.getoption("--all"))
    sys.addaudithook(_refuse_network)
    _leave_memory_unwiped()
    _wait_for_no_disk()
    _derive_each_key_once()
    _derive_keys_without_the_work()
    _compare_each_signature_once()
    _make_each_schema_once()
    _open_each_box_once()
    _read_each_header_once()
    _guess_each_passphrase_once()
    _read_backups_back_here()
    _read_each_toml_once()


def has_room_in_memory(
    place: Path = IN_MEMORY, memory: Path = Path("/proc/meminfo"), room: int = ROOM
) -> bool:
    """Return whether what tests write may stand in memory, which spares an eighth of their time.

    A container's is often small, and a system's may run no program from there.
    """
    try:
        there, told = os.statvfs(place), memory.read_text()
    except (AttributeError, OSError):  # no such system, or no such folder
        return False
    free = re.search(r"^MemAvailable: +(\d+) kB$", told, re.MULTILINE)
    if there.f_flag & os.ST_NOEXEC or not os.access(place, os.W_OK | os.X_OK) or free is None:
        return False
    return min(there.f_bavail * there.f_frsize, int(free[1]) * 1024) >= room


def _be_patient() -> None:
    """Let what a test waits for come late on a busy machine: only a fault makes it wait so long."""
    plugin = sys.modules.get("pytestqt.qtbot")
    if plugin is not None:
        bot = plugin.QtBot
        for wait in (bot.waitUntil, bot.waitSignal, bot.waitSignals, bot.waitActive):
            wait.__kwdefaults__["timeout"] = PATIENCE


def _dress_windows() -> None:
    """Give whatever stands alone in a test what the application's own windows give to it."""
    plugin = sys.modules.get("pytestqt.qtbot")
    if plugin is None:
        return
    add = plugin.QtBot.addWidget

    @wraps(add)
    def add_dressed(self: object, widget: "QWidget", **others: Any) -> None:
        add(self, widget, **others)
        applying = sys.modules.get("therapist_app.theme.applying")
        application = import_module("PySide6.QtWidgets").QApplication.instance()
        is_worn = applying is not None and application.property(applying.WORN)
        if is_worn and widget.isWindow() and not widget.styleSheet():
            applying.dress(widget)

    plugin.QtBot.addWidget = add_dressed


def _draw_examples(*, by_chance: bool) -> None:
    """Let no property fail by the speed of a machine, and none by chance before --all.

    There examples are drawn from the constants of whatever modules are loaded by then, too, which
    all are parsed for it, and of which a run in another order has others.
    """
    if not by_chance:
        providers = import_module("hypothesis.internal.conjecture.providers")
        of_no_module = providers.Constants()
        providers._get_local_constants = lambda: of_no_module
    settings = import_module("hypothesis").settings
    profile = settings.get_profile("ci")
    settings.register_profile("tests", profile, derandomize=not by_chance)
    settings.load_profile("tests")


def _refuse_network(event: str, _arguments: tuple[object, ...]) -> None:
    if event in NETWORK_EVENTS:
        raise AssertionError(f"the product is offline, and so are its tests: {event}")


def _leave_memory_unwiped() -> None:
    """Spare the process of the tests what halves the speed of each query and changes no result.

    Claims about settings and memory are tested in processes of their own, which are not spared.
    """
    connection = import_module("therapist_app.record.database.connection")
    connection.secure_memory = lambda _connection: None


def _wait_for_no_disk() -> None:
    """Spare the process of the tests a third of its time: only a power cut tells the difference.

    Proofs about kills, cuts and disks take it back with `waits_for_the_disk`; processes of their
    own are never spared.
    """
    connection = import_module("therapist_app.record.database.connection")
    unwaiting = ("synchronous", "OFF", "0")
    pragmas = [unwaiting if each[0] == "synchronous" else each for each in connection._PRAGMAS]
    _SPARED.setattr(connection, "_PRAGMAS", tuple(pragmas))
    _SPARED.setattr("therapist_app.record.database.anchor.flush_data", _flush_nothing)
    _SPARED.setattr(os, "fsync", _flush_nothing)


def _flush_nothing(_descriptor: int) -> None:
    return None


def _derive_each_key_once() -> None:
    """Spare the process of the tests the same slow derivation over and over: it gives one key."""
    kdf = import_module("therapist_app.record.crypto.kdf")
    really = kdf.derive_key
    derived: dict[tuple[bytes, bytes, KdfCost], bytes] = {}

    @wraps(really)
    def derive_key(passphrase: bytearray, salt: bytes, cost: "KdfCost") -> bytearray:
        asked = (blake2b(passphrase).digest(), salt, cost)
        if asked not in derived:
            derived[asked] = bytes(really(passphrase, salt, cost))
        passphrase[:] = bytes(len(passphrase))
        return bytearray(derived[asked])

    kdf.derive_key = derive_key


def _derive_keys_without_the_work() -> None:
    """Spare the process of the tests a quarter of a second for each key, and those it starts.

    Where a stored record meets it, or a process that does not follow, a test takes the work back
    with `derives_in_full`.
    """
    import_module("tests.support.processes.workless").derive_without_the_work(_WORKLESS)


def _compare_each_signature_once() -> None:
    """Spare the process of the tests the same three things compared at each sign-in again."""
    signing = import_module("therapist_app.record.crypto.signing")
    signing._is_signed = lru_cache(maxsize=1 << 16)(signing._is_signed)


def _make_each_schema_once() -> None:
    """Spare the process of the tests the steps of thirty versions for each new file.

    A new file gets the pages of one that took them, under its own key. It stands in a folder of
    this process, which ends with it.
    """
    opening = import_module("therapist_app.record.database.opening")
    connection = import_module("therapist_app.record.database.connection")
    masked = import_module("therapist_app.record.crypto.wiping").Masked
    really, process = opening.create_schema, os.getpid()
    folder = Path(tempfile.mkdtemp(prefix="schema-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
    atexit.register(_clear_away, folder, process)

    @lru_cache
    def made(kind: "Kind", _process: int) -> "dbapi2.Connection":
        path = folder / f"{kind.name}-{_process}"
        path.touch(mode=0o600)
        first = connection.create_connection(path, masked(bytearray(os.urandom(32))))
        really(first, kind)
        return first

    @wraps(really)
    def create_schema(new: "dbapi2.Connection", kind: "Kind") -> None:
        first = made(kind, os.getpid())
        try:
            first.backup(new)
        except connection.dbapi2.Error as error:
            raise connection.translated(error) from None

    opening.create_schema = create_schema


def _clear_away(folder: Path, process: int) -> None:
    if os.getpid() == process:
        rmtree(folder, ignore_errors=True)


def _open_each_box_once() -> None:
    """Spare the process of the tests the curve under the same sealed keys at each sign-in again.

    What is sealed is the same each time for the same key, holder and context, and so is what a box
    holds; one that does not open is tried each time.
    """
    key_boxes = import_module("therapist_app.record.header.key_boxes")
    really_seal, really_unseal = key_boxes.seal_alike, key_boxes.unseal
    sealed: dict[tuple[bytes, ...], bytes] = {}
    held: dict[tuple[bytes, ...], bytes] = {}

    @wraps(really_seal)
    def seal_alike(secret: bytearray, recipient: bytes, context: bytes) -> bytes:
        asked = (blake2b(secret).digest(), recipient, context)
        if asked not in sealed:
            sealed[asked] = really_seal(secret, recipient, context)
        return sealed[asked]

    @wraps(really_unseal)
    def unseal(box: bytes, private_key: "Masked", context: bytes) -> bytearray:
        with private_key.revealed() as whole:
            asked = (box, blake2b(whole).digest(), context)
        if asked not in held:
            held[asked] = bytes(really_unseal(box, private_key, context))
        return bytearray(held[asked])

    key_boxes.seal_alike, key_boxes.unseal = seal_alike, unseal


def _read_each_header_once() -> None:
    """Spare the process of the tests the same list of people read and checked over and over.

    Nothing in what is read can be changed; what is no header is read each time.
    """
    header_file = import_module("therapist_app.record.header.header_file")
    header_file.parse_header = lru_cache(maxsize=1 << 10)(header_file.parse_header)


def _guess_each_passphrase_once() -> None:
    """Spare the process of the tests how long its few passphrases stand, told over and over."""
    passphrases = import_module("therapist_app.record.crypto.passphrases")
    passphrases._guesses = lru_cache(maxsize=1 << 12)(passphrases._guesses)


def _read_backups_back_here() -> None:
    """Spare the process of the tests the start of another one for each backup that it makes.

    What is wrong with a backup is found by the same code. Proofs about that process take it back
    with `reads_back_beside`; processes of their own are never spared.
    """
    verifying = import_module("therapist_app.record.backup_format.verifying")
    missing = import_module("therapist_app.record.errors").BackupPlaceMissing

    @wraps(verifying.read_back)
    def read_back(path: Path, secret: object) -> str:
        if not path.is_file():
            raise missing
        return verifying.fault_of(path, secret)

    for name in READING_BACK:
        _READ_HERE.setattr(import_module(f"therapist_app.{name}"), "read_back", read_back)


def _read_each_toml_once() -> None:
    """Spare the process of the tests the same file of content read over and over.

    Whoever asks gets what was read as things of their own; what is no TOML is read each time.
    """
    really = tomllib.loads

    @lru_cache(maxsize=2048)
    def read(text: str) -> bytes:
        return pickle.dumps(really(text), pickle.HIGHEST_PROTOCOL)

    @wraps(really)
    def loads(text: str, **given: object) -> dict[str, object]:
        return really(text, **given) if given else pickle.loads(read(text))

    tomllib.loads = loads


def pytest_sessionstart() -> None:
    """Let Qt's binding look into no module that tests import, as the product does."""
    binding = sys.modules.get("shibokensupport.feature")
    if binding is not None and hasattr(binding, LOOKS_INTO_MODULES):
        setattr(binding, LOOKS_INTO_MODULES, lambda _module: False)


def pytest_collection_finish() -> None:
    if "pypdf" in sys.modules:
        import_module("tests.support.exports.quick_pages").install()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Let go of the windows that a test leaves, and of the look that it wore."""
    _let_go_of_windows()
    while _TAKING_OFF:
        _TAKING_OFF.pop()()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, object, object]:
    """End a test that hangs, and collect the rubbish of a file before it is in the way of others.

    A run that waits for ever is told to nobody. Rubbish is not collected before pytest itself has
    let go of what the last test was given: frozen, a window in it would live on, and be styled
    anew with every other look.
    """
    with guarded(LONGEST * (4 if item.config.getoption("--all") else 1)):
        result = yield
    if nextitem is None or nextitem.path != item.path:
        _delete_closed_windows()
        gc.collect()
        _let_go_of_windows()
        if not _shows_a_window():
            gc.freeze()  # what lives on is not looked through again and again
    return result


def _shows_a_window() -> bool:
    """Return whether a window is still open: frozen, it would never be let go of."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets.QApplication.instance() if widgets else None
    return app is not None and any(each.isVisible() for each in app.topLevelWidgets())


def _delete_closed_windows() -> None:
    """Delete what a file closed and nobody owns: some of it stands in cycles that stay."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets.QApplication.instance() if widgets else None
    for each in app.topLevelWidgets() if app is not None else ():
        if each.parent() is None and not each.isVisible():
            each.deleteLater()
    _let_go_of_windows()


def _let_go_of_windows() -> None:
    """Each one alive is styled anew with every other look."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets.QApplication.instance() if widgets else None
    if app is not None:
        import_module("PySide6.QtGui").QAccessible.setActive(False)  # or all tests after tell, too
        app.sendPostedEvents(None, import_module("PySide6.QtCore").QEvent.Type.DeferredDelete)


def pytest_terminal_summary(
    terminalreporter: "pytest.TerminalReporter", config: pytest.Config
) -> None:
    """After a failure, tell the order that the tests had: it is their cause at times."""
    seed = config.getoption("randomly_seed", default=None)
    if isinstance(seed, int) and terminalreporter.stats.keys() & {"failed", "error"}:
        terminalreporter.write_line(f"In the order of --randomly-seed={seed}")


@pytest.fixture(scope="session")
def qapp(qapp: "QApplication") -> "QApplication":
    """The application object, whose widgets say what they are as in the product."""
    import_module("therapist_app.accessibility.roles").install_roles()
    return qapp


@pytest.fixture
def tmp_path(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A folder of the test's own; pytest's looks for each through those of all tests before.

    It may stand in memory, but where a test waits for the disk, and goes with a test that passed.
    """
    name = re.sub(r"\W", "_", request.node.name)[:30]
    failed = request.session.testsfailed
    if "waits_for_the_disk" in request.fixturenames:
        folder = Path(tempfile.mkdtemp(prefix=f"{name}-"))
    else:
        folder = tmp_path_factory.getbasetemp() / f"{name}-{next(_NUMBERS)}"
        folder.mkdir(mode=0o700)
    yield folder
    if request.session.testsfailed == failed:
        rmtree(folder, ignore_errors=True)


@pytest.fixture
def waits_for_the_disk() -> Iterator[None]:
    """Wait for the disk as the product does, in this process and in those forked from it."""
    _SPARED.undo()
    yield
    _wait_for_no_disk()


@contextmanager
def _derived_in_full() -> Iterator[None]:
    _WORKLESS.undo()
    try:
        yield
    finally:
        _derive_keys_without_the_work()


@pytest.fixture
def derives_in_full() -> Iterator[None]:
    """Derive each key from its passphrase as the product does, with all the work."""
    with _derived_in_full():
        yield


@pytest.fixture(scope="session")
def derived_in_full() -> Callable[[], AbstractContextManager[None]]:
    """The same for a few lines: `with derived_in_full():`."""
    return _derived_in_full


@pytest.fixture
def measured_beside(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let coverage follow the processes that a test starts, where it is measured at all.

    It costs each of them a fifth of a second and more, and only three functions of the core are
    met by no test in its own process.
    """
    config = request.config.stash[_MEASURING]
    if config is not None:
        monkeypatch.setenv("COVERAGE_PROCESS_CONFIG", config)


@pytest.fixture
def reads_back_beside(measured_beside: None) -> Iterator[None]:
    """Read backups back as the product does, in a process that has nothing of them in memory."""
    del measured_beside
    _READ_HERE.undo()
    yield
    _read_backups_back_here()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with `tests/golden/<name>`, or write it with --update-golden."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN_FOLDER / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        assert text == file.read_text("utf-8")

    return compare


@pytest.fixture
def wear(qapp):
    """Give the application a look for one test: `wear("dark", 1.5)`.

    It is taken off once the windows of the test are gone, which would all be styled anew.
    """
    applying = import_module("therapist_app.theme.applying")
    look = import_module("therapist_app.theme.look")

    def put_on(scheme: str = "light", text_scale: float = 1.0) -> None:
        applying.apply(qapp, look.Look(scheme, text_scale))

    put_on()
    yield put_on
    _TAKING_OFF.append(put_on)
