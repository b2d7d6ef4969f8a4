"""All clients of one's own caseload in one locked file."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from exports.access.caseload_bundle import ARCHIVE
from exports.errors import FilesNotWritten
from exports.package.sealing import unlock_pdf
from tests.support.record.team import lay_out_team
from tests.support.record.whole_clients import a_whole_client
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.record.client_rights.client_rows import rows_of
from therapist_app.record.database import audit
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.rights.access_copy import access_record
from therapist_app.workflows.rights.data_rights import restrict
from therapist_app.workflows.rights.taking_out import fault_in_taking_out, take_out
from therapist_app.workflows.safekeeping.loud_acts import told_to_everybody

WORDS = "told by telephone only"


def inside(path: Path) -> dict[str, bytes]:
    _page, attached = unlock_pdf(path.read_bytes(), WORDS)
    with zipfile.ZipFile(io.BytesIO(attached[ARCHIVE])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_row_and_every_line_of_every_client_is_in_it_also_of_a_restricted_one(
    work: Workplace, tmp_path: Path
) -> None:
    workspace, path = work.workspace, tmp_path / "all.pdf"
    first, second = a_whole_client(workspace.caseload, "A1-111", "Anaword"), work.add_client()
    restrict(workspace, second.id, "accuracy")
    told: list[tuple[int, int]] = []

    assert fault_in_taking_out(workspace, WORDS, path) is None
    assert take_out(workspace, WORDS, path, lambda *at: told.append(at)) == 2

    files = inside(path)
    assert told == [(1, 2), (2, 2)]
    tables = json.loads(files["rows.json"])["tables"]
    for client in (first, second):
        for table, row in rows_of(workspace.caseload, client.id):
            plain = {
                key: each.hex() if isinstance(each, bytes) else each for key, each in row.items()
            }
            assert plain in tables[table]
        text = files[f"clients/{client.code}.txt"].decode()
        lines = [
            each for each in access_record(workspace, client.id).lines if "trail" not in each.id
        ]
        assert [each.id for each in lines if f"{each.what}: {each.value}" not in text] == []


def test_it_is_noted_of_each_client_and_a_colleague_is_told_without_a_name(
    tmp_path: Path,
) -> None:
    team = lay_out_team(tmp_path / "team", Bo=("therapist",))
    team.visit("Bo")
    with team.open("Ana") as vault:
        workspace = workspace_for(vault)
        new = NewClient(anonymity="code_only", age_band="25-34")
        who = {f"client:{add_client(workspace, new).id}" for _ in range(2)}

        take_out(workspace, WORDS, tmp_path / "all.pdf", lambda *_at: None)

        noted = audit.entries(vault.caseload, newest=2)
        assert {(each.action, each.subject) for each in noted} == {
            ("clients_taken_out", each) for each in who
        }
        assert all(each.is_signed for each in noted)
    with team.open("Bo") as vault:
        [told] = told_to_everybody(vault)
        assert "Ana Example saved the whole records of all their clients" in told


@pytest.mark.parametrize(
    ("passphrase", "name", "fault"),
    [
        ("short", "all.pdf", "too_short"),
        ("x" * 128, "all.pdf", "too_long"),
        (WORDS, "all.zip", "no_pdf"),
        (WORDS, "there.pdf", "taken"),
        (WORDS, "all.pdf", "nobody"),
    ],
)
def test_what_cannot_be_made_is_said_before_anything_is_read(
    work: Workplace, tmp_path: Path, passphrase: str, name: str, fault: str
) -> None:
    (tmp_path / "there.pdf").touch()
    before = work.workspace.caseload.audit.mark

    assert fault_in_taking_out(work.workspace, passphrase, tmp_path / name) == fault

    assert work.workspace.caseload.audit.mark == before


def test_beside_the_record_and_of_one_of_two_caseloads_none_is_made(
    work: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = work.workspace.vault
    work.add_client()
    beside = vault.place.path / "all.pdf"
    own = vault.caseload_choices()[0]

    assert fault_in_taking_out(work.workspace, WORDS, beside) == "wrong_place"
    monkeypatch.setattr(type(vault), "caseload_choices", lambda _vault: (own, own))
    assert fault_in_taking_out(work.workspace, WORDS, tmp_path / "all.pdf") == "two_caseloads"


def test_where_it_could_not_be_written_nothing_says_that_it_was(
    work: Workplace, tmp_path: Path
) -> None:
    work.add_client()

    with pytest.raises(FilesNotWritten):
        take_out(work.workspace, WORDS, tmp_path / "nowhere" / "all.pdf", lambda *_at: None)

    noted = {each.action for each in audit.entries(work.workspace.caseload)}
    assert "clients_taken_out" not in noted
    assert list(tmp_path.glob("**/*.pdf")) == []
