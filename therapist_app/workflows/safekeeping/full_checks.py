"""The full checks that are due, beside the work, and what must be said at once of them."""

from therapist_app.record.errors import KnownRecordError
from therapist_app.record.repair.check_schedule import DueChecks
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.safekeeping.check_words import told_in_words

NOT_FINISHED = "check-not-finished"
"""The word for a check that ended without an answer."""


class FullChecks:
    """The checks of one open record; look now and then, until it is closed."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._checks = DueChecks(vault)

    def look(self) -> tuple[str, str] | None:
        """Go on, and return what must be said at once: a title, and the rest; None while nothing.

        What a disk refuses to keep is no matter of now: the check is made again another day.
        """
        try:
            report = self._checks.look()
        except KnownRecordError:
            return None
        if self._checks.given_up and NOT_FINISHED not in self._vault.warnings:
            self._vault.warnings = (*self._vault.warnings, NOT_FINISHED)
        if report is None or report.is_sound:
            return None
        return told_in_words(report, self._vault.header)
