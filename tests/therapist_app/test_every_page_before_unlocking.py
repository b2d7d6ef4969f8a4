"""Each page that stands before the record is open, in each state.

Opened twice: nothing is left behind. Read, and walked through with Tab: in the order in which it
is seen.
"""

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.record.safekeeping import add_clients, back_up_quietly
from tests.support.record.services import PASSPHRASE, founder, no_keys
from tests.support.sampling import sampled
from tests.support.windows.left_behind import let_go, without_owner
from tests.support.windows.ordering import out_of_order
from tests.support.windows.page_states import push, wait_for_work
from tests.support.windows.reflow import misfits
from tests.support.windows.told import untold
from therapist_app.hygiene.laptop.findings import encryption_check, place_check
from therapist_app.key_widgets.sheet_view import SheetView
from therapist_app.key_widgets.sheets import SheetViewModel
from therapist_app.messages.errors import explain
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.crypto.recovery_sheet import make_sheet
from therapist_app.record.errors import DiskFull, RecordDamaged
from therapist_app.record.header.header import NewPerson
from therapist_app.record.keyring.people import add_person
from therapist_app.record.sign_in import unlocking as records
from therapist_app.record.sign_in.unlocking import Created
from therapist_app.screens.first_run.view import FirstRunView
from therapist_app.screens.first_run.viewmodel import FirstRunViewModel
from therapist_app.screens.mending.view import MendingView
from therapist_app.screens.mending.viewmodel import MendingViewModel
from therapist_app.screens.moving.view import MovingView
from therapist_app.screens.moving.viewmodel import MovingViewModel
from therapist_app.screens.nobody_left.view import NobodyLeftView
from therapist_app.screens.nobody_left.viewmodel import NobodyLeftViewModel
from therapist_app.screens.unlock.view import UnlockView
from therapist_app.screens.unlock.viewmodel import UnlockViewModel
from therapist_app.shell.startup.entrance import Entrance
from therapist_app.shell.startup.wait_view import WaitView
from therapist_app.shell.window.trouble import TroublePage

ANA, BO = "Ana Example", "Bo Example"
WORDS_OF_BO = "plain lantern walks along"
WRONG = "not the passphrase at all"
SHEET, CONTINUITY = make_sheet(bytes(range(20))), make_sheet(bytes(range(20, 40)))
Act = Callable[[Any], object]
laptop_sheets: dict[str, str] = {}


@dataclass
class Laptop:
    """A service of two people with backups, of which a state has a copy to spoil.

    Attributes:
        opened: Records that a state opened; they are closed when its page is left.

    """

    made: Path
    ana: str
    home: Path
    number: Iterator[int] = field(default_factory=count)
    opened: ExitStack = field(default_factory=ExitStack)

    def folder(self) -> Path:
        """Return a place where nothing is yet."""
        return self.home / str(next(self.number)) / "service"

    def service(self) -> Path:
        """Return a fresh copy of the service."""
        folder = self.folder()
        shutil.copytree(self.made, folder)
        return folder


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    home = tmp_path_factory.mktemp("entrance")
    folder = home / "made" / "service"
    created = records.create_service(
        folder, founder(), practice=False, cost=FLOOR, sources=system_sources()
    )
    assert created.continuity_sheet is not None
    laptop_sheets["continuity"] = created.continuity_sheet.text
    words = bytearray(PASSPHRASE.encode())
    with records.unlock(
        folder, created.uid, words, practice=False, sources=system_sources()
    ) as vault:
        add_clients(vault, "A-100")
        newcomer = NewPerson(BO, ("therapist",), bytearray(WORDS_OF_BO.encode()))
        add_person(vault, newcomer, FLOOR)
        back_up_quietly(vault)
    return Laptop(folder, created.uid, home)


def unlock_page(folder: Path, *, practice: bool = False) -> UnlockView:
    viewmodel = UnlockViewModel(folder, practice=practice)
    view = UnlockView(viewmodel)
    viewmodel.setParent(view)
    return view


