"""A lead changes one step, packs it, signs it, installs it, signs it off, and sees it at work."""

from pathlib import Path

from exports.__main__ import main as exports
from programme.__main__ import main as programme
from tests.support.programme.packs import change, programme_folder
from tests.support.record.records import laid_out
from tests.support.windows.laptop import Laptop
from tests.support.workflows.clinics_ready import approve_all
from tests.support.workflows.workspaces import Workplace
from therapist_app import commands
from therapist_app.record.database import audit
from therapist_app.record.model import Client
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client

OLD = "Thank you for coming. For many people the first meeting is the hardest."
NEW = "Good that you came. The first meeting is often the hardest."
GUIDE = "m01-starting-together/s01-welcome-limits-agreement/therapist.md"


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


def sign_off(laptop: Laptop) -> None:
    laptop.press("Open programme versions")
    laptop.press("Sign off …: Prevention programme 0.9.0")
    laptop.type("Clinical lead")
    laptop.window.page.versions.page.agreed.click()
    laptop.press("Sign off")
    laptop.window.go_to(commands.Today())
    laptop.settle()


def test_a_changed_step_is_packed_signed_installed_signed_off_and_seen_in_the_session(
    qtbot, tmp_path
):
    laptop = Laptop(laid_out(tmp_path, practice=False, roles=("keeper", "therapist", "lead")))
    qtbot.addWidget(laptop.window)
    approve_all(Workplace(laptop.workspace, laptop.service.clock))
    earlier = add_client(laptop.workspace, NewClient("code_only"))

    laptop.look_at(packed_and_signed(tmp_path))
    laptop.install()
    assert laptop.window.here == commands.Library("versions")
    assert "Installed: programme pps-core 0.9.0" in laptop.words
    assert laptop.left == []
    laptop.read_content()
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
    laptop = Laptop(laid_out(tmp_path, practice=False, roles=("keeper", "therapist", "lead")))
    qtbot.addWidget(laptop.window)
    pack = packed_and_signed(tmp_path)
    printed = capsys.readouterr().out.rpartition(": ")[2].strip(" .\n")

    laptop.look_at(pack)

    assert printed in laptop.words
    laptop.vault.close()
