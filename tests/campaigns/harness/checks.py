"""Whether an open service is whole: the product's own full check of each of its databases."""

from tests.support.record.checking_here import check_database
from therapist_app.record.vault.vault import Vault


def faults_in(vault: Vault) -> list[str]:
    """Return what the full check finds in any database of an open service, a few words each.

    The anchor is compared when a database is opened; here it is everything else.
    """
    return [
        f"{database.kind.name}: {finding.code}"
        for database in vault.databases
        for finding in check_database(database, database.kind.name).findings
        if not finding.is_harmless
    ]
