"""The outcomes screen: for whom, exactly what leaves, what was checked and what stays."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QWidget
from typing_extensions import override

from exports.occasion import caseloads_in_words
from exports.purposes import ONE_CLIENT, purpose_in_words
from exports.quarters import quarter_named
from session_forms.words.day_words import written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, ngettext, pgettext
from session_forms.words.texts import translate as _
from therapist_app.accessibility.announcing import with_stop
from therapist_app.screens.outcomes.asked_view import AskedView
from therapist_app.screens.outcomes.client_asks_view import ClientAsksView
from therapist_app.screens.outcomes.closing_view import ClosingView, counting_words
from therapist_app.screens.outcomes.figure_view import FigureView
from therapist_app.screens.outcomes.giving_view import GivingView
from therapist_app.screens.outcomes.preview_view import PreviewView, page_title
from therapist_app.screens.outcomes.readable_copy_view import ReadableCopyView
from therapist_app.screens.outcomes.reading_view import ReadingBar
from therapist_app.screens.outcomes.release_state import KINDS, OutcomesState, who_opens
from therapist_app.screens.outcomes.shared_lines_view import SharedLinesView
from therapist_app.screens.outcomes.sides_view import SidesView
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.widgets.controls.buttons import is_main_key
from therapist_app.widgets.dialogs import choosing_files
from therapist_app.widgets.fields.choice_box import ChoiceBox, UnfoldingBox
from therapist_app.widgets.keyboard_place import can_be_used
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.layout.once_painted import OncePainted
from therapist_app.widgets.layout.page_scroll import page_place
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Option,
    Part,
    button,
    choices,
    empty,
    foot_bar,
    hold,
    one_of,
    page_head,
    row,
    rule,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.exporting.earlier_releases import EarlierRelease
from therapist_app.workflows.exporting.exporting import STAYS_HERE, ClientChoice, Prepared
from therapist_app.workflows.exporting.keeping_recipients import RecipientLine
from therapist_app.workflows.exporting.quarter_words import missing_words
from therapist_app.workflows.exporting.quarters import LEAST_LATE, Given

PUBLISHING = N_(
    "Anybody may read it then, as in a yearly report or on a website. The figures are those for "
    "readers outside, also where your own clinical lead gets them to publish. It is sealed for the "
    "recipient, who opens it and publishes it."
)
ChooseFolder = Callable[[QWidget, Path | None], Path | None]
"""Asks for a folder, beginning in one that is given, or in the documents."""


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
        self.options = [
            Option(_("The service, in figures")),
            Option(_("One client, a summary")),
            Option(_("The service, to publish")),
        ]
        self.kinds = one_of(self, self.options)
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
        self.options[KINDS.index(state.kind)].setChecked(True)
        is_single = state.kind == "client_summary"
        self.client_field.setVisible(is_single)
        self.options[KINDS.index("client_summary")].setVisible(state.choices.has_clients)
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
        for each in (self.recipient, *self.options, *chosen):
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
        (self.kinds.checkedButton() or self.options[0]).setFocus()

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
            choices(pgettext("fact", "What kind"), *self.options),
            self.publishing,
            self.client_field,
            self.course_field,
            self.quarter_field,
            self.done,
            self.giving,
            self.covers,
            self.missing,
            self.closing,
            LabelledField(_("What it is for"), self.purpose),
            self.client_asks,
            self.replaces_field,
            self.leaves,
            self.prepare,
            row(self.waiting, STRETCH),
            STRETCH,
            gap="s",
            margins=("l",) * 4,
        )
        self.setLayout(page)

    def _on_kind_chosen(self, number: int) -> None:
        self._viewmodel.choose_kind(KINDS[number])

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
    if state.kind == "client_summary":
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


def _held_words(held: Given | None) -> str:
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
    stands = _("Where fewer than five people had anything new since {quarter}, its figures stand.")
    since = quarter_named(state.counted.since).in_words
    return f"{words} {stands.format(quarter=since)}"


class ChecksView(QWidget):
    """What was checked for this release, and what stays on the laptop."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self._place = stack()
        self.setLayout(self._place)

    def show_state(self, state: OutcomesState) -> None:
        """Show the checks of the release that is prepared."""
        prepared = state.made.prepared
        checks = prepared.release.checks if prepared else ()
        shown = (checks, prepared is not None)
        if shown == self._shown:
            return
        self._shown = shown
        parts: list[Part] = [text(pgettext("part", "Checked"), "lead")]
        parts += [_check(each.what, each.how) for each in checks]
        if not checks:
            words = _("The results of the checks are shown here once it is prepared.")
            parts.append(text(words, "small", tone="muted", wrap=True))
        if prepared:
            parts += [rule(), text(pgettext("part", "Does not leave"), "lead")]
            parts += [sign_line("lock", _(each), "small") for each in STAYS_HERE]
        empty(self._place)
        self._place.addWidget(hold(stack(*parts, STRETCH, gap="s", margins=("l",) * 4)))


