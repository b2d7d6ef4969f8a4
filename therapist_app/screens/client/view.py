"""The screen of a client: the head keeps its place, the page beneath it changes."""

from datetime import datetime

from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from therapist_app.screens.client.case_view import CaseView
from therapist_app.screens.client.changes_view import ChangesView
from therapist_app.screens.client.forms_view import FormsView, PaperView
from therapist_app.screens.client.head_view import HeadView
from therapist_app.screens.client.identity_view import IdentityView
from therapist_app.screens.client.next_session.appointment_view import AppointmentView
from therapist_app.screens.client.next_session.gate_view import GateView
from therapist_app.screens.client.next_session.starting import StartChecks
from therapist_app.screens.client.overview.overview_view import OverviewView
from therapist_app.screens.client.viewmodel import ClientState, ClientViewModel
from therapist_app.widgets.layout.page_view import PageView, whole_page

Page = AppointmentView | CaseView | ChangesView | FormsView | GateView | IdentityView | PaperView


class ClientView(PageView[ClientViewModel]):
    """One client; the gates, the calendar, the forms and the identity are pages of their own."""

    def __init__(self, viewmodel: ClientViewModel, parent: QWidget | None = None) -> None:
        super().__init__("client", viewmodel, parent)
        self.head = HeadView()
        self.overview = OverviewView()
        self.page: Page | None = None
        self.pages = QStackedWidget()
        self.pages.addWidget(self.overview)
        self.setLayout(whole_page(self.head, self.pages))
        self._connect()
        viewmodel.begin()

    def show_state(self, state: ClientState) -> None:
        """Show the client as the record says now."""
        self.head.show_state(state)
        self.overview.show_state(state)

    def show_gates(self, ask: StartChecks) -> None:
        """Say what stands before the session."""
        page = GateView(ask)
        page.form_chosen.connect(self._viewmodel.open_form)
        page.alert_chosen.connect(self._viewmodel.answer_alert)
        page.overridden.connect(self._viewmodel.starting.override)
        page.start_chosen.connect(self._viewmodel.starting.start_anyway)
        page.back_chosen.connect(self.show_overview)
        self._turn_to(page)

    def show_overview(self) -> None:
        """Turn back to the page of the client."""
        if self.page is not None:
            self.pages.removeWidget(self.page)
            self.page.deleteLater()
            self.page = None
        self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard on the next thing to do."""
        if self.page is None:
            self.head.focus_first()
        else:
            self.page.focus_first()

    def refresh(self) -> None:
        """Show what the record says now."""
        if isinstance(self.page, GateView):
            self._viewmodel.refresh()
            self._look_at_gates_again()
        else:
            self._viewmodel.refresh()

    @override
    def turn_back(self) -> bool:
        """Turn back to the page of the client."""
        turns_back = self.page is not None
        if turns_back:
            self.show_overview()
        return turns_back

    def _connect(self) -> None:
        viewmodel, head = self._viewmodel, self.head
        head.main_chosen.connect(viewmodel.act)
        head.start_chosen.connect(viewmodel.starting.start)
        head.calendar_chosen.connect(self._on_head_calendar_chosen)
        head.forms_chosen.connect(self._on_head_forms_chosen)
        head.identity_chosen.connect(self._on_head_identity_chosen)
        head.summary_chosen.connect(viewmodel.make_summary)
        head.course_chosen.connect(self._on_head_course_chosen)
        head.rights_chosen.connect(viewmodel.show_rights)
        head.second_chosen.connect(viewmodel.rate_again)
        self.overview.form_chosen.connect(viewmodel.open_form)
        self.overview.alert_chosen.connect(viewmodel.answer_alert)
        self.overview.case_chosen.connect(self._on_overview_case_chosen)
        viewmodel.starting.asked.connect(self.show_gates)
        viewmodel.state_changed.connect(self.show_state)

    def _turn_to(self, page: Page) -> None:
        if self.page is not None:
            self.pages.removeWidget(self.page)
            self.page.deleteLater()
        self.page = page
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        page.focus_first()

    def _look_at_gates_again(self) -> None:
        ask = self._viewmodel.starting.ask()
        if not ask.is_clear:
            self.show_gates(ask)
        else:
            self.show_overview()

    def _on_head_calendar_chosen(self) -> None:
        page = AppointmentView(
            self._viewmodel.state.page,
            self._viewmodel.starting.plan_choices(),
            self._viewmodel.after_the_end(),
        )
        page.planned.connect(self._on_page_planned)
        page.start_chosen.connect(self._viewmodel.starting.start_other)
        page.booked.connect(self._on_page_booked)
        page.missed.connect(self._on_page_missed)
        page.back_chosen.connect(self.show_overview)
        self._turn_to(page)

    def _on_head_forms_chosen(self) -> None:
        page = FormsView(self._viewmodel.forms_done(), self._viewmodel.forms_to_fill())
        page.filled_chosen.connect(self._viewmodel.open_filled)
        page.form_chosen.connect(self._viewmodel.open_form)
        page.paper_chosen.connect(self._on_page_paper_chosen)
        page.back_chosen.connect(self.show_overview)
        self._turn_to(page)

    def _on_overview_case_chosen(self) -> None:
        page = CaseView(self._viewmodel.case)
        page.back_chosen.connect(self.show_overview)
        self._turn_to(page)

    def _on_page_paper_chosen(self) -> None:
        page = PaperView(self._viewmodel.entering)
        page.back_chosen.connect(self._on_head_forms_chosen)
        self._turn_to(page)

    def _on_head_identity_chosen(self) -> None:
        page = IdentityView(self._viewmodel.look_up_identity())
        page.back_chosen.connect(self.show_overview)
        self._turn_to(page)

    def _on_page_planned(self, plan_id: str, at: datetime, mode: str, merged_with: str) -> None:
        self._viewmodel.starting.plan(plan_id, at, mode, merged_with)
        self.show_overview()

    def _on_page_booked(self, chosen: tuple[tuple[str, datetime], ...], mode: str) -> None:
        self._viewmodel.starting.book(chosen, mode)
        self.show_overview()

    def _on_head_course_chosen(self) -> None:
        page = ChangesView(self._viewmodel.changing.state)
        page.changed.connect(self._viewmodel.changing.change)
        page.back_chosen.connect(self.show_overview)
        self._viewmodel.changing.state_changed.connect(page.show_state)
        self._turn_to(page)

    def _on_page_missed(self, appointment_id: str, attendance: str) -> None:
        self._viewmodel.starting.record_missed(appointment_id, attendance)
        self.show_overview()
