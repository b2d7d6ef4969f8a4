"""Every screen, one row each: who may stand there, how it is made, how the window stands around it.

Imported after the unlock window stands, off its thread: the screens bring the forms and the
programme with them.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import N_, NP_, _
from therapist_app.commands import (
    About,
    AlertPage,
    AuditTrail,
    Back,
    BesideClient,
    BesideForm,
    Calendar,
    CalendarPaper,
    Caseloads,
    ClientPage,
    Clients,
    ClosePage,
    Command,
    CommandGroup,
    DataRights,
    Destination,
    FilledFormPage,
    FirstContact,
    FormPage,
    HandOver,
    ImportList,
    Library,
    LocalTextPage,
    Lock,
    Outcomes,
    Oversight,
    OwnKeys,
    People,
    PromisePage,
    ReadGuide,
    Recipients,
    ReportQuestions,
    Retention,
    Review,
    Safekeeping,
    Search,
    SecondRatingPage,
    SessionPage,
    Settings,
    ShownScore,
    SupervisionPack,
    Today,
    Training,
    UseCaseload,
    WaitingReleases,
)
from therapist_app.destination import HELP_KEY, SHORTCUTS_KEY, WHOLE_KEY
from therapist_app.form_widgets.alert_banner import ALERT_KEY
from therapist_app.paths import is_here
from therapist_app.record.vault.vault import Vault
from therapist_app.screens.about.view import AboutView
from therapist_app.screens.about.viewmodel import AboutViewModel
from therapist_app.screens.alert.view import AlertView
from therapist_app.screens.alert.viewmodel import AlertViewModel
from therapist_app.screens.audit_trail.view import AuditTrailView
from therapist_app.screens.audit_trail.viewmodel import AuditTrailViewModel
from therapist_app.screens.calendar.paper import CalendarPaperViewModel
from therapist_app.screens.calendar.paper_view import CalendarPaperView
from therapist_app.screens.calendar.view import CalendarView
from therapist_app.screens.calendar.viewmodel import CalendarViewModel
from therapist_app.screens.caseloads.view import CaseloadsView
from therapist_app.screens.caseloads.viewmodel import CaseloadsViewModel
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.screens.clients.view import ClientsView
from therapist_app.screens.clients.viewmodel import ClientsViewModel
from therapist_app.screens.close.second_rating import SecondRatingViewModel
from therapist_app.screens.close.second_rating_view import SecondRatingView
from therapist_app.screens.close.view import CloseView
from therapist_app.screens.close.viewmodel import CloseViewModel
from therapist_app.screens.data_rights.retention import RetentionViewModel
from therapist_app.screens.data_rights.retention_view import RetentionView
from therapist_app.screens.data_rights.view import DataRightsView
from therapist_app.screens.data_rights.viewmodel import DataRightsViewModel
from therapist_app.screens.first_contact.view import FirstContactView
from therapist_app.screens.first_contact.viewmodel import FirstContactViewModel
from therapist_app.screens.form.beside import BesideFormViewModel
from therapist_app.screens.form.beside_view import BesideFormView
from therapist_app.screens.form.shown_score import ShownScoreViewModel
from therapist_app.screens.form.shown_score_view import ShownScoreView
from therapist_app.screens.form.view import FormView
from therapist_app.screens.form.viewmodel import FormViewModel
from therapist_app.screens.hand_over.view import HandOverView
from therapist_app.screens.hand_over.viewmodel import HandOverViewModel
from therapist_app.screens.importing.view import ImportingView
from therapist_app.screens.importing.viewmodel import ImportingViewModel
from therapist_app.screens.keys.view import OwnKeysView
from therapist_app.screens.keys.viewmodel import OwnKeysViewModel
from therapist_app.screens.library.view import LibraryView
from therapist_app.screens.library.viewmodel import LibraryViewModel
from therapist_app.screens.local_text.view import LocalTextView
from therapist_app.screens.local_text.viewmodel import LocalTextViewModel
from therapist_app.screens.outcomes.questions import QuestionsViewModel
from therapist_app.screens.outcomes.questions_view import QuestionsView
from therapist_app.screens.outcomes.view import OutcomesView
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.screens.outcomes.waiting import WaitingViewModel
from therapist_app.screens.outcomes.waiting_view import WaitingView
from therapist_app.screens.oversight.view import OversightView
from therapist_app.screens.oversight.viewmodel import OversightViewModel
from therapist_app.screens.people.view import PeopleView
from therapist_app.screens.people.viewmodel import PeopleViewModel
from therapist_app.screens.promise.view import PromiseView
from therapist_app.screens.promise.viewmodel import PromiseViewModel
from therapist_app.screens.recipients.view import RecipientsView
from therapist_app.screens.recipients.viewmodel import RecipientsViewModel
from therapist_app.screens.review.view import ReviewView
from therapist_app.screens.review.viewmodel import ReviewViewModel
from therapist_app.screens.safekeeping.view import SafekeepingView
from therapist_app.screens.safekeeping.viewmodel import SafekeepingViewModel
from therapist_app.screens.search.viewmodel import RecentPage, SearchViewModel
from therapist_app.screens.session.beside_view import BesideView
from therapist_app.screens.session.view import SessionView
from therapist_app.screens.session.viewmodel import SessionViewModel
from therapist_app.screens.settings.view import SettingsView
from therapist_app.screens.settings.viewmodel import SettingsViewModel
from therapist_app.screens.today.supervision import SupervisionViewModel
from therapist_app.screens.today.supervision_view import SupervisionView
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.screens.training.view import TrainingView
from therapist_app.screens.training.viewmodel import TrainingViewModel
from therapist_app.settings import ChosenLook
from therapist_app.shell.navigation.acts_now import acts_here, acts_now
from therapist_app.widgets.controls.buttons import MAIN_KEY
from therapist_app.workflows.entering.access_scope import (
    AccessScope,
    access_scope,
    choice_in_words,
)
from therapist_app.workflows.overviews.searching import client_of_page
from therapist_app.workflows.permissions import TABLE, may, require
from therapist_app.workflows.safekeeping.drills import may_hold
from therapist_app.workflows.workspace import Workspace, told_when_gone

MakePage = Callable[[Destination], QWidget]
MakeSearch = Callable[[Sequence[Destination], bool, Destination], SearchViewModel]
"""Makes a search: the last pages, whether clients are shown by code alone, where one is."""


@dataclass(frozen=True, slots=True)
class Place:
    """One screen.

    Attributes:
        destination: The kind of destination that leads there.
        action: What somebody must be allowed to do to stand there, by the table of permissions.
        view: Its widget, made over its view-model.
        viewmodel: What it knows, made over the workspace and the ids of the destination.
        entry: Its own entry in the rail, with its key; most screens have none.
        beneath: The screen whose entry is marked instead; None marks nothing.
        rail: How the rail stands: full, narrow while there is work, gone while the client looks on.

    """

    destination: type[Destination]
    action: str
    view: Callable[[Any], QWidget]
    viewmodel: Callable[..., QObject]
    entry: Command | None = None
    beneath: type[Destination] | None = Clients
    rail: Literal["full", "narrow", "none"] = "full"

    @property
    def in_session(self) -> bool:
        """Whether the longer idle limit holds: there is work with a client."""
        return self.rail != "full"

    @property
    def marked(self) -> type[Destination] | None:
        """The screen whose entry in the rail is marked."""
        return self.destination if self.entry else self.beneath


def _entry(name: str, title: str, destination: Destination, icon: str = "") -> Command:
    return Command(f"places.{name}", CommandGroup.PLACES, title, "", destination, icon or name)


def _with_keys(*places: Place) -> tuple[Place, ...]:
    """Return the places; those in the rail with their keys, Ctrl and a digit, as they stand.

    So they stand for somebody who has all of them; `commands_of` counts those of one person.
    """
    digits = iter("123456789")
    return tuple(
        replace(each, entry=replace(each.entry, shortcut=f"Ctrl+{next(digits)}"))
        if each.entry
        else each
        for each in places
    )


PLACES = _with_keys(
    Place(
        Today,
        "work_with_clients",
        TodayView,
        TodayViewModel,
        _entry("today", NP_("command", "Today"), Today()),
    ),
    Place(
        SupervisionPack,
        "make_supervision_pack",
        SupervisionView,
        SupervisionViewModel,
        beneath=Today,
    ),
    Place(
        FirstContact,
        "work_with_clients",
        FirstContactView,
        FirstContactViewModel,
        beneath=Today,
        rail="narrow",
    ),
    Place(
        Calendar,
        "work_with_clients",
        CalendarView,
        CalendarViewModel,
        _entry("calendar", NP_("command", "Calendar"), Calendar()),
    ),
    Place(
        CalendarPaper,
        "work_with_clients",
        CalendarPaperView,
        CalendarPaperViewModel,
        beneath=Calendar,
    ),
    Place(
        Clients,
        "work_with_clients",
        ClientsView,
        ClientsViewModel,
        _entry("clients", NP_("command", "Clients"), Clients()),
    ),
    Place(ImportList, "import_list", ImportingView, ImportingViewModel),
    Place(
        Library,
        "read_programme",
        LibraryView,
        LibraryViewModel,
        _entry("library", NP_("command", "Programme"), Library()),
    ),
    Place(LocalTextPage, "write_local_text", LocalTextView, LocalTextViewModel, beneath=Library),
    Place(Training, "practise", TrainingView, TrainingViewModel, beneath=Library),
    Place(
        Outcomes,
        "make_report",
        OutcomesView,
        OutcomesViewModel,
        _entry("outcomes", NP_("command", "Outcomes"), Outcomes()),
    ),
    Place(
        Recipients,
        "keep_recipients",
        RecipientsView,
        RecipientsViewModel,
        beneath=Outcomes,
    ),
    Place(
        ReportQuestions,
        "read_questions",
        QuestionsView,
        QuestionsViewModel,
        beneath=Outcomes,
    ),
    Place(
        WaitingReleases,
        "approve_release",
        WaitingView,
        WaitingViewModel,
        beneath=Outcomes,
    ),
    Place(
        Review,
        "read_packages",
        ReviewView,
        ReviewViewModel,
        _entry("review", NP_("command", "Received reports"), Review()),
    ),
    Place(
        Oversight,
        "oversee",
        OversightView,
        OversightViewModel,
        _entry("oversight", NP_("command", "Oversight"), Oversight(), icon="plan"),
    ),
    Place(
        Settings,
        "see_settings",
        SettingsView,
        SettingsViewModel,
        _entry("settings", NP_("command", "Settings"), Settings()),
    ),
    Place(Safekeeping, "keep_backups", SafekeepingView, SafekeepingViewModel, beneath=Settings),
    Place(AuditTrail, "read_audit_trail", AuditTrailView, AuditTrailViewModel, beneath=Settings),
    Place(People, "list_people", PeopleView, PeopleViewModel, beneath=Settings),
    Place(OwnKeys, "change_own_passphrase", OwnKeysView, OwnKeysViewModel, beneath=Settings),
    Place(Caseloads, "choose_caseload", CaseloadsView, CaseloadsViewModel, beneath=None),
    Place(About, "see_settings", AboutView, AboutViewModel, beneath=None),
    Place(ClientPage, "work_with_clients", ClientView, ClientViewModel),
    Place(DataRights, "work_with_clients", DataRightsView, DataRightsViewModel),
    Place(Retention, "see_retention", RetentionView, RetentionViewModel, beneath=Settings),
    Place(SessionPage, "work_with_clients", SessionView, SessionViewModel, rail="narrow"),
    Place(BesideClient, "work_with_clients", BesideView, SessionViewModel, rail="none"),
    Place(ClosePage, "work_with_clients", CloseView, CloseViewModel, rail="narrow"),
    Place(
        SecondRatingPage,
        "work_with_clients",
        SecondRatingView,
        SecondRatingViewModel,
        rail="narrow",
    ),
    Place(FormPage, "work_with_clients", FormView, FormViewModel.of_client, rail="narrow"),
    Place(BesideForm, "work_with_clients", BesideFormView, BesideFormViewModel, rail="none"),
    Place(FilledFormPage, "work_with_clients", FormView, FormViewModel.kept, rail="narrow"),
    Place(ShownScore, "work_with_clients", ShownScoreView, ShownScoreViewModel, rail="none"),
    Place(HandOver, "work_with_clients", HandOverView, HandOverViewModel, rail="none"),
    Place(AlertPage, "work_with_clients", AlertView, AlertViewModel, rail="narrow"),
    Place(PromisePage, "work_with_clients", PromiseView, PromiseViewModel),
)
BY_DESTINATION: Mapping[type[Destination], Place] = {each.destination: each for each in PLACES}
HIDE = Command("always.hide", CommandGroup.ALWAYS, N_("Hide the screen"), "F9", icon="hide")
LOCK = Command(
    "always.lock", CommandGroup.ALWAYS, NP_("command", "Lock"), "Ctrl+L", Lock(), icon="lock"
)
SEARCH = Command(
    "work.search", CommandGroup.WORK, NP_("command", "Search"), "Ctrl+K", Search(), "search"
)
ENTRIES = tuple(each.entry for each in PLACES if each.entry)
COMMANDS = (
    *ENTRIES,
    SEARCH,
    Command("work.find", CommandGroup.WORK, N_("Find a client"), "Ctrl+F", Clients()),
    Command("work.back", CommandGroup.WORK, NP_("command", "Back"), "Alt+Left", Back()),
    HIDE,
    LOCK,
)
"""Every key that the window itself listens to."""
MAIN_ACT = Command(
    "work.main_act",
    CommandGroup.WORK,
    N_("Press the main button of the page, or go to it"),
    MAIN_KEY,
)
TO_ALERT = Command("work.alert", CommandGroup.WORK, N_("To an alert that is open"), ALERT_KEY)
HELP = Command("always.help", CommandGroup.ALWAYS, N_("Help with the page you are on"), HELP_KEY)
WHOLE = Command(
    "always.whole",
    CommandGroup.ALWAYS,
    N_("Hear all that is written where the keyboard is"),
    WHOLE_KEY,
)
SHORTCUTS = Command(
    "work.shortcuts", CommandGroup.WORK, N_("All keyboard shortcuts"), SHORTCUTS_KEY
)
LISTED = (*COMMANDS, MAIN_ACT, TO_ALERT, SHORTCUTS, HELP, WHOLE)
"""Every key that does the same on all pages."""


CHOOSE_FOR_RIGHTS = N_("Data rights: consent, copy, erase or delete; choose the client first")
TAKE_OVER = N_("Take over a client, or switch caseload: cover, handed over")
SUPERVISED_WHERE = N_("Supervision and second rating: what a lead writes, and at whose window")
ASKED_FOR_NOTES = N_("A court, the police or a colleague outside asks for notes")


def _way(name: str, title: str, destination: Destination, icon: str = "") -> Command:
    return Command(f"ways.{name}", CommandGroup.PLACES, title, "", destination, icon)


WAYS = (
    *(each for each in COMMANDS if each.destination is not None and each is not SEARCH),
    _way("first_contact", N_("Record a first contact: somebody calls"), FirstContact(), "plus"),
    _way("promises", N_("Promises to keep, and calls to make"), Today(), "clock"),
    _way("sign_out", N_("Sign out, log out: lock the record"), Lock(), "lock"),
    _way("new_client", N_("New client: add somebody"), Clients("new_client"), "plus"),
    _way("waiting_list", N_("Waiting list: who waits for a place"), Clients("waiting"), "clock"),
    _way("rights", CHOOSE_FOR_RIGHTS, Clients(), "clients"),
    _way("asked", ASKED_FOR_NOTES, ReadGuide("docs/guides/asked-for-notes.md"), "form"),
    _way("retention", N_("How long records are kept: retention"), Retention(), "clock"),
    _way("import_list", N_("Import a list of clients from a spreadsheet"), ImportList(), "clients"),
    _way("recipients", N_("Recipients of exports and their keys"), Recipients(), "outcomes"),
    _way("own_key", N_("Our own key and its fingerprint, for senders"), Recipients("own"), "lock"),
    _way("quarter", N_("Close a quarter, make a report or a summary"), Outcomes(), "outcomes"),
    _way("report", N_("Make a report of the service, in figures"), Outcomes(), "outcomes"),
    _way("questions", N_("Questions of reports, and their answers"), ReportQuestions(), "outcomes"),
    _way(
        "waiting",
        N_("Exports that wait for a second person to approve"),
        WaitingReleases(),
        "outcomes",
    ),
    _way("supervision", N_("Make a supervision pack"), SupervisionPack(), "print"),
    _way("lead", SUPERVISED_WHERE, ReadGuide("docs/guides/lead.md"), "form"),
    _way("paper", N_("Print the calendar of a week"), CalendarPaper(), "print"),
    _way("day_sheet", N_("Print a day sheet"), CalendarPaper(what="day"), "print"),
    _way("training", N_("Practice: first session, worked cases, questions"), Training(), "library"),
    _way("local_text", N_("Write the local text on confidentiality"), LocalTextPage(), "note"),
    _way("forms", NP_("page", "All forms"), Library("forms"), "form"),
    _way("worksheets", N_("Print a worksheet or another form"), Library("forms"), "print"),
    _way("texts", NP_("page", "Confidentiality texts"), Library("texts"), "form"),
    _way("services", N_("Services by country"), Library("services"), "info"),
    _way("numbers", N_("Phone numbers on the pages for clients"), Settings("numbers"), "settings"),
    _way(
        "versions", N_("Versions of the programme: sign off, packs"), Library("versions"), "library"
    ),
    _way("backups", N_("Backups: back up now, verify, second location"), Safekeeping(), "backup"),
    _way(
        "restore",
        N_("Restore a backup, or test that it would work"),
        Safekeeping("restore"),
        "backup",
    ),
    _way(
        "drill",
        N_("Hold a drill, to see whether the service would come back"),
        Safekeeping("drill"),
        "backup",
    ),
    _way("trail", NP_("page", "Audit trail"), AuditTrail(), "review"),
    _way("laptop", N_("Move to another laptop: make the backup for it"), Safekeeping(), "backup"),
    _way("people", N_("People and roles: add a person, who works here"), People(), "clients"),
    _way("cover", N_("Let a colleague cover: leave, holiday, illness"), People("cover"), "clients"),
    _way(
        "display",
        N_("Display: size of text, colours, dark or light, motion"),
        Settings(),
        "settings",
    ),
    _way(
        "locking",
        N_("Locking: signs out after minutes without use, idle time"),
        Settings("locking"),
        "settings",
    ),
    _way(
        "use_of_forms",
        N_("Sessions and forms: use of forms, measures, rules about a course"),
        Settings("forms"),
        "settings",
    ),
    _way(
        "protections",
        N_("This laptop: disk encryption, memory, clock, synchronised folders"),
        Settings("laptop"),
        "settings",
    ),
    _way(
        "keys", N_("Change your passphrase or password, print a recovery sheet"), OwnKeys(), "lock"
    ),
    _way("about", N_("About this application: version, fingerprint, licences"), About(), "info"),
    _way("caseloads", TAKE_OVER, Caseloads(), "clients"),
)
"""Every page that needs no choice of a client, and every command that goes somewhere, to search."""


WITH_CLIENTS = frozenset({"ways.quarter"})
"""Ways to what only somebody with clients can do, on a page that others have as well."""
DRILL = "ways.drill"
"""The way to what only those who may hold a drill find on the page of backups."""


def entries_of(access: AccessScope) -> tuple[Command, ...]:
    """Return the entries in the rail of one person, with their keys as they stand there."""
    theirs = (each.entry for each in PLACES if each.entry)
    shown = [each for each in theirs if is_theirs(each.destination, access)]
    return tuple(replace(each, shortcut=f"Ctrl+{at}") for at, each in enumerate(shown, 1))


def commands_of(access: AccessScope, commands: Sequence[Command] = COMMANDS) -> tuple[Command, ...]:
    """Return commands as one person has them; a place that is not in their rail has no key."""
    keys = {each.id: each.shortcut for each in entries_of(access)}
    return tuple(
        replace(each, shortcut=keys.get(each.id, "")) if each in ENTRIES else each
        for each in commands
    )


def ways_of(vault: Vault, access: AccessScope) -> tuple[Command, ...]:
    """Return the ways that lead somewhere for the person signed in."""
    known = (*commands_of(access, WAYS), *_other_caseloads(vault, access))
    ways = (each for each in known if access.has_clients or each.id not in WITH_CLIENTS)
    return tuple(
        each
        for each in ways
        if _leads_somewhere(each.destination, vault, access)
        and (each.id != DRILL or may_hold(vault))
        and (not isinstance(each.destination, ReadGuide) or is_here(each.destination.document))
    )


def _other_caseloads(vault: Vault, access: AccessScope) -> tuple[Command, ...]:
    """Return the ways to the other caseloads that a person may open, each by whose it is."""
    found = vault.caseload_choices() if access.may_change else ()
    others = [each for each in found if each.id != vault.caseload_id]
    return tuple(
        _way(f"caseload_{each.id}", choice_in_words(each)[0], UseCaseload(each.id), "clients")
        for each in others
    )


def _leads_somewhere(destination: Destination | None, vault: Vault, access: AccessScope) -> bool:
    place = BY_DESTINATION.get(type(destination)) if destination is not None else None
    return is_theirs(destination, access) and (place is None or may(vault, place.action))


def is_private(destination: Destination) -> bool:
    """Return whether the client looks at what stands there: nothing of others may be shown."""
    return place_of(destination).rail == "none"


def place_of(destination: Destination) -> Place:
    """Return the row of the screen that stands at a destination.

    Raises:
        KeyError: Nothing stands there: it is a request to the shell itself.

    """
    return BY_DESTINATION[type(destination)]


def needs_clients(destination: Destination | None) -> bool:
    """Return whether what stands at a destination is only for somebody with clients in use."""
    place = BY_DESTINATION.get(type(destination)) if destination is not None else None
    return place is not None and TABLE[place.action].needs_clients


def is_theirs(destination: Destination | None, access: AccessScope) -> bool:
    """Return whether a way that stands around every screen leads somewhere for this person."""
    place = BY_DESTINATION.get(type(destination)) if destination is not None else None
    if place is not None and place.action == "oversee":
        return access.leads
    if place is not None and place.action == "make_report":
        return access.leads or access.has_clients
    return access.has_clients or not needs_clients(destination)


def ids_of(destination: Destination) -> tuple[Any, ...]:
    """Return the ids in a destination, in the order in which its view-model takes them."""
    return tuple(getattr(destination, each.name) for each in fields(destination))


def page_maker(workspace: Workspace, chosen_look: ChosenLook) -> MakePage:
    """Return what builds the screen of a destination, over one record.

    What a screen asks the record twice while it is put together is read once. What the person
    signed in may not do, no screen is built for: `NotAllowed` or `NoCaseload`.
    Nor is one for what is not there any more: `Gone`.
    """
    handed: dict[type[Destination], tuple[Any, ...]] = {
        Settings: (chosen_look,),
    }

    def make_page(destination: Destination) -> QWidget:
        place = place_of(destination)
        require(workspace.vault, place.action)
        kind, ids = type(destination), ids_of(destination)
        with workspace.reading_once():
            with told_when_gone() if any(ids) else nullcontext():
                viewmodel = place.viewmodel(workspace, *handed.get(kind, ()), *ids)
            return place.view(viewmodel)

    return make_page


def search_maker(workspace: Workspace) -> MakeSearch:
    """Return what makes a search over one record."""

    def make_search(
        recent: Sequence[Destination],
        codes_only: bool,  # noqa: FBT001
        here: Destination,
    ) -> SearchViewModel:
        every = ways_of(workspace.vault, access_scope(workspace.vault))
        ways = [
            each for each in every if not (codes_only and isinstance(each.destination, UseCaseload))
        ]
        # The first of a destination is its own name; others say what can be done there.
        titles = {each.destination: each.title for each in reversed(ways)}
        pages = [
            RecentPage(each, _(titles.get(each, "")))
            for each in recent
            if each in titles or isinstance(each, ClientPage)
        ]
        now = acts_now(workspace, None if codes_only else here)
        client_id = here.client_id if isinstance(here, ClientPage) else ""
        ids = [each for each in ids_of(here) if isinstance(each, str)]
        return SearchViewModel(
            workspace,
            (*now, *acts_here(here), *ways),
            pages,
            codes_only=codes_only,
            here=client_id,
            in_hand=client_of_page(workspace, ids) if place_of(here).in_session else "",
        )

    return make_search