def _unlocking(spoil: Callable[[Laptop, Path], object] = lambda _laptop, _folder: None) -> Any:
    def make(laptop: Laptop) -> QWidget:
        folder = laptop.service()
        spoil(laptop, folder)
        return unlock_page(folder)

    return make


def _spoil_caseload(laptop: Laptop, folder: Path) -> None:
    path = folder / "caseloads" / f"{laptop.ana}.db"
    path.write_bytes(path.read_bytes()[:4096])


def _hold_open(laptop: Laptop, folder: Path) -> None:
    words = bytearray(PASSPHRASE.encode())
    vault = records.unlock(folder, laptop.ana, words, practice=False, sources=system_sources())
    laptop.opened.enter_context(vault)


def first_run(laptop: Laptop, found: object = None, confirm: object = None) -> QWidget:
    checks = (place_check(laptop.home, "ext4"), encryption_check("disk", encrypted=True))
    viewmodel = FirstRunViewModel(
        laptop.folder(),
        found=found or _found,
        confirm=confirm or (lambda *_given: None),
        look=lambda _folder: checks,
    )
    view = FirstRunView(viewmodel)
    viewmodel.setParent(view)
    return view


def _found(_folder: Path, _name: str, _secret: bytearray, **chosen: object) -> Created:
    return Created("uid", SHEET, CONTINUITY if chosen["continuity"] else None, no_keys())


def _refuse(*_given: object, **_chosen: object) -> None:
    raise DiskFull


def mending(laptop: Laptop, *, elsewhere: str = "", has_backups: bool = True) -> QWidget:
    folder = laptop.service()
    if not has_backups:
        shutil.rmtree(folder / "backups")
    viewmodel = MendingViewModel(folder, laptop.ana)
    view = MendingView(viewmodel, choose_folder=lambda _parent: elsewhere)
    viewmodel.setParent(view)
    return view


def moving(laptop: Laptop, where: str = "") -> QWidget:
    checks = (place_check(laptop.home, "ext4"), encryption_check("disk", encrypted=True))
    viewmodel = MovingViewModel(laptop.folder(), look=lambda _folder: checks)
    stick = where or str(laptop.made / "backups")
    view = MovingView(viewmodel, choose_folder=lambda _parent: stick)
    viewmodel.setParent(view)
    return view


def nobody_left(laptop: Laptop) -> QWidget:
    return NobodyLeftView(NobodyLeftViewModel(laptop.service()))


def choose_new(page: Any) -> None:
    page.options[-1].click()


def type_the_sheet(page: Any) -> None:
    page.sheet.setText(laptop_sheets["continuity"])


def sheet(laptop: Laptop, kind: Any = "recovery") -> QWidget:
    viewmodel = SheetViewModel(
        SHEET, kind, ANA, folder=laptop.made, practice=False, is_only_one=False
    )
    view = SheetView(viewmodel)
    viewmodel.setParent(view)
    return view


def trouble(mend: str = "") -> QWidget:
    return TroublePage(explain(RecordDamaged("page")), again="Try again", mend=mend)


def wait(_laptop: Laptop) -> QWidget:
    return WaitView("Making invented clients", "This takes about a minute, once.")


def fill(path: str, words: str) -> Act:
    """Return what writes into a line of a page, whatever stands there."""

    def do(page: Any) -> None:
        line = attrgetter(path)(page)
        line.clear()
        line.insert(words)

    return do


def name(who: str) -> Act:
    """Return what chooses somebody in a list of people."""
    return lambda page: next(each for each in page.who.options if each.text() == who).click()


def first(path: str) -> Act:
    """Return what presses the first of several controls."""

    def do(page: Any) -> None:
        attrgetter(path)(page)[0].click()
        wait_for_work()

    return do


