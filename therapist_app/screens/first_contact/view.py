"""The page of a first contact: name and number above, apart from the form below them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from exports.package.hand_over_file import ENDING
from session_forms.words.texts import _, pgettext
from therapist_app.commands import Destination
from therapist_app.form_widgets.alert_banner import AlertLine, open_alerts_in_words
from therapist_app.form_widgets.panel.panel import FormPanel
from therapist_app.form_widgets.render_context import FillMode
from therapist_app.record.model import Alert
from therapist_app.screens.first_contact.viewmodel import (
    FirstContactState,
    FirstContactViewModel,
)
from therapist_app.theme.look import look
from therapist_app.widgets.dialogs.choosing_files import ask_for_file
from therapist_app.widgets.fields.begun_fields import mark_saved
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_scroll import PageScroll
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.layout.pinned import Pinned
from therapist_app.widgets.page_help import ANSWERING, PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    TextLine,
    box,
    button,
    card,
    foot_bar,
    keep_aside,
    lay_in,
    page_head,
    stack,
)


def ask_for_hand_over(parent: QWidget) -> str:
    """Return the sealed file that a person picks, or nothing."""
    return ask_for_file(parent, _("Open a hand-over file"), f"age (*{ENDING})")


class FirstContactView(PageView[FirstContactViewModel]):
    """Somebody calls: write while they speak, and save; a code is drawn by chance."""

    HELP = PageHelp(
        "Somebody makes contact for the first time. Write while they speak; only the two "
        "questions on safety must be answered, and Save asks once how soon somebody should "
        "speak with them and what is asked for. With Save the person stands on the waiting "
        "list under a code, and what you promised stands on Today.",
        ANSWERING,
        read_on="docs/way-in.md",
    )

    def __init__(
        self, viewmodel: FirstContactViewModel, *, ask: Callable[[QWidget], str] = ask_for_hand_over
    ) -> None:
        super().__init__("first_contact", viewmodel)
        self._ask = ask
        self.name = TextLine()
        self.contact = TextLine()
        self.panel = FormPanel(viewmodel.filling, mode=FillMode(finish=pgettext("button", "Save")))
        self.back = button(pgettext("button", "Back"), "secondary")
        self.save = MainButton(pgettext("button", "Save"))
        self.receive = button(_("Open a hand-over file"), "quiet")
        self.message = MessagePlace()
        self.area = PageScroll()
        self.alert = Pinned(
            self.area, margins=("page", "s", "page", 0), keeps=lambda: self.panel.current
        )
        self._compose()
        self.name.returnPressed.connect(self.contact.setFocus)
        self.contact.returnPressed.connect(self.panel.focus_first)
        self.name.edited.connect(viewmodel.write_name)
        self.contact.edited.connect(viewmodel.write_contact)
        self.receive.clicked.connect(self._on_receive_clicked)
        self.back.clicked.connect(self._on_back_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.alerts_opened.connect(self.show_alerts)
        viewmodel.begin()

    def show_state(self, state: FirstContactState) -> None:
        """Show who it is, and why it could not be kept."""
        self.name.show_words(state.caller.name)
        self.contact.show_words(state.caller.contact)
        if state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
        elif state.refused:
            self.message.show_message(
                "attention", _("The hand-over is not written down"), state.refused
            )
        else:
            self.message.clear()

    @Slot(tuple)
    def show_alerts(self, alerts: tuple[Alert, ...]) -> None:
        """Say in one line that an alert opened, and lead to it."""
        shown = AlertLine(alerts, alerts[0].states)
        shown.answer.clicked.connect(self._viewmodel.answer_alert)
        self.alert.show_notice(shown)

    @property
    @override
    def most_urgent(self) -> str:
        """That an alert opened here."""
        alerts = self._viewmodel.alerts
        return open_alerts_in_words(alerts) if alerts else ""

    @property
    def comes_back_to(self) -> Destination:
        """What was begun here: an empty page would be filled in for the same person again."""
        return self._viewmodel.place

    def focus_first(self) -> None:
        """Put the keyboard on what they may be called, at the top of the page."""
        self.name.setFocus()
        self.area.verticalScrollBar().setValue(0)

    def flush(self) -> None:
        """Save what was not saved yet."""
        self.panel.commit()
        self._viewmodel.flush()
        mark_saved(self.name)
        mark_saved(self.contact)

    @override
    def turn_back(self) -> bool:
        """Keep what is written and go back."""
        self._on_back_clicked()
        return True

    def _compose(self) -> None:
        who = card(
            _("Who it is, as far as they say"),
            LabelledField(
                _("What may we &call them?"),
                self.name,
                hint=_(
                    "Whom it is about, also where somebody else calls. It need not be a real "
                    "name, and it may stay empty."
                ),
            ),
            LabelledField(
                _("Safe &number or address"),
                self.contact,
                hint=_("Kept apart from the answers below."),
            ),
            gap="s",
        )
        form = self._viewmodel.filling.state.form
        sheet = box(
            "card",
            stack(
                self.panel,
                margins=("l", "m", "l", "m"),
            ),
        )
        column = QWidget()
        column.setLayout(stack(self.message, who, sheet, STRETCH, gap="m"))
        column.setMaximumWidth(look().size("form_width"))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(column, 1000)
        middle.addStretch(1)
        head = page_head(form.title, _("A code is chosen at random once something is saved"))
        foot = foot_bar(self.back, self.receive, STRETCH, self.save)
        self.setLayout(whole_page(head, self.alert, foot))
        lay_in(self.area, stack(middle, margins=("page", "m", "page", "m")))
        keep_aside(self, self.back, self.save)

    @Slot()
    def _on_receive_clicked(self) -> None:
        place = self._ask(self)
        if place:
            self.panel.commit()
            self._viewmodel.receive(Path(place))
            self.focus_first()

    @Slot()
    def _on_back_clicked(self) -> None:
        self.flush()
        self._viewmodel.go_back()

    @Slot()
    def _on_save_clicked(self) -> None:
        self.panel.commit()
        self._viewmodel.save()
