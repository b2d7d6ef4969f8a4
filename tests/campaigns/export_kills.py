"""An export, killed at any instant: no file under a final name that is not whole."""

from dataclasses import replace
from pathlib import Path

from exports.release import verify_package
from tests.campaigns.checks import faults_in
from tests.campaigns.operations import BEGUN, Operation, check, operation_campaign
from tests.campaigns.telling import Say
from tests.support.desks import Workplace, desk_for
from tests.support.records import ServiceOnDisk, lay_out
from therapist_app.record import releases
from therapist_app.workflows.exporting import ReleaseRequest, approve, prepare

REPORT = ReleaseRequest("service_report", "Clinical lead", "review")
AGREED = {"signed": True, "pseudonymised_use": "agreed"}


class Export(Operation):
    """A service report, signed, written and entered in the ledger."""

    name = "export"

    def lay_out(self, folder: Path) -> None:
        self._service = lay_out(folder)
        (folder / "out").mkdir()
        with self._service.open() as vault:
            work = Workplace(desk_for(vault), self._service.clock)
            for _ in range(2):
                client = work.add_client()
                appointment = work.hold(client, "S01", sign=False)
                work.fill(client, "agreement", AGREED, appointment)

    def work(self, folder: Path, say: Say) -> None:
        vault = self.moved(folder).open()
        desk = desk_for(vault)
        prepared = prepare(desk, REPORT)
        say(BEGUN)
        approve(desk, prepared, folder / "out")

    def standing(self, folder: Path) -> str:
        written = [each for each in (folder / "out").iterdir() if not each.name.startswith(".")]
        ids = {verify_package(each).release_id for each in written}
        with self.moved(folder).open() as vault:
            entered = {each.id for each in releases.all_releases(vault.service)}
            check(not faults_in(vault), "the databases are not whole")
        check(entered <= ids, "the ledger tells of a release that is not there")
        if len(written) == 1:
            return "file without its folder"
        if ids and not entered:
            return "whole, not in the ledger"
        return "whole" if ids else "nothing"

    def moved(self, folder: Path) -> ServiceOnDisk:
        """Return the service as it stands in a copy of the folder."""
        return replace(self._service, folder=folder / "service")


EXPORT = operation_campaign(
    "export",
    "An export that is killed leaves no file under its name that is not whole and signed.",
    (Export,),
    {"smoke": 2, "small": 15, "full": 100},
)