TO_UNLOCK = (name(ANA), fill("passphrase.line", PASSPHRASE), *push("unlock"))
BY_SHEET = (name(ANA), *push("other_way"))
TWICE = (fill("new_passphrase.first.line", WRONG), fill("new_passphrase.again.line", WRONG))
ABOUT_A_PERSON = (
    *push("welcome.real"),
    *push("laptop.go_on"),
)
A_PERSON = (
    *ABOUT_A_PERSON,
    fill("person.name", ANA),
    fill("person.secret.first.line", WRONG),
    fill("person.secret.again.line", WRONG),
)
TO_SHEET = (*A_PERSON, lambda page: page.person.with_continuity.click(), *push("person.make"))
SEEN = (first("options"), fill("passphrase.line", PASSPHRASE), *push("ask"))
FOUND = push("choose")


def be(who: str, words: str) -> tuple[Act, ...]:
    def choose(page: Any) -> None:
        next(each for each in page.proof.who.options if each.text() == who).click()

    return (choose, fill("proof.passphrase.line", words), *push("tick", "go"))


CASES: tuple[tuple[str, Callable[[Laptop], QWidget], tuple[Act, ...]], ...] = (
    ("unlock", _unlocking(), ()),
    ("unlock, practice", lambda laptop: unlock_page(laptop.service(), practice=True), ()),
    ("unlock, nobody chosen", _unlocking(), push("unlock")),
    ("unlock, a new colleague", _unlocking(), push("join")),
    ("unlock, wrong", _unlocking(), (name(ANA), fill("passphrase.line", WRONG), *push("unlock"))),
    ("unlock, damaged", _unlocking(_spoil_caseload), TO_UNLOCK),
    ("unlock, open elsewhere", _unlocking(_hold_open), TO_UNLOCK),
    ("unlock, by sheet", _unlocking(), BY_SHEET),
    ("unlock, by sheet and back", _unlocking(), (*BY_SHEET, *push("other_way"))),
    (
        "unlock, wrong sheet",
        _unlocking(),
        (*BY_SHEET, fill("sheet", SHEET.text), *TWICE, *push("unlock")),
    ),
    (
        "unlock, passphrases differ",
        _unlocking(),
        (*BY_SHEET, fill("sheet", SHEET.text), TWICE[0], *push("unlock")),
    ),
    ("first run", first_run, ()),
    ("first run, laptop", first_run, push("welcome.real")),
    ("first run, reader", first_run, (*push("welcome.reading"), *push("laptop.go_on"))),
    (
        "first run, reader, nothing typed",
        first_run,
        (*push("welcome.reading"), *push("laptop.go_on"), *push("reader.make")),
    ),
    ("first run, back", first_run, (*ABOUT_A_PERSON, *push("person.go_back"))),
    ("first run, person", first_run, ABOUT_A_PERSON),
    ("first run, suggested", first_run, (*ABOUT_A_PERSON, *push("person.secret.suggest"))),
    ("first run, nothing typed", first_run, (*ABOUT_A_PERSON, *push("person.make"))),
    ("first run, refused", partial(first_run, found=_refuse), TO_SHEET),
    ("first run, sheet", first_run, TO_SHEET),
    (
        "first run, sheet printed",
        first_run,
        (*TO_SHEET, *push("sheet.print_button")),
    ),
    (
        "mending",
        mending,
        (),
    ),
    ("mending, no backups", partial(mending, has_backups=False), ()),
    (
        "mending, nothing elsewhere",
        lambda laptop: mending(laptop, elsewhere=str(laptop.home)),
        push("elsewhere"),
    ),
    (
        "mending, wrong",
        mending,
        (first("options"), fill("passphrase.line", WRONG), *push("ask")),
    ),
    ("mending, seen", mending, SEEN),
    ("mending, put back", mending, (*SEEN, *push("tick", "go"))),
    ("moving", moving, ()),
    ("moving, nothing there", lambda laptop: moving(laptop, str(laptop.home / "made")), FOUND),
    ("moving, found", moving, FOUND),
    ("moving, by the continuity sheet", moving, (*FOUND, *push("proof.by_continuity"))),
    ("moving, wrong", moving, (*FOUND, *be(BO, WRONG))),
    ("moving, moved", moving, (*FOUND, *be(ANA, PASSPHRASE))),
    ("nobody left", nobody_left, ()),
    ("nobody left, somebody new", nobody_left, (choose_new, *push("secret.suggest"))),
    (
        "nobody left, another sheet",
        nobody_left,
        (first("options"), fill("sheet", SHEET.text), *push("tick", "go")),
    ),
    (
        "nobody left, done",
        nobody_left,
        (first("options"), type_the_sheet, *push("tick", "go")),
    ),
    ("sheet", sheet, ()),
    ("continuity sheet", partial(sheet, kind="continuity"), ()),
    ("sheet, printed", sheet, push("print_button")),
    ("sheet, saved", sheet, push("save_button")),
    ("trouble", lambda _laptop: trouble(), ()),
    ("trouble, to be mended", lambda _laptop: trouble("Put the copy back"), ()),
    ("wait", wait, ()),
    ("wait, half done", wait, (lambda page: page.show_step(3, 6),)),
)


