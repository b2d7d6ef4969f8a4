"""Who gets the release, what it is for, of whom and of when it is, with what follows from that."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from exports.occasion import caseloads_in_words
from exports.purposes import ONE_CLIENT, purpose_in_words
from exports.quarters import quarter_named
from session_forms.words.day_words import written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, _, ngettext, pgettext
from therapist_app.screens.outcomes.client_asks_view import ClientAsksView
from therapist_app.screens.outcomes.closing_view import ClosingView
from therapist_app.screens.outcomes.giving_view import GivingView
from therapist_app.screens.outcomes.release_state import KINDS, OutcomesState
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.widgets.fields.choice_box import ChoiceBox, UnfoldingBox
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    Option,
    button,
    choices,
    hold,
    one_of,
    row,
    rule,
    stack,
    text,
)
from therapist_app.workflows.exporting.earlier_releases import EarlierRelease
from therapist_app.workflows.exporting.exporting import ClientChoice
from therapist_app.workflows.exporting.keeping_recipients import RecipientLine
from therapist_app.workflows.exporting.quarter_words import missing_words
from therapist_app.workflows.exporting.quarters import LEAST_LATE, GivenFigures
from therapist_app.workflows.exporting.readers import is_of_one_client

PUBLISHING = N_(
    "Anybody may read it then, as in a yearly report or on a website. The figures are those for "
    "readers outside, also where your own clinical lead gets them to publish. It is sealed for the "
    "recipient, who opens it and publishes it."
)


class ChoicesView(QWidget):
    """The left side; changing anything here starts the release again."""

    def __init__(self, viewmodel: OutcomesViewModel) -> None:
        super().__init__()
        state = viewmodel.state
        self._viewmodel = viewmodel
        self.recipient = ChoiceBox(
            (each.name, recipient_words(each)) for each in state.choices.recipients
        )
        self.recipient.setPlaceholderText(_("Choose who gets it"))
        self.recipient.show_chosen(None)
        self.options = {each: Option(_(words)) for each, words in KINDS.items()}
        self.kinds = one_of(self, self.options.values())
        self._clients: list[str] = []
        self._listed: tuple[ClientChoice, ...] = ()
        self.client = UnfoldingBox()
        self.client.addItem(_("Choose a client"))
        self.client.hold_many()
        self.client_field = LabelledField(
            pgettext("field", "Client in the summary"),
            self.client,
            hint=_("The same recipient and purpose get the same pseudonym each time."),
        )
        self.quarter = ChoiceBox()
        self.quarter_field = LabelledField(_("Up to the end of"), self.quarter)
        self.course = ChoiceBox(state.choices.courses)
        self.course_field = LabelledField(pgettext("field", "Course of the report"), self.course)
        self.missing = text("", "small", wrap=True)
        self.done = text("", wrap=True)
        self.giving = GivingView(viewmodel)
        self.closing = ClosingView(viewmodel)
        self.recipients = button(_("Show recipients and keys"), "quiet")
        self.waiting = button(_("Show what waits for a second person"), "quiet")
        self.for_second = button(_("Look at what waits for you"), "primary")
        self.for_second_line = hold(
            stack(
                text(_second_words(state), "strong", wrap=True),
                row(self.for_second, STRETCH),
                rule(),
                gap="s",
            )
        )
        if not state.for_second:  # shown without a parent it would flash up as a window
            self.for_second_line.hide()
        self.publishing = text(_(PUBLISHING), "small", wrap=True)
        self.purpose = ChoiceBox()
        self.purpose.setPlaceholderText(_("Choose what it is for"))
        self.client_asks = ClientAsksView(viewmodel)
        self.replaces = ChoiceBox()
        self.replaces_field = LabelledField(_("Takes the place of"), self.replaces)
        self.prepare = button(pgettext("button", "Show preview"))
        self.covers = text("", "small", wrap=True)
        self.leaves = text("", "strong", wrap=True)
        self._build()
        self._listen(viewmodel)

    def _listen(self, viewmodel: OutcomesViewModel) -> None:
        self.recipient.chosen.connect(viewmodel.choose_recipient)
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.client.picked.connect(self._on_client_picked)
        self.quarter.chosen.connect(viewmodel.choose_quarter)
        self.course.chosen.connect(viewmodel.choose_course)
        self.recipients.clicked.connect(viewmodel.open_recipients)
        self.waiting.clicked.connect(viewmodel.open_waiting)
        self.for_second.clicked.connect(viewmodel.open_waiting)
        self.purpose.chosen.connect(viewmodel.choose_purpose)
        self.replaces.chosen.connect(viewmodel.choose_replaced)
        self.prepare.clicked.connect(viewmodel.prepare)

    def show_state(self, state: OutcomesState) -> None:
        """Show what is chosen."""
        self.options[state.kind].setChecked(True)
        self.client_field.setVisible(not state.is_report)
        for kind, option in self.options.items():
            option.setVisible(state.choices.has_clients or not is_of_one_client(kind))
        self.publishing.setVisible(state.is_published)
        self.purpose.show_choices((each, purpose_in_words(each)) for each in state.purposes)
        self.purpose.show_chosen(state.purpose or None)
        self._show_quarters(state)
        self._show_earlier(state)
        blocker = QSignalBlocker(self.client)
        if state.clients is not self._listed:
            self._listed = state.clients
            self._clients = [each.client_id for each in state.clients]
            while self.client.count() > 1:
                self.client.removeItem(1)
            self.client.addItems([each.code for each in state.clients])
        known = state.client_id in self._clients
        self.client.setCurrentIndex(self._clients.index(state.client_id) + 1 if known else 0)
        blocker.unblock()
        self.covers.setText(covers_words(state))
        self.client_asks.show_state(state)
        leaves = leaves_words(state)
        self.leaves.setText(leaves)
        self.leaves.setVisible(bool(leaves))
        self.course_field.setVisible(state.is_report and len(state.choices.courses) > 1)
        self.course.show_chosen(state.course)
        chosen = (self.client, self.quarter, self.course, self.purpose)
        for each in (self.recipient, *self.options.values(), *chosen):
            each.setEnabled(not state.is_busy)
        self.waiting.setVisible(state.needs_second)
        self.prepare.setEnabled(state.can_prepare and not state.is_busy)
        self.prepare.setText(
            pgettext("button", "Preparing …")
            if state.is_preparing and not state.made.is_counting
            else pgettext("button", "Show preview")
        )

    def _show_earlier(self, state: OutcomesState) -> None:
        """Show which earlier release this one could take the place of."""
        earlier = [(each.id, earlier_words(each)) for each in state.earlier]
        self.replaces.show_choices(
            [("", pgettext("takes the place of", "Nothing, it is new")), *earlier]
        )
        known = state.replaces in {each.id for each in state.earlier}
        self.replaces.show_chosen(state.replaces if known else "")
        self.replaces_field.setVisible(bool(earlier))

    def _show_quarters(self, state: OutcomesState) -> None:
        """Show which quarters were closed, whose figures are missing, and which can be closed."""
        is_report, known = state.is_report, state.choices.quarters
        self.quarter_field.setVisible(is_report and bool(known))
        self.quarter.show_choices((each.quarter.name, each.quarter.in_words) for each in known)
        self.quarter.show_chosen(state.quarter or None)
        lacking = state.missing
        if lacking is not None:
            self.missing.setText(missing_words(lacking.missing, lacking.until))
        self.missing.setVisible(is_report and lacking is not None)
        self.done.setText(state.closed)
        self.done.setVisible(is_report and bool(state.closed))
        self.giving.show_state(state)
        self.closing.show_state(state)

    def focus_first(self) -> None:
        """Put the keyboard on the kind."""
        (self.kinds.checkedButton() or next(iter(self.options.values()))).setFocus()

    def following(self, had_keyboard: QWidget | None) -> QWidget | None:
        """Return where the keyboard goes on from a question that was asked here; else None."""
        return self.giving.following(had_keyboard) or self.closing.following(had_keyboard)

    def _build(self) -> None:
        page = stack(
            self.for_second_line,
            text(pgettext("fact", "For whom"), "lead"),
            LabelledField(pgettext("field", "Recipient"), self.recipient),
            row(self.recipients, STRETCH),
            text(pgettext("fact", "What kind"), "strong"),
            choices(pgettext("fact", "What kind"), *self.options.values()),
            self.publishing,
            self.client_field,
            self.course_field,
            self.quarter_field,
            self.done,
            self.giving,
            self.closing,
            LabelledField(_("What it is for"), self.purpose),
            self.client_asks,
            self.replaces_field,
            self.leaves,
            self.prepare,
            row(self.waiting, STRETCH),
            self.covers,
            self.missing,
            STRETCH,
            gap="s",
            margins=("l", "l", "xs", "l"),
        )
        self.setLayout(page)

    def _on_kind_chosen(self, number: int) -> None:
        self._viewmodel.choose_kind(tuple(KINDS)[number])

    def _on_client_picked(self, index: int) -> None:
        self._viewmodel.choose_client(self._clients[index - 1] if index else "")


def _second_words(state: OutcomesState) -> str:
    return ngettext(
        "{count} export waits for your approval.",
        "{count} exports wait for your approval.",
        state.for_second,
    ).format(count=state.for_second)


def recipient_words(line: RecipientLine) -> str:
    """Return a recipient by name, and what they lack before anything can be made for them."""
    if line.is_ready:
        return line.title
    lacks = _("no key yet") if line.standing == "no_key" else _("key not compared yet")
    return facts_in_a_line(line.title, lacks)


def earlier_words(release: EarlierRelease) -> str:
    """Return an earlier release by its day, and whether a correction has changed it since.

    The figures of a quarter are given once: a report that is issued again holds none.
    """
    day = written_day(release.made_at.astimezone().date())
    is_changed = release.corrections and release.profile == ONE_CLIENT
    corrected = _("corrected since then") if is_changed else ""
    return facts_in_a_line(day, corrected, release.id)


def covers_words(state: OutcomesState) -> str:
    """Return whose figures these would be."""
    if not state.is_report:
        return _(
            "Contains a pseudonym, the order of the sessions, bands and scores, as far as the "
            "purpose needs them; no dates, no weeks and no words of the client."
        )
    words = _(
        "{held} {counted} A report needs {needed} people who are counted, of all caseloads "
        "together. {told}"
    ).format(
        held=_held_words(state.held),
        counted=_counted_words(state),
        needed=state.choices.needed,
        told=_told_words(state),
    )
    if not state.choices.has_clients:
        words = given_words(state)
    return words


def leaves_words(state: OutcomesState) -> str:
    """Return that figures would leave the service, and what that asks; nothing where they do not.

    The rules follow from who gets it and what for, whatever kind was chosen.
    """
    if not state.leaves_service:
        return ""
    return _(
        "This leaves the service: a second person approves it, and a figure needs {least} clients. "
        "It asks no questions: make a report for the clinical lead as well, who answers them here."
    ).format(least=state.least)


def _held_words(held: GivenFigures | None) -> str:
    """Return of how many caseloads a report made now would be, and why not of others that gave."""
    if held is None:
        return _("A report is of the caseloads that gave their figures to its quarter.")
    words = _("A report made now is of {caseloads}: those that gave their figures to it.").format(
        caseloads=caseloads_in_words(len(held.shown), held.of)
    )
    if not held.late:
        return words
    late = ngettext(
        "{count} caseload gave its figures after a report of this quarter, and joins once it "
        "brings {least} people: else the difference would be theirs.",
        "{count} caseloads gave their figures after a report of this quarter, and join once they "
        "bring {least} people: else the difference would be theirs.",
        held.late,
    ).format(count=held.late, least=LEAST_LATE)
    return f"{words} {late}"


def given_words(state: OutcomesState) -> str:
    """Return of what a report is, for somebody without clients of their own."""
    return _(
        "Made of the figures that each caseload gave to the quarter when it was closed; no client "
        "and no caseload is opened for it. A report needs {needed} people who are counted, of all "
        "caseloads together. {told}"
    ).format(needed=state.choices.needed, told=_told_words(state))


def _told_words(state: OutcomesState) -> str:
    """Return from how many people on a report says anything, and why from more of some.

    Who reads that ten people make a report would else expect one that says something.
    """
    return ngettext(
        "Every number is changed a little; nothing is said about fewer than {least} people, and "
        "little about fewer than {twice}.",
        "Every number is changed a little in each caseload. Of {count} together nothing is said "
        "about fewer than {least} people, and little about fewer than {twice}.",
        state.summed,
    ).format(count=state.summed, least=state.least, twice=2 * state.least)


def _counted_words(state: OutcomesState) -> str:
    """Return how many of one's own clients are counted in the quarter that is chosen, and why."""
    if state.counted is None:
        agreed = state.choices.agreed or 0
        return ngettext(
            "{count} client has agreed to it; whoever had no session by the end of a quarter is "
            "not counted in it.",
            "{count} clients have agreed to it; whoever had no session by the end of a quarter is "
            "not counted in it.",
            agreed,
        ).format(count=agreed)
    people = state.counted.people
    if state.counted.is_lacking and not people:
        return _("Your figures are not in it yet.")
    words = ngettext(
        "In this quarter {count} of your clients is counted: who had agreed when the figures were "
        "given, and had a session by its end.",
        "In this quarter {count} of your clients are counted: who had agreed when the figures "
        "were given, and had a session by its end.",
        people,
    ).format(count=people)
    if state.counted.is_lacking:
        more = _("Not all of your figures are in it yet.")
        words = f"{words} {more}"
    if not state.counted.since:
        return words
    stands = _(
        "Where few people had anything new since {quarter}, the figures of that quarter are used."
    )
    since = quarter_named(state.counted.since).in_words
    return f"{words} {stands.format(quarter=since)}"
