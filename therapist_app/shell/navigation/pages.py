"""Which screen stands at which destination.

Imported after the unlock window stands, off its thread: the screens bring the forms and the
programme with them.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.screens.about.view import AboutView
from therapist_app.screens.about.viewmodel import AboutViewModel
from therapist_app.screens.alert.view import AlertView
from therapist_app.screens.alert.viewmodel import AlertViewModel
from therapist_app.screens.audit_trail.view import AuditTrailView
from therapist_app.screens.audit_trail.viewmodel import AuditTrailViewModel
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
from therapist_app.screens.form.view import FormView
from therapist_app.screens.form.viewmodel import FormViewModel
from therapist_app.screens.hand_over.view import HandOverView
from therapist_app.screens.hand_over.viewmodel import HandOverViewModel
from therapist_app.screens.keys.view import OwnKeysView
from therapist_app.screens.keys.viewmodel import OwnKeysViewModel
from therapist_app.screens.library.view import LibraryView
from therapist_app.screens.library.viewmodel import LibraryViewModel
from therapist_app.screens.outcomes.view import OutcomesView
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.screens.oversight.view import OversightView
from therapist_app.screens.oversight.viewmodel import OversightViewModel
from therapist_app.screens.people.view import PeopleView
from therapist_app.screens.people.viewmodel import PeopleViewModel
from therapist_app.screens.review.view import ReviewView
from therapist_app.screens.review.viewmodel import ReviewViewModel
from therapist_app.screens.safekeeping.view import SafekeepingView
from therapist_app.screens.safekeeping.viewmodel import SafekeepingViewModel
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
from therapist_app.shell.navigation.navigation import MakePage, ids_of
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

PAGES: dict[type[Destination], tuple[type[Any], Callable[..., Any]]] = {
    commands.Today: (TodayView, TodayViewModel),
    commands.SupervisionPack: (SupervisionView, SupervisionViewModel),
    commands.Clients: (ClientsView, ClientsViewModel),
    commands.Library: (LibraryView, LibraryViewModel),
    commands.Training: (TrainingView, TrainingViewModel),
    commands.Outcomes: (OutcomesView, OutcomesViewModel),
    commands.Review: (ReviewView, ReviewViewModel),
    commands.Safekeeping: (SafekeepingView, SafekeepingViewModel),
    commands.Oversight: (OversightView, OversightViewModel),
    commands.AuditTrail: (AuditTrailView, AuditTrailViewModel),
    commands.About: (AboutView, AboutViewModel),
    commands.People: (PeopleView, PeopleViewModel),
    commands.OwnKeys: (OwnKeysView, OwnKeysViewModel),
    commands.Caseloads: (CaseloadsView, CaseloadsViewModel),
    commands.ClientPage: (ClientView, ClientViewModel),
    commands.DataRights: (DataRightsView, DataRightsViewModel),
    commands.Retention: (RetentionView, RetentionViewModel),
    commands.SessionPage: (SessionView, SessionViewModel),
    commands.ClosePage: (CloseView, CloseViewModel),
    commands.SecondRatingPage: (SecondRatingView, SecondRatingViewModel),
    commands.FormPage: (FormView, FormViewModel.of_client),
    commands.FilledFormPage: (FormView, FormViewModel.kept),
    commands.HandOver: (HandOverView, HandOverViewModel),
    commands.AlertPage: (AlertView, AlertViewModel),
}

ACTIONS: dict[type[Destination], str] = {
    commands.Today: "work_with_clients",
    commands.SupervisionPack: "make_supervision_pack",
    commands.Clients: "work_with_clients",
    commands.Library: "read_programme",
    commands.Training: "practise",
    commands.Outcomes: "export_outcomes",
    commands.Review: "read_packages",
    commands.Settings: "see_settings",
    commands.Safekeeping: "keep_backups",
    commands.Oversight: "oversee",
    commands.AuditTrail: "read_audit_trail",
    commands.About: "see_settings",
    commands.People: "list_people",
    commands.OwnKeys: "change_own_passphrase",
    commands.Caseloads: "choose_caseload",
    commands.ClientPage: "work_with_clients",
    commands.DataRights: "work_with_clients",
    commands.Retention: "work_with_clients",
    commands.SessionPage: "work_with_clients",
    commands.ClosePage: "work_with_clients",
    commands.SecondRatingPage: "work_with_clients",
    commands.FormPage: "work_with_clients",
    commands.FilledFormPage: "work_with_clients",
    commands.HandOver: "work_with_clients",
    commands.AlertPage: "work_with_clients",
}
"""What somebody must be allowed to do to stand at a destination; where it is not said, nobody."""


def page_maker(workspace: Workspace, chosen_look: ChosenLook) -> MakePage:
    """Return what builds the screen of a destination, over one record.

    What the person signed in may not do, no screen is built for: `NotAllowed` or `NoCaseload`.
    """

    def make_page(destination: Destination) -> QWidget:
        require(workspace.vault, ACTIONS.get(type(destination), ""))
        page: QWidget
        if isinstance(destination, commands.Settings):
            settings = SettingsViewModel(workspace, chosen_look)
            viewmodel: QObject = settings
            page = SettingsView(settings)
        else:
            view, kind = PAGES[type(destination)]
            viewmodel = kind(workspace, *ids_of(destination))
            page = view(viewmodel)
        viewmodel.setParent(page)
        return page

    return make_page
