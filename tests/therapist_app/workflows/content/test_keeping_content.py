"""The clinic's own forms follow their folder, and come back where it is gone."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from session_forms.clinic.site_folder import FOLDER
from tests.support.programme.packs import form_text
from tests.support.record.records import laid_out
from tests.support.record.stating import by_hand, lay_out_two_keepers, seed_of
from tests.support.record.team import Team
from therapist_app.record.crypto.signing import sign
from therapist_app.record.database import audit
from therapist_app.record.service import content_files
from therapist_app.record.vault.told_notices import note_told
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.content import keeping_content
from therapist_app.workflows.content.keeping_content import PUT_BACK, settle_site_files
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

NAME = "own-form.v1.toml"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with laid_out(tmp_path, practice=False).open() as vault:
        yield vault


@pytest.fixture
def folder(vault: Vault) -> Path:
    """The clinic's own folder, with one form in it that the record keeps."""
    folder = vault.place.path / FOLDER
    folder.mkdir()
    (folder / NAME).write_text(form_text("own-form"), "utf-8")
    (folder / "notes.txt").write_text("no form", "utf-8")
    assert not settle_site_files(vault)
    return folder


def test_the_record_follows_the_folder(vault: Vault, folder: Path) -> None:
    assert content_files.site_files(vault.service) == {NAME: (folder / NAME).read_bytes()}
    before = vault.service.audit.mark
    assert not settle_site_files(vault)
    assert vault.service.audit.mark == before

    (folder / NAME).rename(folder / "other.v1.toml")
    settle_site_files(vault)

    assert set(content_files.site_files(vault.service)) == {"other.v1.toml"}
    assert audit.entries(vault.service)[-1].action == content_files.CHANGED
    assert vault.warnings == ()


def test_a_folder_that_is_gone_is_made_again_and_that_is_told(vault: Vault, folder: Path) -> None:
    text = (folder / NAME).read_bytes()
    folder.rename(folder.with_name("elsewhere"))

    assert settle_site_files(vault)

    assert {each.name: each.read_bytes() for each in folder.iterdir()} == {NAME: text}
    assert vault.warnings == (PUT_BACK,)
    assert folder.stat().st_mode & 0o077 == 0


