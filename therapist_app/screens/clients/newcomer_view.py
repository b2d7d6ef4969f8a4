"""Adding a client: how much is kept about who they are, and what fits the work to them."""

from dataclasses import asdict

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.form_widgets.identity_fields import IdentityFields
from therapist_app.screens.clients.viewmodel import ClientsViewModel
from therapist_app.widgets.fields.choice_box import ChoiceBox, UnfoldingBox
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Tick,
    TwoColumns,
    button,
    card,
    foot_bar,
    page_head,
    reading,
    scroll,
    stack,
)
from therapist_app.workflows.course.genders import GENDERS
from therapist_app.workflows.overviews.seeing_clients import AGE_BANDS, NewClient


class NewClientView(QWidget):
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
        self.known = IdentityFields(viewmodel.state.today)
        self.track = ChoiceBox(choices.tracks)
        self.track.setPlaceholderText(_("Choose a track"))
        self.track_field = LabelledField(
            pgettext("field", "&Track"),
            self.track,
            hint=_("Needed now. It can be changed later, with a reason."),
        )
        self.age_band = UnfoldingBox()
        self.gender = UnfoldingBox()
        self.adaptations = {each: Tick(title) for each, title in choices.adaptations}
        self.add = MainButton(_("Add the client"), loses_words=True)
        self.go_back = button(pgettext("button", "Back"))
        self._fill_boxes()
        self._compose()
        self.track.chosen.connect(self._on_track_chosen)
        self.add.clicked.connect(self._on_add_clicked)
        self.go_back.clicked.connect(self.went_back)

    def focus_first(self) -> None:
        """Put the keyboard on the first question."""
        self.known.focus_first()

    def _fill_boxes(self) -> None:
        only = self._tracks[0][0] if len(self._tracks) == 1 else None
        self.track.show_chosen(only)  # which of several is a person's decision
        self.age_band.addItems([pgettext("answer", "not said"), *AGE_BANDS])
        self.gender.addItems(
            [pgettext("answer", "not said"), *(_(words) for words in GENDERS.values())]
        )

    def _compose(self) -> None:
        person = card(_("How is the client known here?"), self.known)
        person.setAccessibleName("")  # its choices say it
        work = card(
            pgettext("card", "The course"),
            reading(
                _(
                    "For an adult, once it is decided that this is the right help. Until then, "
                    "record a first contact on Today."
                )
            ),
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
            TwoColumns(stack(person, work, STRETCH), stack(fit, STRETCH)),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        head = page_head(
            pgettext("page", "New client"),
            _("The code is chosen at random. Needed now: a track, and the name where you keep one"),
        )
        foot = foot_bar(self.go_back, STRETCH, self.add)
        self.setLayout(whole_page(head, scroll(body), foot))

    @Slot()
    def _on_track_chosen(self) -> None:
        self.track_field.show_problem("")

    @Slot()
    def _on_add_clicked(self) -> None:
        known = self.known.known_as()
        if known is None:
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
                **asdict(known),
                track=track,
                adaptations=tuple(
                    each for each, tick in self.adaptations.items() if tick.isChecked()
                ),
                age_band=AGE_BANDS[at_age - 1] if at_age else "",
                gender=tuple(GENDERS)[at_gender - 1] if at_gender else "",
            )
        )