@pytest.fixture(scope="module")
def entrance(qapp: QApplication) -> Iterator[Entrance]:
    del qapp
    entrance = Entrance()
    entrance.resize(1366, 768)
    entrance.show()
    gc.freeze()  # what was there before is not looked at again and again
    yield entrance
    gc.unfreeze()
    entrance.close()


def act_on(entrance: Entrance, page: QWidget, acts: tuple[Act, ...]) -> None:
    for act in acts:
        act(page)
        let_go()
    entrance.grab()
    wait_for_work()  # a job that is under way is an object without an owner
    let_go()


@pytest.mark.usefixtures("wear")
@pytest.mark.parametrize(("_name", "make", "acts"), sampled(CASES, every=8))
def test_a_page_before_unlocking_opened_twice_leaves_nothing_behind(
    laptop: Laptop,
    entrance: Entrance,
    _name: str,
    make: Callable[[Laptop], QWidget],
    acts: tuple[Act, ...],
) -> None:
    def open_and_leave() -> dict[str, int]:
        page = make(laptop)
        entrance.show_view(page)
        wait_for_work()
        let_go()
        before = without_owner()
        act_on(entrance, page, acts)
        assert without_owner() == before
        assert untold(entrance) == []
        entrance.show_view(trouble())
        laptop.opened.close()
        del page
        let_go()
        return without_owner()

    first_time = open_and_leave()
    again = open_and_leave()

    assert again == first_time


@pytest.mark.usefixtures("wear")
@pytest.mark.parametrize(("_name", "make", "acts"), sampled(CASES, every=8, first=4))
def test_a_page_before_unlocking_is_read_and_walked_through_as_it_is_seen(
    laptop: Laptop,
    entrance: Entrance,
    _name: str,
    make: Callable[[Laptop], QWidget],
    acts: tuple[Act, ...],
) -> None:
    page = make(laptop)
    entrance.show_view(page)
    let_go()
    act_on(entrance, page, acts)

    assert out_of_order(entrance) == []

    entrance.show_view(trouble())
    laptop.opened.close()


WINDOWS = ((1.0, 320, 256), (1.0, 640, 512), (1.0, 1024, 700), (2.0, 640, 512), (2.0, 1024, 700))
SMALL = [(window, case) for window in WINDOWS for case in CASES]
Case = tuple[str, Callable[[Laptop], QWidget], tuple[Act, ...]]


@pytest.mark.parametrize(
    ("size", "case"),
    sampled(SMALL, every=29),
    ids=lambda value: str(value if isinstance(value[0], float) else value[0]),
)
def test_a_page_before_unlocking_is_whole_in_a_small_window(
    laptop: Laptop, qtbot: Any, wear: Any, size: tuple[float, int, int], case: Case
) -> None:
    (scale, width, height), (_name, make, acts) = size, case
    wear("light", scale)
    entrance = Entrance()
    qtbot.addWidget(entrance)
    entrance.resize(width, height)
    entrance.show_view(make(laptop))
    entrance.show()
    for act in acts:
        act(entrance.view)
        let_go()
    let_go()

    assert (entrance.width(), entrance.height()) == (width, height)
    assert misfits(entrance) == []
    laptop.opened.close()
