"""The screen of a client: the head keeps its place, the page beneath it changes."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from typing_extensions import override

from session_forms.words.texts import N_, NP_
from therapist_app.commands import Destination
from therapist_app.form_widgets.alert_banner import open_alerts_in_words
from therapist_app.screens.client.another_course_view import AnotherCourseView
from therapist_app.screens.client.case_view import CaseView
from therapist_app.screens.client.changes_view import ChangesView
from therapist_app.screens.client.contact_view import ContactView
from therapist_app.screens.client.discard_view import DiscardView
from therapist_app.screens.client.forms_view import FormsView, PaperView
from therapist_app.screens.client.handing_on_view import HandOnView
from therapist_app.screens.client.head_view import HeadView, title_words
from therapist_app.screens.client.identity_view import CorrectIdentityView, IdentityView
from therapist_app.screens.client.moving_view import MoveView
from therapist_app.screens.client.next_session.appointment_view import AppointmentView
from therapist_app.screens.client.next_session.gate_view import GateView
from therapist_app.screens.client.next_session.off_view import OffView
from therapist_app.screens.client.overview.overview_view import OverviewView
from therapist_app.screens.client.starting import StartChecks
from therapist_app.screens.client.viewmodel import ClientState, ClientViewModel
from therapist_app.widgets.controls.buttons import is_main_key, lead_to, why_not
from therapist_app.widgets.layout.page_view import TurningView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.workflows.overviews.plan_choices import CANCELLED, MISSED

FORMS, SESSION, GATES, PLAN, CONTACT = "forms", "session", "gates", "plan", "contact"
COURSE, MOVE = "course", "move"


class ClientView(TurningView[ClientViewModel]):
    """One client; the gates, the calendar, the forms and the identity are pages of their own."""

    HELP = PageHelp(
        "Everything about one client: where you are in the programme, what was promised, "
        "how the scores change, what comes next and what happened. The filled button at the "
        "top is the next thing to do. The code stands at the top of every page, so that you "
        "can check whose page it is.",
        (
            (NP_("keys", "Left, Right"), N_("Go along the marks of the programme map")),
            (NP_("keys", "Enter"), N_("Open what a mark or a line of the timeline shows")),
            (NP_("keys", "Ctrl+P"), N_("Open the list of forms, to print one")),
        ),
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: ClientViewModel) -> None:
        self.overview = OverviewView(viewmodel)
        super().__init__("client", viewmodel, self.overview)
        self.head = HeadView(viewmodel)
        self.setLayout(whole_page(self.head, self.pages.place))
        self.head.calendar_chosen.connect(self._on_head_calendar_chosen)
        self.head.forms_chosen.connect(self._on_head_forms_chosen)
        self.head.identity_chosen.connect(self._on_head_identity_chosen)
        self.head.course_chosen.connect(self._on_head_course_chosen)
        self.head.move_chosen.connect(self._on_head_move_chosen)
        self.head.discard_chosen.connect(self._on_head_discard_chosen)
        self.overview.case_chosen.connect(self._on_overview_case_chosen)
        self.overview.course_chosen.connect(self._on_head_course_chosen)
        self.overview.identity_chosen.connect(self._on_page_correction_chosen)
        viewmodel.planning_requested.connect(self._on_head_calendar_chosen)
        viewmodel.course_requested.connect(self._on_head_course_chosen)
        viewmodel.off_requested.connect(self._on_off_requested)
        viewmodel.contact_requested.connect(self._on_contact_requested)
        self.overview.paper_chosen.connect(self._on_overview_paper_chosen)
        self.overview.hand_on_chosen.connect(self._on_overview_hand_on_chosen)
        viewmodel.starting.asked.connect(self.show_gates)
        viewmodel.starting.calendar_changed.connect(self.show_first)
        viewmodel.another.moved.connect(self.show_first)
        viewmodel.follow(self.show_state)
        if viewmodel.part == FORMS:
            self._on_head_forms_chosen()
        elif viewmodel.part in (MISSED, CANCELLED):
            viewmodel.ask_about_planned(viewmodel.part)
        elif viewmodel.part == PLAN:
            self._on_head_calendar_chosen()
        elif viewmodel.part == COURSE:
            self._on_head_course_chosen()
        elif viewmodel.part == MOVE:
            self._on_head_move_chosen()
        elif viewmodel.part == CONTACT:
            QTimer.singleShot(0, viewmodel, viewmodel.log_contact)
        elif viewmodel.part == SESSION:  # once the window listens, for it may lead on at once
            QTimer.singleShot(0, viewmodel, viewmodel.begin_session)
        elif viewmodel.part == GATES:
            viewmodel.look_at_gates()

    @property
    def comes_back_to(self) -> Destination:
        """The list of forms, or of what is decided first, while it stands open; else the page.

        Of the page the line of the timeline that has the keyboard, if one has. Somebody who goes
        from what is decided first into a form comes back to what else is missing.
        """
        if isinstance(self.page, GateView) and self._viewmodel.starting.waits_before_next:
            return self._viewmodel.place(GATES)
        if self.page is not None:
            return self._viewmodel.place(FORMS if isinstance(self.page, FormsView) else "")
        return self._viewmodel.place("", self.overview.line)

    def show_state(self, state: ClientState) -> None:
        """Show the client as the record says now."""
        self._shown = state
        self.head.show_state(state)
        self.overview.show_state(state)

    @property
    @override
    def most_urgent(self) -> str:
        """An open alert by its level, before where the course stands."""
        alerts = self._shown.page.alerts
        return f"{open_alerts_in_words(alerts)} {title_words(self._shown)}" if alerts else ""

    def show_gates(self, ask: StartChecks) -> None:
        """Say what stands before the session."""
        self.turn_to(GateView(self._viewmodel, ask))

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the next thing to do, or on the line that was left."""
        wanted, self._viewmodel.line = self._viewmodel.line, 0
        if self.page is None and self.overview.go_to_line(wanted):
            return
        (self.page or self.head).focus_first()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead to the next thing to do: that key, meant for the page before, begins no session.

        The key that prints leads to what of a client can be printed.
        """
        if event.matches(QKeySequence.StandardKey.Print) and self.page is None:
            self._on_head_forms_chosen()
            return
        main = self.head.main if self.page is None else None
        if main is not None and is_main_key(event) and not why_not(self):
            lead_to(main)
            return
        super().keyPressEvent(event)

    def refresh(self) -> None:
        """Show what the record says now."""
        self._viewmodel.refresh()
        if isinstance(self.page, GateView):
            self._look_at_gates_again()

    def _look_at_gates_again(self) -> None:
        ask = self._viewmodel.starting.ask()
        if not ask.is_clear:
            self.show_gates(ask)
        else:
            self.show_first()

    def _on_head_calendar_chosen(self) -> None:
        self.turn_to(AppointmentView(self._viewmodel))

    def _on_off_requested(self, asked: str) -> None:
        self.turn_to(OffView(self._viewmodel, asked))

    def _on_contact_requested(self) -> None:
        self.turn_to(ContactView(self._viewmodel.contact, self._viewmodel.state.page.client.code))

    def _on_head_forms_chosen(self) -> None:
        page = FormsView(self._viewmodel)
        page.paper_chosen.connect(self._on_page_paper_chosen)
        self.turn_to(page)

    def _on_page_paper_chosen(self, form_id: str) -> None:
        self.turn_to(PaperView(self._viewmodel.entering, form_id), self._on_head_forms_chosen)

    def _on_overview_paper_chosen(self, form_id: str) -> None:
        self.turn_to(PaperView(self._viewmodel.entering, form_id))

    def _on_overview_case_chosen(self) -> None:
        self.turn_to(CaseView(self._viewmodel.case))

    def _on_overview_hand_on_chosen(self) -> None:
        self.turn_to(HandOnView(self._viewmodel.handing_on))

    def _on_head_identity_chosen(self) -> None:
        page = IdentityView(self._viewmodel)
        page.correction_chosen.connect(self._on_page_correction_chosen)
        self.turn_to(page)

    def _on_page_correction_chosen(self) -> None:
        self.turn_to(CorrectIdentityView(self._viewmodel), self._on_head_identity_chosen)

    def _on_head_course_chosen(self) -> None:
        page = ChangesView(self._viewmodel.changing)
        page.another_chosen.connect(self._on_page_another_chosen)
        self.turn_to(page)

    def _on_page_another_chosen(self) -> None:
        self.turn_to(AnotherCourseView(self._viewmodel.another), self._on_head_course_chosen)

    def _on_head_move_chosen(self) -> None:
        self.turn_to(MoveView(self._viewmodel.moving))

    def _on_head_discard_chosen(self) -> None:
        self.turn_to(DiscardView(self._viewmodel))
