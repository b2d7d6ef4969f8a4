"""What the proof of the Debian package takes for granted; the proof itself is a command."""

import re
from pathlib import Path

import pytest
from own_modules import own_modules

from tests.support import bare_debian as proof
from tests.support.catalogues import said_by_the_window
from therapist_app import bootstrap

ROOT = Path(__file__).parents[2]


def test_the_module_that_is_taken_away_is_one_that_only_a_sign_in_imports():
    lost = proof.LOST.decode()

    assert lost in bootstrap.AT_SIGN_IN
    assert lost in own_modules(ROOT)


def test_a_proof_that_waited_for_nothing_says_for_what_and_why():
    with pytest.raises(proof.Failed, match=r"^waited for the window$"):
        proof._until(lambda: False, 0, "the window")
    with pytest.raises(proof.Failed, match=r"^waited for the window; it ended with 1$"):
        proof._until(lambda: False, 60, "the window", lambda: "it ended with 1")


def test_what_came_is_returned_also_where_the_program_has_ended():
    assert proof._until(lambda: "there", 0, "the window", lambda: "it ended with 1") == "there"


def test_a_record_is_open_while_its_log_lies_there(tmp_path):
    (tmp_path / "caseload.db").touch()
    assert not proof._is_open(tmp_path)

    (tmp_path / "caseload.db-wal").touch()
    assert proof._is_open(tmp_path)


class Closing:
    """A window that says first, where something is due today, and shuts its record as it goes."""

    code = 0

    def __init__(self, record: Path, *, is_due: bool) -> None:
        self.log, self.is_due = record / "caseload.db-wal", is_due
        self.log.touch()
        self.desk = self.person = self

    def key(self, *_words: str) -> None:
        if not self.is_due:
            self.log.unlink()

    def press(self, name: str) -> None:
        assert self.sees(name)
        self.log.unlink()

    def sees(self, name: str, _role: str = "") -> bool:
        return self.is_due and self.log.exists() and name == "Close all the same"

    def has_died(self) -> str:
        return ""


@pytest.mark.parametrize("is_due", [False, True])
def test_a_window_is_closed_past_what_it_says_is_due_today(monkeypatch, tmp_path, is_due):
    monkeypatch.setattr(proof, "PATIENCE", 0)

    proof._end(Closing(tmp_path, is_due=is_due), tmp_path)

    assert not proof._is_open(tmp_path)


class Exporting:
    """A page of outcomes that seals a summary of one client alone: the others did not agree."""

    def __init__(self, agreed: int) -> None:
        self.agreed, self.at, self.shown = agreed, 0, ""
        self.desk = self.person = self.assistant = self

    def go_to(self, _place: str) -> None:
        self.shown = proof.NOT_SHOWN

    take = go_to

    def choose(self, label: str, *, at: int = 0) -> None:
        self.shown = proof.NOT_SHOWN
        if label == "Client in the summary":
            self.at = at

    def press(self, name: str) -> None:
        assert name == "Show preview"
        self.shown = "Next page" if self.at == self.agreed else proof.REFUSED

    def sees(self, name: str, _role: str = "", or_else: str = "") -> bool:
        found = self.shown.startswith(name)
        assert found or not or_else or self.shown.startswith(or_else)
        return found

    def there(self, _role: str, name: str, **_more: object) -> str | None:
        return name if self.shown == "Next page" else None

    def act(self, thing: str) -> None:
        assert thing == "Approve and save"
        self.shown = "Where to save the package"

    def key(self, *words: str) -> None:
        if words == ("key", "Return"):
            self.shown = "Signed and saved"


@pytest.mark.parametrize("agreed", [1, 3])
def test_a_summary_is_made_of_the_first_client_who_agreed(agreed):
    page = Exporting(agreed)

    proof._export(page, "out")

    assert (page.at, page.shown) == (agreed, "Signed and saved")


def test_where_no_client_agreed_nothing_was_proved():
    with pytest.raises(proof.Failed, match="agreed"):
        proof._export(Exporting(agreed=99), "out")


def test_every_button_that_the_proof_presses_is_one_of_the_window():
    code = Path(proof.__file__).read_text("utf-8")
    pressed = {*re.findall(r'\.press\("([^"]+)"', code), proof.IN_SPITE}

    assert len(pressed) > 8
    known = said_by_the_window()
    assert [each for each in pressed if not any(text.startswith(each) for text in known)] == []
