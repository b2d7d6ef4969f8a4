"""Adding a client: how much is kept about who they are, and what fits the work to them."""

from typing import Literal

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import N_, NP_, pgettext
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.values.days import read_day
from therapist_app.screens.clients.viewmodel import ClientsViewModel
from therapist_app.widgets.fields.choice_box import ChoiceBox, UnfoldingBox
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    MainButton,
    Option,
    TextLine,
    Tick,
    button,
    card,
    choices,
    foot_bar,
    one_of,
    page_head,
    reading,
    scroll,
    stack,
)
from therapist_app.workflows.course.genders import GENDERS
from therapist_app.workflows.overviews.seeing_clients import AGE_BANDS, NewClient

Kind = Literal["code_only", "pseudonym", "named"]
KINDS: tuple[Kind, ...] = ("code_only", "pseudonym", "named")
KIND_WORDS = {
    "code_only": (N_("By code only"), N_("Nothing in the record says who it is.")),
    "pseudonym": (N_("By a name of their choice"), N_("It need not be a real one.")),
    "named": (NP_("how a client is kept", "By name"), N_("Kept apart from everything clinical.")),
}


class NewcomerView(QWidget):
    """A new client; a code is drawn by chance, everything about the person is optional.

    Signals:
        went_back: Nobody is to be added after all.

    """

    went_back = Signal()

    def __init__(self, viewmodel: ClientsViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        choices = viewmodel.choices
        self._tracks = choices.tracks
        self.kinds = {each: _kind_option(each) for each in KINDS}
        self.name = TextLine()
        self.name_field = LabelledField(pgettext("field", "Na&me"), self.name)
        self.contact = TextLine()
        self.contact_field = LabelledField(_("&Contact, as agreed"), self.contact)
        self.birth_date = TextLine()
        self.birth_field = LabelledField(_("&Date of birth, if it is needed"), self.birth_date)
        self.emergency = TextLine()
        self.emergency_field = LabelledField(
            _("&Who may be called in an emergency, and how"), self.emergency
        )
        self.track = ChoiceBox(choices.tracks)
        self.track.setPlaceholderText(_("Choose a track"))
        self.track_field = LabelledField(
            pgettext("field", "&Track"),
            self.track,
            hint=_("Needed now; it can be changed on the client's page later, with a reason."),
        )
        self.age_band = UnfoldingBox()
        self.gender = UnfoldingBox()
        self.adaptations = {each: Tick(title) for each, title in choices.adaptations}
        self.add = MainButton(_("Add the client"))
        self.go_back = button(pgettext("button", "Back"))
        self._fill_boxes()
        self._compose()
        for option in self.kinds.values():
            option.turned.connect(self._on_kind_turned)
        self.track.chosen.connect(self._on_track_chosen)
        self.name.edited.connect(self._on_name_edited)
        self.birth_date.edited.connect(self._on_birth_edited)
        self.add.clicked.connect(self._on_add_clicked)
        self.go_back.clicked.connect(self.went_back)

    def focus_first(self) -> None:
        """Put the keyboard on the first question."""
        self.kinds["code_only"].setFocus()

    def _fill_boxes(self) -> None:
        only = self._tracks[0][0] if len(self._tracks) == 1 else None
        self.track.show_chosen(only)  # which of several is a person's decision
        self.age_band.addItems([pgettext("answer", "not said"), *AGE_BANDS])
        self.gender.addItems(
            [pgettext("answer", "not said"), *(_(words) for words in GENDERS.values())]
        )

    def _compose(self) -> None:
        one_of(self, self.kinds.values(), chosen=0)
        person = card(
            _("How is the client known here?"),
            choices(_("How is the client known here?"), *self.kinds.values()),
            self.name_field,
            self.contact_field,
            self.birth_field,
            self.emergency_field,
        )
        work = card(
            pgettext("card", "The course"),
            self.track_field,
            LabelledField(pgettext("field", "&Age"), self.age_band),
            LabelledField(pgettext("field", "&Gender"), self.gender),
            gap="m",
        )
        fit = card(
            _("What this client needs"),
            reading(_("Each tick adds lines to the guidance of every session.")),
            *self.adaptations.values(),
            gap="xs",
        )
        body = stack(
            Columns(stack(person, work, STRETCH), stack(fit, STRETCH)),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        head = page_head(
            pgettext("page", "New client"),
            _("The code is chosen at random. Choose a track; the rest may wait, but for a name"),
        )
        foot = foot_bar(self.go_back, STRETCH, self.add)
        self.setLayout(whole_page(head, scroll(body), foot))
        self._on_kind_turned()

    @Slot()
    def _on_kind_turned(self) -> None:
        kind = self._kind()
        self.name_field.setVisible(kind != "code_only")
        if kind == "code_only":
            self.name_field.show_problem("")
        self.birth_field.setVisible(kind == "named")
        words = pgettext("field", "Na&me") if kind == "named" else _("Na&me of their choice")
        self.name_field.label.setText(words)
        self.name.setAccessibleName(words.replace("&", ""))

    @Slot()
    def _on_track_chosen(self) -> None:
        self.track_field.show_problem("")

    @Slot()
    def _on_name_edited(self) -> None:
        if self.name.text().strip():
            self.name_field.show_problem("")

    @Slot()
    def _on_birth_edited(self) -> None:
        if not self.birth_date.text().strip() or read_day(self.birth_date.text()):
            self.birth_field.show_problem("")

    @Slot()
    def _on_add_clicked(self) -> None:
        kind = self._kind()
        lacks_name = kind != "code_only" and not self.name.text().strip()
        self.name_field.show_problem(
            _("Write the name, or choose to go by a code alone.") if lacks_name else "",
            again=True,
        )
        if lacks_name:
            self.name.setFocus()
            return
        born = read_day(self.birth_date.text())
        if kind == "named" and self.birth_date.text().strip() and born is None:
            self.birth_field.show_problem(
                _("Please write it as 28 02 1990, or leave it empty."), again=True
            )
            self.birth_date.setFocus()
            return
        track = self.track.chosen_id
        self.track_field.show_problem(
            "" if track else _("Choose which track the course takes."), again=True
        )
        if not track:
            self.track.setFocus()
            return
        at_age, at_gender = self.age_band.currentIndex(), self.gender.currentIndex()
        self._viewmodel.add(
            NewClient(
                anonymity=kind,
                name=self.name.text() if kind != "code_only" else "",
                contact=self.contact.text(),
                birth_date=born.isoformat() if kind == "named" and born else "",
                emergency_contact=self.emergency.text(),
                track=track,
                adaptations=tuple(
                    each for each, tick in self.adaptations.items() if tick.isChecked()
                ),
                age_band=AGE_BANDS[at_age - 1] if at_age else "",
                gender=tuple(GENDERS)[at_gender - 1] if at_gender else "",
            )
        )

    def _kind(self) -> Kind:
        return next(each for each, option in self.kinds.items() if option.isChecked())


def _kind_option(kind: str) -> Option:
    words, help_words = KIND_WORDS[kind]
    return Option(_(words), help_words=_(help_words))
