"""The names of everybody who is, or was, in the service."""

from therapist_app.record.service.former_people import former_people
from therapist_app.record.vault.vault import Vault


def names_of(vault: Vault) -> dict[str, str]:
    """Return names by uid, as the people list has them; of who left, as it had them."""
    former = {each.uid: each.name for each in former_people(vault.service)}
    return former | {each.uid: each.name for each in vault.header.people}
