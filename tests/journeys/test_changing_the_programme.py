"""A lead changes one step, packs it, signs it, installs it, signs it off, and sees it at work."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from exports.__main__ import main as exports
from programme.__main__ import main as programme
from tests.support.programme.packs import change, programme_folder
from tests.support.record.records import ServiceOnDisk, lay_out
from tests.support.workflows.clinics_ready import approve_all
from tests.support.workflows.workspaces import Workplace
from therapist_app import bootstrap, commands
from therapist_app.record.database import audit
from therapist_app.record.model import Client
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client

OLD = "Thank you for coming. For many people the first meeting is the hardest."
NEW = "Good that you came. The first meeting is often the hardest."
GUIDE = "01-starting-together/s01-welcome-limits-agreement/therapist.md"


@dataclass
class Laptop:
    """The window of a real service; locking it and coming back is one step."""

    service: ServiceOnDisk
    picked: Path = Path()
    left: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.unlock()

    def unlock(self) -> None:
        self.vault = self.service.open()
        content = bootstrap.load_content(self.service.folder)
        self.window = bootstrap.open_workplace(
            self.vault, leave=lambda: self.left.append(True), content=content
        )
        self.workspace = content.workspace(self.vault)
        self.window.resize(1366, 768)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        for _turn in range(10):
            QApplication.processEvents()

    @property
    def words(self) -> str:
        labels = self.window.findChildren(QLabel)
        return "\n".join(f"{each.text()} {each.accessibleName()}" for each in labels)

    def press(self, words: str) -> None:
        buttons = self.window.page.findChildren(QPushButton)
        wanted = [each for each in buttons if each.isVisible() and words in each.accessibleName()]
        assert wanted, f"no button {words!r}"
        wanted[0].click()
        self.settle()

    def type(self, words: str) -> None:
        QTest.keyClicks(self.window.focusWidget(), words)
        self.settle()


def packed_and_signed(tmp_path: Path) -> Path:
    """Go through the three commands that the page for leads names."""
    folder = programme_folder(tmp_path / "our-programme", "0.9.0")
    change(folder, GUIDE, OLD, NEW)
    pack = tmp_path / "programme-pps-core-0.9.0.pack"
    assert programme(["pack", str(folder), "--out", str(tmp_path)]) == 0
    assert exports(["sign", str(pack), "--key", str(tmp_path / "lead.key"), "--new-key"]) == 0
    assert exports(["verify", str(pack)]) == 0
    return pack


def plan_today(laptop: Laptop) -> Client:
    client = add_client(laptop.workspace, NewClient("code_only"))
    plan_appointment(laptop.workspace, client.id, "S01", laptop.workspace.now())
    laptop.window.go_to(commands.Today())
    laptop.settle()
    return client


def install(laptop: Laptop, pack: Path) -> None:
    """Install by somebody whose number was compared in person."""
    laptop.press("Open versions")
    laptop.window.page.versions._ask = lambda _parent: pack
    laptop.press("Install from file")
    laptop.type("Mara Lind")
    laptop.window.page.versions.page.compared.click()
    laptop.press("Install and use")


def sign_off(laptop: Laptop) -> None:
    laptop.press("Open versions")
    laptop.press("Sign off …: Prevention programme 0.9.0")
    laptop.type("Clinical lead")
    laptop.window.page.versions.page.agreed.click()
    laptop.press("Sign off")
    laptop.window.go_to(commands.Today())
    laptop.settle()


def test_a_changed_step_is_packed_signed_installed_signed_off_and_seen_in_the_session(
    qtbot, tmp_path
):
    laptop = Laptop(lay_out(tmp_path, practice=False, roles=("keeper", "therapist", "lead")))
    qtbot.addWidget(laptop.window)
    approve_all(Workplace(laptop.workspace, laptop.service.clock))
    earlier = add_client(laptop.workspace, NewClient("code_only"))

    install(laptop, packed_and_signed(tmp_path))
    assert laptop.workspace.programme.version != "0.9.0"
    laptop.press("Lock now")
    assert laptop.left == [True]
    laptop.unlock()
    qtbot.addWidget(laptop.window)
    later = plan_today(laptop)
    laptop.press("Start session")
    assert "This version of the programme is not signed off" in laptop.words
    sign_off(laptop)
    laptop.press("Start session")

    assert isinstance(laptop.window.here, commands.SessionPage)
    assert NEW in laptop.words
    assert OLD not in laptop.words
    assert OLD in laptop.workspace.programme_of(earlier).model_dump_json()
    assert laptop.workspace.programme_of(later).version == "0.9.0"
    assert audit.verify(laptop.vault.service).is_whole
    laptop.vault.close()


def test_the_number_that_signing_prints_is_the_one_to_compare(qtbot, tmp_path, capsys):
    laptop = Laptop(lay_out(tmp_path, practice=False, roles=("keeper", "therapist", "lead")))
    qtbot.addWidget(laptop.window)
    pack = packed_and_signed(tmp_path)
    printed = capsys.readouterr().out.rpartition(": ")[2].strip(" .\n")

    laptop.press("Open versions")
    laptop.window.page.versions._ask = lambda _parent: pack
    laptop.press("Install from file")

    assert printed in laptop.words
    laptop.vault.close()