def _check(what: str, how: str) -> QLayout:
    words = stack(text(what, "strong", wrap=True), text(how, "small", wrap=True), gap="hair")
    return row(stack(symbol("check", "good"), STRETCH), words, gap="s", grows=1)


def ask_for_folder(parent: QWidget, begin: Path | None = None) -> Path | None:
    """Return the folder that the person picks, or None; it begins where they were before."""
    chosen = choosing_files.ask_for_folder(parent, _("Where to save the package"), begin)
    return Path(chosen) if chosen else None


class OutcomesView(PageView[OutcomesViewModel]):
    """One release, from the choice to the signature.

    Signals:
        record_released: It was prepared, and the record is free again.

    """

    HELP = PageHelp(
        N_(
            "Here you make a report without names, for the service or, where you have clients, "
            "for one of them. First choose for whom and why; then see exactly what leaves, how "
            "each figure is counted, what was checked and what stays. Nothing leaves before you "
            "sign it."
        ),
        read_on="docs/guides/lead.md",
    )

    record_released = Signal()

    def __init__(
        self,
        viewmodel: OutcomesViewModel,
        parent: QWidget | None = None,
        *,
        choose_folder: ChooseFolder = ask_for_folder,
    ) -> None:
        super().__init__("outcomes", viewmodel, parent)
        self._choose_folder = choose_folder
        self._keyboard: QWidget | None = None
        self._came_from: QWidget | None = None
        self._said_of: object = None
        self._page: tuple[Prepared, int] | None = None
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._follow)
        self.choices = ChoicesView(viewmodel)
        self.preview = PreviewView(viewmodel)
        self.reading = ReadingBar(viewmodel)
        self.figure = FigureView(viewmodel)
        self.asked = AskedView(viewmodel)
        self.shared = SharedLinesView(viewmodel)
        self.readable = ReadableCopyView(viewmodel, choose_folder)
        self.checks = ChecksView()
        self.approve = MainButton(_("Approve and save"), "lock", is_final=True)
        self.promise = text("", "small", tone="muted", wrap=True)
        middle = (
            self.preview,
            self.reading,
            self.figure,
            self.asked,
            self.shared,
            self.readable,
        )
        self.sides = SidesView(self.choices, middle, self.checks)
        self.setLayout(
            whole_page(
                page_head(
                    pgettext("page", "Outcomes"), _("Reports without names that leave this laptop")
                ),
                self.sides,
                foot_bar(self.promise, STRETCH, self.approve),
            )
        )
        self.approve.clicked.connect(self._on_approve_clicked)
        self.preview.sharing_wanted.connect(self.shared.focus_first)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.record_released.connect(self.record_released)
        viewmodel.begin()
        OncePainted(self, viewmodel.read_on)

    @property
    def is_holding(self) -> bool:
        """Whether a release is being prepared, for which the record is read."""
        return self._viewmodel.state.is_busy

    def show_state(self, state: OutcomesState) -> None:
        """Show what is chosen, what would leave, and whether it may."""
        was_busy, had_keyboard = self._keyboard is not None, self._keyboard or self._with_keyboard()
        if state.is_busy and had_keyboard is not None and not was_busy:
            self.setFocus()  # what had it can do nothing for a while, and Qt would leave the page
        self.choices.show_state(state)
        self.preview.show_state(state)
        self.reading.show_state(state)
        self.figure.show_state(state)
        self.asked.show_state(state)
        self.shared.show_state(state)
        self.readable.show_state(state)
        self.checks.show_state(state)
        self.approve.setEnabled(state.can_approve)
        self.approve.setText(approve_words(state))
        words = promise_words(state)
        self._say_outcome(state, words)
        self.promise.setText(words)
        self.approve.setAccessibleDescription(words)
        self._keyboard = had_keyboard if state.is_busy else None
        stays = self.shared.holds(had_keyboard) or had_keyboard is self.figure.figures
        self._came_from = had_keyboard if stays else self.choices.following(had_keyboard)
        if state.is_busy or had_keyboard is None:
            if had_keyboard is not None and not was_busy and can_be_used(had_keyboard):
                had_keyboard.setFocus()
            return
        if was_busy or not can_be_used(had_keyboard):
            self._next.start()  # once the page that was just made can be seen

    def _say_outcome(self, state: OutcomesState, words: str) -> None:
        """Say that it is being prepared, is prepared, was refused or saved, as that comes."""
        stands = (
            state.is_preparing,
            state.made.prepared is None,
            state.unseen,
            state.made.refused,
            state.made.saved,
            state.made.readable,
            state.made.waits,
        )
        turned = self._turned_to(state)
        if stands != self._said_of:
            words = f"{with_stop(turned)} {words}" if turned else words
            busy = busy_words(state) if state.is_preparing else ""
            readable = self.readable.done.text() if state.made.readable else ""
            self.say(busy or state.made.refused or readable or words)
        elif turned:
            self.say(turned)
        self._said_of = stands

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead to what lacks, where the main act cannot be done yet; why is said there."""
        lacking = self._lacking if is_main_key(event) else None
        if lacking is not None and can_be_used(lacking):
            lacking.setFocus(Qt.FocusReason.ShortcutFocusReason)
        super().keyPressEvent(event)

    @property
    def _lacking(self) -> QWidget | None:
        """What comes next before anything can be approved; nothing while a question is open."""
        state, choices = self._viewmodel.state, self.choices
        if state.is_busy or state.can_approve or state.made.prepared is not None:
            return None
        if state.is_report and not state.quarter:
            return choices.closing.act
        if not state.recipient:
            return choices.recipient
        if not state.purpose:
            return choices.purpose
        return choices.prepare if state.can_prepare else choices.client

    def focus_first(self) -> None:
        """Put the keyboard on the kind of release."""
        self.choices.focus_first()

    def _turned_to(self, state: OutcomesState) -> str:
        """Return which page of a preview was turned to since the last time; of the first, none."""
        prepared, before = state.made.prepared, self._page
        self._page = None if prepared is None else (prepared, state.made.page)
        if prepared is None or before is None or before[0] is not prepared:
            return ""
        return page_title(state, prepared.release) if before[1] != state.made.page else ""

    def _with_keyboard(self) -> QWidget | None:
        """Return what has the keyboard here, also while a dialog has just been closed."""
        now: object = self.window().focusWidget()
        return now if isinstance(now, QWidget) and self.isAncestorOf(now) else None

    @Slot()
    def _go_on(self) -> None:
        """Put the keyboard on what comes next, since what had it can do nothing now.

        On the last page not on what approves: who turned the pages would approve with one press
        too many.
        """
        if self._came_from is not None and can_be_used(self._came_from):
            self._came_from.setFocus()
            self._settled.start()  # the question in its place makes the column longer
            return
        following = (self.preview.following, self.preview.previous, self.approve)
        is_prepared = self._viewmodel.state.made.prepared is not None
        ways = following if is_prepared else (self.choices.prepare,)
        for each in ways:
            if can_be_used(each):
                each.setFocus()
                return
        self.focus_first()

    @Slot()
    def _follow(self) -> None:
        """Have what has the keyboard in sight, once all of the column has its place."""
        now, place = self._with_keyboard(), page_place(self)
        if now is not None and place is not None:
            place.bring_into_sight(now)

    def _on_approve_clicked(self) -> None:
        if self._viewmodel.state.needs_second:
            self._viewmodel.ask_for_second()
            return
        folder = self._choose_folder(self, self._viewmodel.last_place)
        if folder is not None:
            self._viewmodel.approve(folder)


def busy_words(state: OutcomesState) -> str:
    """Return what is under way."""
    if state.made.is_counting:
        return counting_words(state)
    return _("It is being prepared …")


def approve_words(state: OutcomesState) -> str:
    """Return what the button says."""
    return _("Approve for two") if state.needs_second else _("Approve and save")


def promise_words(state: OutcomesState) -> str:
    """Return what the button does, or why it cannot be pressed."""
    prepared = state.made.prepared
    if prepared is not None and state.unseen:
        return ngettext(
            "{count} page has not been shown yet. Look at it, then approve.",
            "{count} pages have not been shown yet. Look at each, then approve.",
            state.unseen,
        ).format(count=state.unseen)
    if prepared is not None and not prepared.release.is_decided:
        return _(
            "It is not decided whether a figure could be worked out: a second person must look "
            "at it, too. It waits for them here for 14 days."
        )
    if prepared is not None and state.needs_second:
        return _("It waits for a second person here, who sees the same pages, for 14 days.")
    if prepared is not None:
        return _("{id}: signed by this laptop. {who}").format(
            id=prepared.release.id,
            who=who_opens(prepared.release, prepared.request.recipient),
        )
    if state.made.waits:
        return _("Approved. It is saved once a second person has approved it, too.")
    if state.made.saved:
        return _("Saved. Change what you chose to prepare another release.")
    if state.made.refused:
        return _("Nothing was released. The page says why.")
    if state.is_report and not state.quarter and not state.choices.has_clients:
        return _("No quarter is closed yet: ask a therapist to close it under Outcomes.")
    if state.is_report and not state.quarter:
        return _("Close a quarter first. Then choose who gets it, and look at the preview.")
    return _choice_words(state)


def _choice_words(state: OutcomesState) -> str:
    """Return what is chosen next before the preview, or that it is looked at."""
    if not (state.recipient or state.purpose):
        return _("Choose who gets it and what it is for, then look at the preview.")
    if not state.recipient:
        return _("Choose who gets it, then look at the preview.")
    if not state.purpose:
        return _("Choose what it is for, then look at the preview.")
    if not state.can_prepare:
        return _("Choose the client of the summary, then look at the preview.")
    return _("Look at the preview first.")