def test_what_is_cut_off_or_refused_half_way_leaves_no_half_folder(
    vault: Vault, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError

    folder.rename(folder.with_name("elsewhere"))
    monkeypatch.setattr(keeping_content, "create_private_file", refuse)
    assert not settle_site_files(vault)
    assert not folder.exists()
    monkeypatch.undo()

    assert settle_site_files(vault)
    assert [each.name for each in folder.iterdir()] == [NAME]


def test_what_cannot_be_read_changes_nothing_that_is_kept(vault: Vault, folder: Path) -> None:
    (folder / "own-form.v2.toml").symlink_to(folder / NAME)

    settle_site_files(vault)

    assert set(content_files.site_files(vault.service)) == {NAME}


def test_practice_keeps_none(tmp_path: Path) -> None:
    with laid_out(tmp_path).open() as vault:
        (vault.place.path / FOLDER).mkdir()
        (vault.place.path / FOLDER / NAME).write_text("x", "utf-8")

        assert not settle_site_files(vault)
        assert content_files.site_files(vault.service) == {}


@pytest.fixture
def shared(tmp_path: Path) -> Team:
    """A service of several people whose folder holds one form that everybody was told of."""
    team = lay_out_two_keepers(tmp_path)
    place = team.service.place.path / FOLDER
    place.mkdir()
    (place / NAME).write_text(form_text("own-form"), "utf-8")
    for each in ("Ben", "Cy", "Dee"):
        signed_in(team, each)
    return team


def signed_in(team: Team, name: str) -> list[str]:
    """Return what somebody is told of the clinic's own forms as they sign in, and were not yet."""
    with team.open(name) as vault:
        settle_site_files(vault)
        found = loud_acts(vault)
        note_told(vault)
    return [act_in_words(each) for each in found if each.action == content_files.CHANGED]


def test_words_that_anybody_puts_into_the_folder_are_told_to_everybody(shared: Team) -> None:
    (shared.service.place.path / FOLDER / "core-10.v2.words.toml").write_text("x = 1", "utf-8")

    told = [signed_in(shared, each) for each in ("Ben", "Cy", "Dee")]

    assert ["core-10.v2.words.toml" in words for [words] in told] == [True] * 3
    assert [signed_in(shared, each) for each in ("Ben", "Cy", "Dee")] == [[], [], []]


def test_a_form_that_is_changed_or_gone_is_told(shared: Team) -> None:
    folder = shared.service.place.path / FOLDER
    (folder / NAME).write_text("x = 1", "utf-8")
    assert signed_in(shared, "Cy")

    (folder / NAME).rename(folder / "apart.txt")

    assert signed_in(shared, "Cy")
    assert signed_in(shared, "Cy") == []


def test_a_file_that_no_record_keeps_is_told_once_and_hides_no_other(shared: Team) -> None:
    folder = shared.service.place.path / FOLDER
    (folder / "core-10.v2.words.toml").symlink_to(folder / NAME)
    (folder / "other.v1.toml").write_text("x = 1", "utf-8")

    [words] = signed_in(shared, "Cy")

    assert "core-10.v2.words.toml" in words
    assert "other.v1.toml" in words
    assert signed_in(shared, "Cy") == []


def test_what_a_colleague_writes_into_the_service_file_is_told_as_it_is_put_back(
    shared: Team,
) -> None:
    with by_hand(shared, "Ben") as service:
        service.run("UPDATE site_files SET data = ? WHERE name = ?", (b"x = 1", NAME))
    folder = shared.service.place.path / FOLDER
    folder.rename(folder.with_name("elsewhere"))

    assert signed_in(shared, "Cy")
    assert (folder / NAME).read_bytes() == b"x = 1"


@pytest.mark.parametrize("spelt", ["../../{name}", "{folder}/{name}", "..\0{name}"])
def test_no_file_is_made_beside_the_folder_of_forms_whatever_its_name_says(
    shared: Team, spelt: str
) -> None:
    """As one that their own desktop would start for whoever signs in next."""
    home, folder = shared.service.folder.parent, shared.service.place.path / FOLDER
    shutil.rmtree(folder)
    before = {*home.rglob("*.toml"), *home.rglob("*.desktop")}
    names = [spelt.format(name=each, folder=home) for each in ("x.desktop", "x.toml")]
    with by_hand(shared, "Ben") as service:
        for name in names:
            service.run("INSERT INTO site_files VALUES (?, ?)", (name, b"run = 1")).fetchall()

    with shared.open("Cy") as vault:
        settle_site_files(vault)
        assert set(content_files.site_files(vault.service)) == {NAME}
        assert content_files.CHANGED in {each.action for each in loud_acts(vault)}

    made = {*home.rglob("*.toml"), *home.rglob("*.desktop")} - before
    assert made == {folder / NAME}


def test_an_entry_in_another_spelling_keeps_nobody_out(shared: Team) -> None:
    """A colleague says of the files that they changed, and tells nothing of them."""
    with by_hand(shared, "Ben") as service:
        chain, at = service.audit, "2026-03-02T09:00:00.000000+00:00"
        entry = f'{{"action":"{content_files.CHANGED}","at":"{at}","by":"{chain.author}",'
        entry += '"fields": [],"subject":"site_files"}'
        chain.mark = chain.following(chain.mark, entry.encode())
        signature = sign(seed_of(shared, "Ben"), chain.mark.head)
        row = (chain.mark.n, entry.encode(), chain.mark.head, signature)
        service.run("INSERT INTO audit VALUES (?, ?, ?, ?)", row)

    assert signed_in(shared, "Cy") == []


def test_a_name_that_is_none_of_a_form_is_not_shown(shared: Team) -> None:
    (shared.service.place.path / FOLDER / "Ring 555 now.toml").write_text("x = 1", "utf-8")

    [words] = signed_in(shared, "Cy")

    assert "555" not in words


def test_what_an_earlier_version_kept_is_as_it_was(tmp_path: Path) -> None:
    team = lay_out_two_keepers(tmp_path)
    folder = team.service.place.path / FOLDER
    folder.mkdir()
    (folder / NAME).write_text(form_text("own-form"), "utf-8")
    with by_hand(team, "Ben") as service:
        row = (NAME, (folder / NAME).read_bytes())
        service.run("INSERT INTO site_files (name, data) VALUES (?, ?)", row)

    assert signed_in(team, "Cy") == []
