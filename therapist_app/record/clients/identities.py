"""Who stands behind a code: the only reader of that table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from therapist_app.record.database.audit import note
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table, one_of
from therapist_app.record.header.fit_names import check_names
from therapist_app.record.model import Identity

_TEXTS = tuple(
    each.name for each in fields(Identity) if each.type is str and each.name != "client_id"
)
NAMES_AND_CONTACTS = tuple(each for each in _TEXTS if each != "birth_date")
"""Every text of an identity but a day; what is chosen from a list is no text."""
_TABLE = Table("identities", Identity, key=("client_id",))
_NAMES = """
    SELECT client_id, name FROM identities
    WHERE name <> '' AND (:all OR client_id NOT IN restricted)
"""

_CONTACTS = """
    SELECT client_id, contact FROM identities
    WHERE contact <> '' AND (:all OR client_id NOT IN restricted)
"""


def save(caseload: Caseload, identity: Identity) -> None:
    """Save who a client is.

    Raises:
        NameUnfit: Something of it holds what cannot be seen; nothing was changed.

    """
    check_names(*(getattr(identity, each) for each in _TEXTS))
    with caseload.change("identity_changed", f"client:{identity.client_id}") as change:
        _TABLE.replace(change, identity)


def load(caseload: Caseload, client_id: str) -> Identity:
    """Return who a client is; nothing but the code where nothing was saved."""
    found = _TABLE.first(caseload, "WHERE client_id = ?", (client_id,))
    return found or Identity(client_id, "code_only")


def of_clients(caseload: Caseload, client_ids: Iterable[str]) -> Mapping[str, Identity]:
    """Return who each of these clients is, in one reading."""
    wanted = tuple(client_ids)
    whose, bound = one_of("client_id", wanted)
    found = _TABLE.select(caseload, f"WHERE {whose}", (bound,))
    unnamed = {each: Identity(each, "code_only") for each in wanted}
    return {**unnamed, **{each.client_id: each for each in found}}


def names(caseload: Caseload, *, restricted: bool = False) -> dict[str, str]:
    """Return the name of each client who is kept by one, by id.

    Those whose record is restricted are among them only if asked for. Whoever looks for one of them
    notes it with `note_search`.
    """
    return dict(caseload.rows(_NAMES, {"all": restricted}))


def contacts(caseload: Caseload, *, restricted: bool = False) -> dict[str, str]:
    """Return how each client is reached of whom that is kept, by id, as `names` does."""
    return dict(caseload.rows(_CONTACTS, {"all": restricted}))


def note_search(caseload: Caseload) -> None:
    """Note that somebody looked for a client by name."""
    note(caseload, "names_searched", "caseload")


def names_and_birth_dates(caseload: Caseload) -> tuple[tuple[str, str], ...]:
    """Return name and date of birth of all who are kept by a name; that they were read is noted.

    To see who is there already, whose record is restricted among them.
    """
    with caseload.change("names_searched", "caseload"):
        found = caseload.rows("SELECT name, birth_date FROM identities WHERE name <> ''")
    return tuple((name, birth_date) for name, birth_date in found)


def everybody(caseload: Caseload) -> tuple[Identity, ...]:
    """Return all that was saved of who clients are, for a search for what must not leave.

    Whose record is restricted is among them: others may have spoken of that person.
    """
    return _TABLE.select(caseload, "ORDER BY client_id")


@dataclass(frozen=True, slots=True)
class ClientIdentifiers:
    """What identifies a client, by the way in which a search for leaks has to look for it."""

    names: tuple[str, ...]
    contacts: tuple[str, ...]
    birth_date: str


def identifiers(identity: Identity) -> ClientIdentifiers:
    """Return all that identifies somebody; whatever text it comes to hold counts as a contact.

    Every search for leaks, and for what an erasure left, is handed what this returns and nothing
    put together elsewhere.
    """
    others = (getattr(identity, each) for each in NAMES_AND_CONTACTS if each != "name")
    return ClientIdentifiers(
        names=(identity.name,) if identity.name else (),
        contacts=tuple(each for each in others if each),
        birth_date=identity.birth_date,
    )
