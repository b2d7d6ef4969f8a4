"""An export, killed at any instant: all of it is there and in the ledger, or told as cut off."""

import shutil
from dataclasses import replace
from pathlib import Path

from exports.package.package import PACKAGE
from exports.package.verification import verify_package
from tests.campaigns.harness.checks import faults_in
from tests.campaigns.harness.telling import Say
from tests.campaigns.kills.operations import BEGUN, Operation, Planted, check, operation_campaign
from tests.support.record.records import ServiceOnDisk, lay_out
from tests.support.workflows.own_identity import newest_own_identity
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.record.clients import clients
from therapist_app.record.service import releases
from therapist_app.workflows.exporting.exporting import ReleaseRequest, approve, prepare
from therapist_app.workflows.exporting.keeping_recipients import (
    OWN_LEAD,
    newest_own_key,
)
from therapist_app.workflows.exporting.settling_releases import settle_releases
from therapist_app.workflows.workspace import Workspace

AGREED = {"signed": True, "pseudonymised_use": "agreed"}


def summary(workspace: Workspace) -> ReleaseRequest:
    """Return that the summary of the first client is wanted."""
    [(client_id, _code), *_others] = clients.met(workspace.caseload)
    return ReleaseRequest("client_summary", OWN_LEAD, "clinical_lead", client_id)


class Export(Operation):
    """A summary of one client, signed, written and entered in the ledger."""

    name = "export"

    def lay_out(self, folder: Path) -> None:
        self._service = lay_out(folder)
        (folder / "out").mkdir()
        with self._service.open() as vault:
            work = Workplace(workspace_for(vault), self._service.clock)
            for _ in range(2):
                client = work.add_client()
                appointment = work.hold(client, "S01", sign=False)
                work.fill(client, "agreement", AGREED, appointment)

    def work(self, folder: Path, say: Say) -> None:
        vault = self.moved(folder).open()
        workspace = workspace_for(vault)
        prepared = prepare(workspace, summary(workspace))
        say(BEGUN)
        approve(workspace, prepared, folder / "out")

    def plant(self, folder: Path) -> Planted:
        with self.moved(folder).open() as vault:
            newest_own_key(workspace_for(vault))  # the ledger of both has the key that opens it
        elsewhere = folder / "elsewhere"
        shutil.copytree(folder / "service", elsewhere / "service")
        (elsewhere / "out").mkdir()
        with self.moved(elsewhere).open() as vault:
            workspace = workspace_for(vault)
            approve(workspace, prepare(workspace, summary(workspace)), elsewhere / "out")
        for each in (elsewhere / "out").iterdir():
            each.rename(folder / "out" / each.name)
        shutil.rmtree(elsewhere)
        return Planted(
            "a release that no ledger has", "a release stands there and is not in the ledger"
        )

    def standing(self, folder: Path) -> str:
        out = folder / "out"
        written = [each for each in out.iterdir() if not each.name.startswith(".")]
        with self.moved(folder).open() as vault:
            opens = newest_own_identity(workspace_for(vault))
            ids = {_verified(each, opens) for each in written}
            check(not faults_in(vault), "the databases are not whole")
            before = {each.id: each for each in releases.all_releases(vault.service)}
            check(ids <= before.keys(), "a release stands there and is not in the ledger")
            known = {each.id for each in before.values() if each.standing == "released"}
            check(known <= ids, "the ledger tells of a release that is not there")
            settle_releases(workspace_for(vault))
            after = {each.id: each.standing for each in releases.all_releases(vault.service)}
            check(after.keys() == before.keys(), "settling lost an entry of the ledger")
            right = {each: "released" if each in ids else "interrupted" for each in after}
            check(after == right, f"settled as {sorted(after.values())}")
            check({*out.iterdir()} == {*written}, "something is left under a hidden name")
        if ids:
            return "whole" if known else "whole, begun in the ledger"
        return "cut off" if after else "nothing"

    def moved(self, folder: Path) -> ServiceOnDisk:
        """Return the service as it stands in a copy of the folder."""
        return replace(self._service, folder=folder / "service")


def _verified(place: Path, opens: str) -> str:
    """Return which release stands in a folder, once both forms of it are verified."""
    folder, container = place / PACKAGE, place / f"{place.name}.outcomes.age"
    check({folder, container} == {*place.iterdir()}, "a release is there in part")
    forms = (folder, container)
    [release_id] = {verify_package(each, identity=opens).release_id for each in forms}
    check(release_id == place.name, "a release stands under another name")
    return release_id


EXPORT = operation_campaign(
    "export",
    "An export that is killed is whole, signed and in the ledger, or told as cut off.",
    (Export,),
    {"smoke": 2, "small": 15, "full": 100},
)
