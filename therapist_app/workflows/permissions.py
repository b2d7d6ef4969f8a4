"""Who may do what: one table, and what is not in it nobody may.

Clients are kept apart by keys, not by this table: who holds no key of a caseload opens none,
whatever their role. The table says the rest, for the workflows and for the window alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from therapist_app.record.database.audit import AuditEntry, note
from therapist_app.record.errors import NoCaseload, NotAllowed
from therapist_app.record.keyring.moving_clients import is_owner
from therapist_app.record.vault.unnoted_changes import roles_at
from therapist_app.record.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Permission:
    """Which roles may do something.

    Attributes:
        roles: Any one of them is enough.
        needs_clients: Whether a caseload must be in use besides, and be theirs to open today.
        needs_own: Whether that caseload must belong to them, and not be covered.

    """

    roles: frozenset[str]
    needs_clients: bool = False
    needs_own: bool = False


KEEPER = Permission(frozenset({"keeper"}))
LEAD = Permission(frozenset({"lead"}))
WHO_ANSWERS = Permission(frozenset({"keeper", "lead"}))
EVERYBODY = Permission(frozenset({"keeper", "therapist", "lead"}))
WHO_RELEASES = Permission(frozenset({"therapist", "lead"}))
THERAPIST = Permission(frozenset({"therapist"}))
WITH_CLIENTS = Permission(frozenset({"therapist"}), needs_clients=True)
WITH_OWN_CLIENTS = replace(WITH_CLIENTS, needs_own=True)

TABLE: Mapping[str, Permission] = {
    "add_person": KEEPER,
    "change_roles": KEEPER,
    "remove_person": KEEPER,
    "grant_cover": KEEPER,
    "agree_to_cover_of_a_keeper": KEEPER,
    "correct_clock": KEEPER,
    "end_cover": KEEPER,
    "hand_over_caseload": KEEPER,
    "use_sheet_of_another": KEEPER,
    "use_continuity_sheet": KEEPER,
    "renew_continuity_sheet": KEEPER,
    "make_guessing_harder": KEEPER,
    "list_people": EVERYBODY,
    "change_own_passphrase": EVERYBODY,
    "renew_own_sheet": EVERYBODY,
    "agree_to_cover": THERAPIST,
    "change_own_key_file": EVERYBODY,
    "give_up_own_keys": EVERYBODY,
    "see_settings": EVERYBODY,
    "keep_backups": EVERYBODY,
    "choose_second_location": WHO_ANSWERS,
    "hold_drill": KEEPER,
    "choose_caseload": THERAPIST,
    "work_with_clients": WITH_CLIENTS,
    "move_client": WITH_CLIENTS,
    "import_list": WITH_OWN_CLIENTS,
    "take_clients_out": WITH_OWN_CLIENTS,
    "take_client_over": THERAPIST,
    "make_report": WHO_RELEASES,
    "export_outcomes": WITH_CLIENTS,
    "read_questions": WHO_RELEASES,
    "answer_questions": LEAD,
    "keep_recipients": WHO_RELEASES,
    "approve_release": EVERYBODY,
    "make_supervision_pack": WITH_CLIENTS,
    "read_packages": EVERYBODY,
    "read_programme": EVERYBODY,
    "practise": EVERYBODY,
    "install_pack": WHO_ANSWERS,
    "sign_pack": WHO_ANSWERS,
    "put_pack_forward": EVERYBODY,
    "sign_off_programme": WHO_ANSWERS,
    "write_local_text": EVERYBODY,
    "approve_local_text": LEAD,
    "settle_policies": WHO_ANSWERS,
    "see_retention": EVERYBODY,
    "approve_retention": WHO_ANSWERS,
    "oversee": LEAD,
    "read_audit_trail": EVERYBODY,
    "read_service_trail": WHO_ANSWERS,
}


def roles_now(vault: Vault) -> tuple[str, ...]:
    """Return the roles of the person signed in, as the header has them at this moment."""
    person = vault.header.person(vault.person.uid)
    return person.roles if person is not None else ()


def may(vault: Vault, action: str) -> bool:
    """Return whether the person signed in may do something; what is not in the table, nobody."""
    permission = TABLE.get(action)
    if permission is None or not permission.roles & set(roles_now(vault)):
        return False
    if permission.needs_own and not is_owner(vault):
        return False
    return not permission.needs_clients or _has_clients(vault)


def could_then(vault: Vault, action: str, entry: AuditEntry) -> bool:
    """Return whether whose entry it is had a role for something then, as far as is noted."""
    roles = roles_at(vault.service, vault.header, entry.by, entry.n)
    return roles is None or bool(roles & TABLE[action].roles)


def require(vault: Vault, action: str) -> None:
    """Refuse what the person signed in may not do, and note that it was tried.

    Raises:
        NoCaseload: It is about clients, and no caseload is in use.
        NotAllowed: Their role does not reach so far; "caseload" where their cover has ended,
            or does not reach so far.

    """
    if may(vault, action):
        return
    note(vault.service, "action_refused", f"action:{action}")
    permission = TABLE.get(action)
    if permission is not None and permission.needs_clients:
        raise NoCaseload if vault.caseload_id is None else NotAllowed("caseload")
    raise NotAllowed


def _has_clients(vault: Vault) -> bool:
    return any(each.id == vault.caseload_id for each in vault.caseload_choices())
