"""The clinic's own forms follow their folder, and come back where it is gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from session_forms.clinic.site_folder import FOLDER
from tests.support.programme.packs import form_text
from tests.support.record.records import laid_out
from therapist_app.record.database import audit
from therapist_app.record.service import content_files
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.content import keeping_content
from therapist_app.workflows.content.keeping_content import PUT_BACK, settle_site_files

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
    assert audit.entries(vault.service)[-1].action == "site_files_kept"
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
