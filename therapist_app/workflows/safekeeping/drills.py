"""The drill of the service, in words and on a page; who may hold it, and when it is due."""

from exports.supervision.drill_page import DrillPage, drill_page_pdf
from session_forms.words.texts import N_, _, ngettext
from therapist_app.record.backups.drill import (
    Drilled,
    DrilledFile,
    SecondKeeper,
    hold_drill,
    is_drill_due,
    last_drill,
    note_drill,
    other_keepers,
)
from therapist_app.record.database.audit import note
from therapist_app.record.header.header import SERVICE
from therapist_app.record.header.header_file import number_of
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.permissions import may, require
from therapist_app.workflows.safekeeping.backup_words import when
from therapist_app.workflows.safekeeping.check_words import file_name_here
from therapist_app.workflows.workspace import Workspace

STATES = {
    "opened": N_("put back, and checked from end to end"),
    "sealed": N_("came along sealed, as it was signed; only who can open it can read it"),
    "empty": N_("empty so far: its therapist has not signed in yet"),
    "missing": N_("NOT FOUND: there is no backup of it in the second location"),
    "damaged": N_("NOT PUT BACK: no backup of it is whole and signed by somebody who might"),
    "apart": N_(
        "DOES NOT BELONG to this service file: another laptop, with a copy of this service, wrote "
        "one of the two. Open these clients here, press Back up now, and hold the drill again. "
        "Nobody may go on with that laptop"
    ),
    "too_new": N_(
        "NOT PUT BACK: a later version of the application made its backup; that version can open it"
    ),
}


def may_hold(vault: Vault) -> bool:
    """Return whether the person signed in may hold a drill; practice has nothing to lose."""
    return not vault.practice and may(vault, "hold_drill")


def is_due(vault: Vault) -> bool:
    """Return whether it is time for one."""
    return is_drill_due(vault)


def seconds(vault: Vault) -> tuple[PersonEntry, ...]:
    """Return the other keepers, one of whom signs in as well."""
    people = (vault.header.person(each) for each in other_keepers(vault))
    return tuple(vault.header.entry(each) for each in people if each is not None)


def hold(workspace: Workspace, sheet: str, second: SecondKeeper | None) -> Drilled:
    """Hold a drill with a sheet as it was typed, and enter what came of it into the audit.

    Raises:
        NotAllowed: Only a keeper may hold one.
        KnownRecordError: As `hold_drill` raises.

    """
    require(workspace.vault, "hold_drill")
    drilled = hold_drill(workspace.vault, sheet, second)
    note_drill(workspace.vault, drilled)
    return drilled


def standing_in_words(vault: Vault) -> str:
    """Return when the last drill went well, and whether one is due."""
    last = last_drill(vault)
    if last is None:
        return _("None has been held yet.")
    return _("The last one went well on {when}.").format(when=when(last))


def drilled_in_words(vault: Vault, drilled: Drilled) -> tuple[str, ...]:
    """Return what came of a drill, a sentence each."""
    caseloads = [each for each in drilled.files if each.database != SERVICE]
    found = sum(each.is_found for each in caseloads)
    counted = ngettext(
        "{found} of {count} caseload was found whole.",
        "{found} of {count} caseloads were found whole.",
        len(caseloads),
    )
    name = names_of(vault).get(vault.person.uid, "")
    return (
        _("{name} typed the recovery sheet back; it stays good.").format(name=name),
        counted.format(found=found, count=len(caseloads)),
        _second(vault, drilled),
        _("The service was made anew in a scratch folder from the second location alone."),
    )


def files_in_words(vault: Vault, drilled: Drilled) -> tuple[tuple[str, str, bool], ...]:
    """Return each file of the service, what became of it, and whether that is good."""
    return tuple(
        (file_name_here(each.database, vault), _found(each), each.is_found)
        for each in drilled.files
    )


def drill_pdf(workspace: Workspace, drilled: Drilled) -> bytes:
    """Return the page of a drill."""
    vault = workspace.vault
    page = DrillPage(
        drilled.at.astimezone().date(),
        number_of(vault.header),
        drilled_in_words(vault, drilled),
        tuple((name, found) for name, found, _is_good in files_in_words(vault, drilled)),
    )
    return drill_page_pdf(page, practice=workspace.practice)


def note_saved(workspace: Workspace) -> None:
    """Note that the page of a drill was saved as a file."""
    note(workspace.service, "drill_page_saved", SERVICE)


def _second(vault: Vault, drilled: Drilled) -> str:
    if drilled.second == "nobody":
        return _("There is no other administrator who could sign in: only one person can.")
    if drilled.second == "left_out":
        return _("No other administrator signed in: whether they could was not tried.")
    name = names_of(vault).get(drilled.second_uid, "")
    return _("{name} signed in there as another administrator.").format(name=name)


def _found(file: DrilledFile) -> str:
    state = _(STATES[file.state])
    if file.made_at is None:
        return state
    return _("{state}. Backup of {when}.").format(state=state, when=when(file.made_at))
