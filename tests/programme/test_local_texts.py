"""A template becomes an approved text without an editor, and not before everything is settled."""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from exports.__main__ import main as exports
from programme.__main__ import main as programme
from programme.local_texts import (
    Ask,
    NotTaken,
    a_year_after,
    answered,
    approved,
    asks,
    file_name,
    file_text,
    next_draft,
    waits_for,
)
from session_forms.reference.jurisdictions import (
    installed_jurisdictions,
    is_usable,
    load_jurisdiction,
    standing,
)

DAY = date(2027, 3, 1)
TEMPLATES = [each for each in installed_jurisdictions() if each.open_questions]
GERMANY = next(each for each in TEMPLATES if each.id == "de")
BY = "Mara Lind, clinical lead"


def reply(ask: Ask) -> str:
    """Return what a lead would write."""
    if ask.options:
        return ask.options[0]
    return "-" if ask.key == "facts" else f"Settled for {ask.key.replace('_', ' ')}."


def worked_through(text):
    while ask := next(asks(text), None):
        text = answered(text, ask, reply(ask), "Dr Weber, letter of 1 March 2027")
    return text


@dataclass
class Lead:
    """Somebody at the command, who writes lines in advance."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch

    def run(self, *lines: str, text_id: str = "de") -> int:
        self.monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{each}\n" for each in lines)))
        return programme(["local-text", text_id, str(self.folder), "--on", DAY.isoformat()])

    def everything(self) -> list[str]:
        """Return the lines that work the template through, one answer after the other."""
        lines, text = [], next_draft(GERMANY)
        while ask := next(asks(text), None):
            lines += [reply(ask), *(["Dr Weber"] if ask.needs_source else [])]
            text = answered(text, ask, reply(ask), "Dr Weber")
        return lines


@pytest.fixture
def lead(tmp_path, monkeypatch) -> Lead:
    return Lead(tmp_path / "ours", monkeypatch)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.id)
def test_every_template_can_be_worked_through_to_a_text_in_force(template, tmp_path):
    final = approved(worked_through(next_draft(template)), BY, DAY)
    place = tmp_path / file_name(final)
    place.write_text(file_text(final), "utf-8")

    read = load_jurisdiction(place)

    assert read == final
    assert read.version == template.version + 1
    assert is_usable(read, DAY, practice=False)
    assert not is_usable(read, date(2028, 3, 1), practice=False)


def test_the_whole_way_from_the_template_to_a_signed_pack(lead, tmp_path, capsys):
    assert lead.run(*lead.everything(), BY, "I approve") == 0

    shown = capsys.readouterr().out
    assert "From 1 March 2028 on it starts no new agreement." in shown
    assert "Approved: de.v2.toml, until 1 March 2028." in shown
    [text] = [load_jurisdiction(each) for each in lead.folder.glob("de.*")]
    assert standing(text, DAY) == "in_force"
    assert "Dr Weber" in {fact.source for fact in text.facts}
    assert programme(["pack", str(lead.folder), "--out", str(tmp_path)]) == 0
    pack = tmp_path / "jurisdictions-our-local-texts-1.0.pack"
    assert exports(["sign", str(pack), "--key", str(tmp_path / "lead.key"), "--new-key"]) == 0


def test_work_that_was_broken_off_goes_on_where_it_stopped(lead, capsys):
    first, rest = lead.everything()[:6], lead.everything()[6:]

    assert lead.run(*first) == 0
    assert "Run it again to go on." in capsys.readouterr().out
    begun = load_jurisdiction(lead.folder / "de.v2.toml")
    assert len(begun.open_questions) == len(GERMANY.open_questions) - 3
    assert lead.run(*rest, BY, "I approve") == 0

    assert load_jurisdiction(lead.folder / "de.v2.toml").status == "approved"


@pytest.mark.parametrize("last", [("", "I approve"), (BY, "yes"), (BY,)])
def test_nothing_is_approved_without_a_name_and_the_words(lead, capsys, last):
    lead.run(*lead.everything(), *last)

    assert load_jurisdiction(lead.folder / "de.v2.toml").status == "draft"
    assert "Not approved. Everything is kept" in capsys.readouterr().out
    assert not (lead.folder / "pack.toml").exists()


def test_an_expired_text_is_renewed_as_the_next_version_and_the_pack_counts_up(lead):
    lead.run(*lead.everything(), BY, "I approve")
    head = lead.folder / "pack.toml"
    head.write_text(head.read_text("utf-8").replace("Our local texts", "Texts of the clinic"))

    lead.run(BY, "I approve")

    assert load_jurisdiction(lead.folder / "de.v3.toml").status == "approved"
    assert 'version = "1.1"' in head.read_text("utf-8")
    assert "Texts of the clinic" in head.read_text("utf-8")


def test_a_situation_may_stay_unclear_and_is_asked_about_once(lead, capsys):
    lines = lead.everything()
    lines[-8:] = ["unclear"] * 8

    assert lead.run(*lines, BY, "I approve") == 0

    text = load_jurisdiction(lead.folder / "de.v2.toml")
    assert set(text.triggers.values()) == {"unclear"}
    assert text.status == "approved"
    assert "current risk identifiable child" in capsys.readouterr().out


def test_an_answer_that_cannot_stand_there_is_said_and_asked_again(lead, capsys):
    lead.run("Only [this].", "Dr Weber", "The state office.", "", "")

    shown = capsys.readouterr().out
    assert "Square brackets mark what is missing: write it without them." in shown
    assert "Say who answered it, and when." in shown
    assert shown.count(GERMANY.open_questions[0]) == 3


def test_an_unknown_text_and_a_folder_that_cannot_be_written_are_said(lead, capsys):
    assert lead.run(text_id="atlantis") == 1
    assert "There is no local text atlantis. There are: at, be" in capsys.readouterr().err
    lead.folder.write_text("in the way")

    assert lead.run("An answer.", "Dr Weber") == 1

    assert "de.v2.toml cannot be written: choose another folder." in capsys.readouterr().err


def test_a_folder_whose_name_windows_does_not_take_is_refused_and_not_made(lead, tmp_path, capsys):
    lead.folder = tmp_path / "a?b"

    assert lead.run("An answer.", "Dr Weber") == 1

    assert "a?b: Windows takes no name of a file with" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_fact_from_memory_is_verified_or_taken_out():
    fact = next(each for each in GERMANY.facts if each.mark == "from_memory")
    ask = Ask("facts", fact.says)

    kept = answered(GERMANY, ask, "EUR-Lex, read on 1 March 2027")
    gone = answered(GERMANY, ask, "-")

    assert ("found", "EUR-Lex, read on 1 March 2027") in {
        (each.mark, each.source) for each in kept.facts if each.says == fact.says
    }
    assert fact.says not in {each.says for each in gone.facts}
    assert len(kept.facts) == len(GERMANY.facts)


def test_what_is_chosen_has_to_be_one_of_the_words_offered():
    with pytest.raises(NotTaken, match=r"One of: suspicion"):
        answered(GERMANY, Ask("threshold", "unclear", ("suspicion",)), "perhaps")


def test_a_page_to_take_home_tells_no_stranger_why():
    ask = next(each for each in asks(GERMANY) if each.key == "take_home_text")

    with pytest.raises(NotTaken, match="must not learn why"):
        answered(GERMANY, ask, "For people with a sexual interest in children.")


def test_a_text_cannot_be_emptied():
    ask = next(each for each in asks(GERMANY) if each.key == "take_home_text")

    with pytest.raises(NotTaken, match="Something has to stand there"):
        answered(GERMANY, ask, "-")


def test_a_template_waits_for_something_and_a_settled_text_for_nothing():
    assert waits_for(GERMANY) > 30
    assert waits_for(worked_through(GERMANY)) == 0


def test_a_year_ends_on_the_same_day():
    assert a_year_after(DAY) == date(2028, 3, 1)
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
