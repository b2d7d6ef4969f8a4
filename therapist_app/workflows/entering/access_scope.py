"""How far the person signed in reaches: whose clients are open, which place they come back to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import _
from therapist_app import commands
from therapist_app.commands import Destination, Oversight, People, Review, Today
from therapist_app.record.database.audit import by_others
from therapist_app.record.header.caseload_access import CaseloadChoice
from therapist_app.record.service import settings
from therapist_app.record.vault.vault import OnlyReadBecause, Vault
from therapist_app.workflows.permissions import may, roles_now

NOWHERE: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class AccessScope:
    """What the window shows around every screen.

    Attributes:
        home: Where a person begins, and comes back to.
        has_clients: Whether places with clients are theirs.
        leads: Whether they see the whole service, and what waits for them as a lead; not where
            nobody has clients.
        clients: Whose clients are being worked with; None where they are one's own and no
            others could be chosen.
        may_change: Whether others could be.
        only_read_because: Why nothing can be kept; None where it can.

    """

    home: Destination
    has_clients: bool = True
    leads: bool = False
    clients: CaseloadChoice | None = None
    may_change: bool = False
    only_read_because: OnlyReadBecause | None = None


def home(vault: Vault) -> Destination:
    """Return where the person signed in begins: the day, else what their roles are about."""
    if may(vault, "work_with_clients"):
        return Today()
    if reads_only(vault):
        return Review()
    return Oversight() if "lead" in roles_now(vault) else People()


def reads_only(vault: Vault) -> bool:
    """Whether this service is there to read the reports of others: it has no caseload."""
    return not vault.header.caseloads and may(vault, "oversee")


def caseload_in_use(vault: Vault) -> CaseloadChoice | None:
    """Return whose clients are being worked with; None where there are none."""
    choices = vault.caseload_choices()
    return next((each for each in choices if each.id == vault.caseload_id), None)


def access_scope(vault: Vault) -> AccessScope:
    """Return how far the person signed in reaches now.

    Where the clients of a moment ago are not theirs to open any more, others that are come in
    their place.
    """
    found = vault.caseload_choices()
    if found and vault.caseload_id is not None and caseload_in_use(vault) is None:
        vault.use_caseload(found[0].id)
    leads = may(vault, "oversee") and not reads_only(vault)
    if not may(vault, "work_with_clients"):
        why = vault.only_read_because
        return AccessScope(home(vault), has_clients=False, leads=leads, only_read_because=why)
    in_use, several = caseload_in_use(vault), len(found) > 1
    is_told = several or (in_use is not None and in_use.access != "own")
    clients = in_use if is_told else None
    return AccessScope(
        Today(),
        leads=leads,
        clients=clients,
        may_change=several,
        only_read_because=vault.only_read_because,
    )


def remember_place(vault: Vault, here: Destination, before: Sequence[Destination] = ()) -> None:
    """Note where the person was, how they came there, and with whose clients.

    It stands in the encrypted service file. A hand-over is not come back to, since its PIN is
    gone: its session is, or its client. From what the client looked at one comes back to the
    therapist's own page. When the record is closed already, because a backup was put back,
    nothing is noted.
    """
    if not vault.is_open or vault.is_only_read:
        return
    here = _own_page(here)
    place = {
        **_noted(here),
        "before": [_noted(each) for each in _until(here, before)],
        "caseload": vault.caseload_id,
        "on": _today(vault),
        "n": vault.service.audit.mark.n,
    }
    settings.save(vault.service, _key(vault), place)


def first_places(vault: Vault) -> tuple[Destination, ...]:
    """Return how the person came where they were before it locked, once and on the same day.

    The last place is where they were; else there is only their first. A new day begins with what
    waits on it, and so does coming back once a colleague was signed in meanwhile: what is told, or
    waits, stands on the first page. A session goes on where it was.
    The same clients are worked with again. Where they are not open to this person any more, the
    place is not come back to either.
    """
    place = settings.load(vault.service, _key(vault), _Place)
    if place is None:
        return (access_scope(vault).home,)
    if not vault.is_only_read:
        settings.save(vault.service, _key(vault), NOWHERE)
    if place.on != _today(vault):
        return (access_scope(vault).home,)
    caseload = place.caseload
    if caseload is not None:
        if all(each.id != caseload for each in vault.caseload_choices()):
            return (access_scope(vault).home,)
        vault.use_caseload(caseload)
    there = _read(place)
    if there is not None and (_is_of_a_session(there) or not _was_somebody_here(vault, place.n)):
        before = (_read(each) for each in place.before)
        return (*(each for each in before if each is not None), there)
    return (access_scope(vault).home,)


def _own_page(place: Destination) -> Destination:
    """Return the therapist's own page of what the client had or looked at; else the place."""
    if isinstance(place, commands.HandOver):
        at = place.appointment_id
        return commands.SessionPage(at) if at else commands.ClientPage(place.client_id)
    if isinstance(place, commands.BesideClient):
        return commands.SessionPage(place.appointment_id, place.question_id)
    if isinstance(place, commands.BesideForm):
        return commands.FormPage(
            place.client_id, place.form_id, place.appointment_id, place.question_id
        )
    if isinstance(place, commands.ShownScore):
        return commands.FilledFormPage(place.filled_form_id)
    return place


