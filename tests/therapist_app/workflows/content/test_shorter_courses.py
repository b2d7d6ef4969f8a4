"""The shorter courses that come along reach a service as packs, beside the full one."""

from pathlib import Path
from shutil import copytree

import pytest

from tests.support.programme.packs import pack_file
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client

MODULES = Path(__file__).parents[4] / "programme" / "modules"


@pytest.mark.parametrize("name", ["pps-brief", "pps-consultation"])
def test_once_installed_new_clients_begin_with_it_and_the_others_keep_theirs(
    clinic, tmp_path, name
):
    before = add_client(clinic.workspace, NewClient(anonymity="code_only", age_band="25-34"))

    clinic.install(pack_file(copytree(MODULES / name, tmp_path / name)))
    workspace = clinic.come_back()
    after = add_client(workspace, NewClient(anonymity="code_only", age_band="25-34"))

    assert workspace.programme.id == name
    assert workspace.programme_of(after).id == name
    assert after.track == workspace.programme.tracks[0].id
    assert workspace.programme_for(before.id).id == "pps-core"
    assert workspace.missing_programme(workspace.client(before.id)) == ""