def _until(here: Destination, before: Iterable[Destination]) -> list[Destination]:
    """Return the places on the way to one, each once, up to that one."""
    way = list(dict.fromkeys(_own_page(each) for each in before))
    return way[: way.index(here)] if here in way else way


def _noted(place: Destination) -> dict[str, Any]:
    ids = [getattr(place, each.name) for each in fields(place)]
    return {"at": type(place).__name__, "ids": ids}


@dataclass(frozen=True, slots=True)
class _Noted:
    """A place as it is noted: its name, and what it is about."""

    at: str
    ids: tuple[str | int | tuple[str, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class _Place(_Noted):
    """Where somebody was, how they came there, and when."""

    on: str
    caseload: str | None
    before: tuple[_Noted, ...] = ()
    n: int = 0


def _read(noted: _Noted) -> Destination | None:
    """Return a place that was noted; None where an earlier version knew one of that name."""
    kind = getattr(commands, noted.at, None)
    if not (isinstance(kind, type) and issubclass(kind, Destination)):
        return None
    try:
        return kind(*noted.ids)
    except TypeError:  # of another number
        return None


def _is_of_a_session(place: Destination) -> bool:
    of_session = (
        commands.SessionPage,
        commands.FormPage,
    )
    return isinstance(place, of_session) and bool(place.appointment_id)


def _was_somebody_here(vault: Vault, since: int) -> bool:
    """Whether anybody else wrote into the service after an entry of its audit."""
    return bool(by_others(vault.service, vault.person.uid, after=since, limit=1))


def _today(vault: Vault) -> str:
    return vault.service.now().astimezone().date().isoformat()


def _key(vault: Vault) -> str:
    return f"came_from:{vault.person.uid}"


def handed_over_words(choice: CaseloadChoice) -> str:
    """Return whose clients they were who are one's own now."""
    if not choice.came_from:
        return _("Clients who were handed over to you")
    if choice.came_from == choice.owner_name:  # who came back, under a new entry
        return _("Your clients from before")
    return _("Clients whom {name} handed over to you").format(name=choice.came_from)


def choice_in_words(choice: CaseloadChoice) -> tuple[str, str]:
    """Return whose clients they are, and why they are open to the person signed in."""
    if choice.access == "own":
        return _("Your own clients"), _("Only you can open them, and whoever covers for you.")
    if choice.access == "handed_over" or choice.until is None:
        return handed_over_words(choice), _("They are yours now.")
    words = _("You cover until the end of {day}.")
    title = _("The clients of {name}").format(name=choice.owner_name)
    return title, words.format(day=day_in_words(choice.until))
