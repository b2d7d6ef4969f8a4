"""The page of a local text: sections at the left, one in the middle, the approval at the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from exports.paper.forms.order import PaperOrder
from programme.local_text_sections import SECTIONS
from session_forms.words.day_words import clock_time, written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _, ngettext, pgettext
from therapist_app.accessibility.announcing import with_stop
from therapist_app.form_widgets.paper_card import PaperAsk, print_order
from therapist_app.screens.local_text.approval_view import (
    ApprovalView,
    WholeTextPage,
    day_written,
    read_aloud,
)
from therapist_app.screens.local_text.section_view import SectionView
from therapist_app.screens.local_text.viewmodel import LocalTextState, LocalTextViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.fields.begun_fields import mark_saved
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_stack import PageStack
from therapist_app.widgets.layout.page_view import TurningView, whole_page
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    button,
    card,
    foot_bar,
    hold,
    page_head,
    progress_bar,
    read_in_order,
    reading,
    row,
    scroll,
    stack,
    symbol,
    text,
)
from therapist_app.widgets.repolish import set_state

LISTED_UP_TO = 1.1
"""Above this size of text the sections are one box to open, and all stands under each other."""
LIST_WIDTH, APPROVAL_WIDTH = 236, 268
NOT_YET = N_("No first session can begin until a text is approved.")


class SectionLine(QFrame):
    """One section in the list: whether it is written, and the way to it."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.setProperty("kind", "entry")
        self._title = _(SECTIONS[place].title)
        self.open = ChoosingButton(self._title, str(place), "quiet")
        self._done, self._open = symbol("check", "good"), symbol("circle")
        self.setLayout(row(self._done, self._open, self.open, STRETCH, gap="xs"))

    def show_how(self, *, is_done: bool, is_shown: bool) -> None:
        """Show whether the section is written, and whether it is the one in the middle."""
        self._done.setVisible(is_done)
        self._open.setVisible(not is_done)
        words = _("{section}, written") if is_done else _("{section}, still open")
        self.open.setAccessibleName(words.format(section=self._title))
        set_state(self, "kind", value="current" if is_shown else "entry")


class WritingView(StyledInPlace, QWidget):
    """The text while it is written."""

    def __init__(self, viewmodel: LocalTextViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.sections = [SectionLine(place) for place in range(len(SECTIONS))]
        self.box = ChoiceBox(((str(at), _(each.title)) for at, each in enumerate(SECTIONS)))
        self.box.setAccessibleName(pgettext("field", "Sections"))
        self.how_far = text("", "small", wrap=True)
        self.bar = progress_bar(
            name=pgettext("progress", "Sections written"), width=None, aside=True
        )
        self.where = text("", "small", tone="muted")
        self.saved = text("", "small", tone="muted")
        self.title = text("", "title", wrap=True, told="part")
        self.approval = ApprovalView()
        self.section: SectionView | None = None
        self._place = -1
        self._middle = QVBoxLayout()
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._compose()
        for each in self.sections:
            each.open.chosen.connect(self._on_section_chosen)
        self.box.chosen.connect(self._on_section_chosen)
        self.approval.wanted.connect(self._on_wanted)
        self.approval.until.edited.connect(self._on_until_edited)

    def show_state(self, state: LocalTextState) -> None:
        """Show the section that is open, and how far the whole has come."""
        done = self._viewmodel.done_sections
        for place, line in enumerate(self.sections):
            line.show_how(is_done=done[place], is_shown=place == state.section)
        self.box.show_chosen(str(state.section))
        self.how_far.setText(
            _("{written} of {count} written").format(written=sum(done), count=len(done))
        )
        self.bar.setValue(round(100 * sum(done) / len(done)))
        self.where.setText(
            _("Section {number} of {count}").format(number=state.section + 1, count=len(SECTIONS))
        )
        self.title.setText(_(state.open_section.title))
        if state.typed:
            self.saved.setText(_("not saved yet"))
        elif state.saved_at is not None:
            at = clock_time(state.saved_at.astimezone())
            self.saved.setText(_("saved {time}").format(time=at))
        self._show_section(state)
        self.approval.show_state(state)

    def focus_first(self) -> None:
        """Put the keyboard on the first field of the section, with its head in sight."""
        if self.section is not None:
            self.body.verticalScrollBar().setValue(0)
            self.section.focus_first()

    def _compose(self) -> None:
        middle = stack(
            row(self.where, STRETCH, self.saved),
            self.title,
            self._middle,
            STRETCH,
            gap="s",
            margins=("page", "m", "page", "l"),
        )
        if look().text_scale > LISTED_UP_TO:
            for each in self.sections:
                each.setParent(self)
                each.hide()
            head = stack(
                self.box, self.how_far, self.bar, gap="s", margins=("page", "m", "page", 0)
            )
            foot = stack(self.approval, margins=("page", 0, "page", "l"))
            self.body = scroll(stack(head, middle, foot, STRETCH))
            self.setLayout(stack(self.body, gap="hair"))
            return
        self.box.setParent(self)
        self.box.hide()
        listed = stack(
            text(pgettext("part", "Sections"), "small", tone="muted"),
            *self.sections,
            STRETCH,
            self.how_far,
            self.bar,
            gap="hair",
            margins=("s", "m", "s", "m"),
        )
        left, right = hold(listed), scroll(stack(self.approval, margins=("m", "m", "m", "m")))
        left.setFixedWidth(look().scaled(LIST_WIDTH))
        right.setFixedWidth(look().scaled(APPROVAL_WIDTH))
        self.body = scroll(middle)
        self.setLayout(row(left, self.body, right, gap="hair", grows=1))

    def _show_section(self, state: LocalTextState) -> None:
        if self._place != state.section:
            if self.section is not None:
                self._middle.removeWidget(self.section)
                self.section.hide()
                self.section.deleteLater()
            self._place = state.section
            self.section = SectionView(state.open_section, self._viewmodel)
            self._middle.addWidget(self.section)
        assert self.section is not None
        self.section.show_state(state)

    def _on_section_chosen(self, place: str) -> None:
        self._viewmodel.turn_to(int(place))
        self.focus_first()

    def _on_wanted(self, place: int) -> None:
        self._viewmodel.turn_to(place)
        self.focus_first()
        if self.section is not None:
            self.section.focus_lacking(self._viewmodel.lacking)

    def _on_until_edited(self, _words: str) -> None:
        day = day_written(self.approval.until)
        if day is not None:
            self._viewmodel.end_on(day)


class BeginView(StyledInPlace, QWidget):
    """Where a text begins: with what the program knows of the place.

    Signals:
        begun: The place that was chosen.

    """

    begun = Signal(str)

    def __init__(self, state: LocalTextState, wanted: str) -> None:
        super().__init__()
        self.place = ChoiceBox((("", _("Choose a place")), *state.places))
        self.place.show_chosen(wanted)
        self._place_field = LabelledField(pgettext("field", "&Place"), self.place)
        self.begin = MainButton(pgettext("button", "Begin"), shows_key=False)
        words = _(
            "From nine short sections you make the page that is read aloud before a client "
            "speaks about themselves. The template is not the law: it says what to find "
            "out, and your lawyer answers it."
        )
        start = card(
            _("Start your service's text"),
            reading(words),
            self._place_field,
            row(self.begin, STRETCH),
            gap="m",
        )
        body = stack(start, STRETCH, margins=("page", "l", "page", "l"))
        self.setLayout(stack(scroll(body), gap="hair"))
        self.begin.clicked.connect(self._on_begin_clicked)

    def _on_begin_clicked(self) -> None:
        if self.place.chosen_id:
            self.begun.emit(self.place.chosen_id)
        else:
            self._place_field.show_problem(_("Choose the place first."), again=True)
            self.place.setFocus()


class ApprovedView(StyledInPlace, QWidget):
    """A text that is approved, whole, to read; a change is the next version."""

    def __init__(self, viewmodel: LocalTextViewModel) -> None:
        super().__init__()
        whole = viewmodel.whole
        assert whole is not None
        cards = [
            card(_("What the client hears"), read_aloud(whole.client_text.strip()), gap="s"),
            card(
                _("For the client to take home"), read_aloud(whole.take_home_text.strip()), gap="s"
            ),
            card(_("For the therapist"), read_aloud(whole.therapist_text.strip()), gap="s"),
        ]
        body = stack(*cards, STRETCH, gap="m", margins=("page", "l", "page", "l"))
        self.setLayout(stack(scroll(body), gap="hair"))


class LocalTextView(TurningView[LocalTextViewModel]):
    """Written section by section, read a second time, approved, renewed."""

    HELP = PageHelp(
        "Here your service writes its own text on confidentiality, section by section. A "
        "second person reads it, and then it is approved until a day. Sessions with "
        "clients need an approved text.",
        (
            (NP_("keys", "Ctrl+Down"), N_("To the next section")),
            (NP_("keys", "Ctrl+Up"), N_("To the previous section")),
        ),
        read_on="docs/guides/lead.md",
    )

    def __init__(self, viewmodel: LocalTextViewModel, *, ask: PaperAsk | None = None) -> None:
        self._first = QWidget()
        self._ask = ask or PaperAsk()
        super().__init__("local_text", viewmodel, self._first)
        self.message = MessagePlace()
        self.begin_view: BeginView | None = None
        self.writing: WritingView | None = None
        self.approved: ApprovedView | None = None
        self.back = button(pgettext("button", "Back"), "quiet")
        self.said = text("", "small", tone="muted", wrap=True)
        self.hear = button(_("Show it as the client sees it"))
        self.next_section = MainButton(pgettext("button", "Next section"))
        self.renew = MainButton(_("Start the next version"), shows_key=False)
        self._said_in_head = _beneath(viewmodel.state)
        self._head: QWidget = page_head(
            pgettext("page", "Confidentiality text"), self._said_in_head
        )
        self._shown = PageStack()
        moves = (STRETCH, self.hear, self.next_section, self.renew)
        in_foot = not look().is_large
        self._whole = whole_page(
            self._head,
            self._shown.place,
            foot_bar(self.back, *((self.said,) if in_foot else ()), *moves),
            message=hold(stack(self.message, *(() if in_foot else (self.said,)), gap="s")),
        )
        self._first.setLayout(self._whole)
        self.setLayout(stack(self.pages.place, gap="hair"))
        self._kind = ""
        self._listen()
        viewmodel.begin()

    @override
    def focus_first(self) -> None:
        """Put the keyboard where there is something to do."""
        if self.page is not None:
            self.page.focus_first()
        elif self.writing is not None:
            act = self.writing.approval.next_act
            if act is not None:  # whoever comes to read or to approve writes nothing by chance
                act.setFocus()
            elif self.writing.approval.waits_for_a_lead:  # a key would undo the second reading
                self.back.setFocus()
            else:
                self.writing.focus_first()
        elif self.begin_view is not None:
            self.begin_view.place.setFocus()
        else:
            self.back.setFocus()

    def flush(self) -> None:
        """Keep what has been typed and not kept yet."""
        self._viewmodel.flush()
        if self.writing is not None:
            mark_saved(self.writing)

    def show_state(self, state: LocalTextState) -> None:
        """Show where the text stands: not begun, being written, or approved."""
        self._show_message(state)
        kind = _kind(state)
        if kind != self._kind:
            self._kind = kind
            self._show_kind(state, kind)
        self._show_head(state)
        self.said.setText(_foot_words(state))
        for each in (self.hear, self.next_section):
            each.setVisible(kind == "writing")
        self.renew.setVisible(kind == "approved")
        if self.writing is not None:
            self.writing.show_state(state)
            is_whole = self._viewmodel.is_written_to_the_end
            words = _("To the approval") if is_whole else pgettext("button", "Next section")
            self.next_section.setText(words)
            self.next_section.setAccessibleName(words)
            approval = self.writing.approval
            leads = not is_whole or approval.next_act is not None
            self.next_section.setEnabled(leads)
            why_not = "" if leads else _written_words(approval)
            self.next_section.setAccessibleDescription(why_not)
            self.next_section.setToolTip(why_not)

    def _show_message(self, state: LocalTextState) -> None:
        if state.problem is not None:
            words = f"{state.problem.sentence} {state.problem.to_do}"
            self.message.show_message("attention", state.problem.title, words)
        elif state.done:
            self.message.show_message("good", state.done, "")
        else:
            self.message.clear()

    def _show_kind(self, state: LocalTextState, kind: str) -> None:
        had_keys = self.isVisible()
        for before in (self.begin_view, self.writing, self.approved):
            if before is not None:
                self._shown.removeWidget(before)
                before.deleteLater()
        self.begin_view = self.writing = self.approved = None
        if kind == "begin":
            self.begin_view = BeginView(state, self._viewmodel.wanted)
            self.begin_view.begun.connect(self._viewmodel.begin_text)
            self._shown.addWidget(self.begin_view)
        elif kind == "writing":
            self.writing = WritingView(self._viewmodel)
            self.writing.approval.print_it.clicked.connect(self._on_print_clicked)
            self.writing.approval.read_it.clicked.connect(self._on_read_clicked)
            self.writing.approval.approve.clicked.connect(self._on_approve_clicked)
            self._shown.addWidget(self.writing)
        else:
            self.approved = ApprovedView(self._viewmodel)
            self._shown.addWidget(self.approved)
        if self.writing is not None:
            self.writing.show_state(state)
        if had_keys:
            self.focus_first()

    def _show_head(self, state: LocalTextState) -> None:
        beneath = _beneath(state)
        if beneath == self._said_in_head:
            return
        self._said_in_head = beneath
        head = page_head(pgettext("page", "Confidentiality text"), beneath)
        self._whole.replaceWidget(self._head, head)
        read_in_order(self._whole)
        self._head.hide()
        self._head.deleteLater()
        self._head = head

    def _listen(self) -> None:
        viewmodel = self._viewmodel
        self.back.clicked.connect(viewmodel.go_back)
        self.hear.clicked.connect(self._on_hear_clicked)
        self.next_section.clicked.connect(self._on_next)
        self.renew.clicked.connect(self._on_renew_clicked)
        for keys, slot in (
            ("Ctrl+Down", self._on_next),
            ("Ctrl+Up", self._on_before),
        ):
            shortcut = QShortcut(QKeySequence(keys), self._first)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        viewmodel.state_changed.connect(self.show_state)

    @Slot()
    def _on_next(self) -> None:
        if self.writing is None:
            return
        act = self.writing.approval.next_act
        if self._viewmodel.is_written_to_the_end:
            if act is not None:
                act.setFocus()
            self.say(_written_words(self.writing.approval))
            return
        goes_round = self._viewmodel.is_at_the_last
        self._viewmodel.turn_to(self._viewmodel.following)
        self.writing.focus_first()
        if goes_round and self.writing.section is not None:
            self.writing.section.focus_lacking(self._viewmodel.lacking)
            self.say(self._still_open_words())

    def _still_open_words(self) -> str:
        done = self._viewmodel.done_sections
        left = [str(place) for place, each in enumerate(done, start=1) if not each]
        return ngettext(
            "Something is still open in section {sections}.",
            "Something is still open in sections {sections}.",
            len(left),
        ).format(sections=", ".join(left))

    @Slot()
    def _on_before(self) -> None:
        if self.writing is not None:
            at = self._viewmodel.state.section
            self._viewmodel.turn_to((at - 1) % len(SECTIONS))
            self.writing.focus_first()

    @Slot()
    def _on_renew_clicked(self) -> None:
        writing = self._viewmodel.state.writing
        if writing is not None:
            self._viewmodel.begin_text(writing.kept.id)

    @Slot()
    def _on_print_clicked(self) -> None:
        self._viewmodel.flush()
        copies = self._viewmodel.copies
        print_order(self, copies, PaperOrder("blank"), self._ask, self.message)

    @Slot()
    def _on_hear_clicked(self) -> None:
        self._viewmodel.flush()
        self.turn_to(WholeTextPage(None, self._viewmodel.heard, ""))

    @Slot()
    def _on_read_clicked(self) -> None:
        page = self._open_whole(_("I have read all of it"), self._on_read_agreed)
        writing = self._viewmodel.state.writing
        if page is not None and writing is not None and not writing.is_alone:
            page.let_object()
            page.objected.connect(self._on_objected)

    @Slot(str)
    def _on_objected(self, why: str) -> None:
        self._viewmodel.object_to(why)
        self.show_first()
        self.say(self._viewmodel.state.done)

    @Slot()
    def _on_approve_clicked(self) -> None:
        day = written_day(self._viewmodel.state.until)
        self._open_whole(_("Approve until {day}").format(day=day), self._on_approve_agreed)

    @Slot()
    def _on_read_agreed(self) -> None:
        self._viewmodel.say_read()
        self.show_first()
        self.say(self._viewmodel.state.done)

    @Slot()
    def _on_approve_agreed(self) -> None:
        self._viewmodel.approve()
        self.show_first()
        self.say(self._viewmodel.state.done)

    def _open_whole(self, agree: str, agreed: Callable[[], None]) -> WholeTextPage | None:
        self._viewmodel.flush()
        whole = self._viewmodel.whole
        if whole is None:  # something was taken out a moment ago
            return None
        page = WholeTextPage(whole, self._viewmodel.heard, agree)
        page.agreed.connect(agreed)
        self.turn_to(page)
        return page


def _kind(state: LocalTextState) -> str:
    if state.writing is None:
        return "begin"
    return "approved" if state.writing.is_approved else "writing"


def _written_words(approval: ApprovalView) -> str:
    """Return that all is written, and what the approval waits for."""
    return f"{with_stop(_('Everything is written'))} {approval.how_far}"


def _beneath(state: LocalTextState) -> str:
    writing = state.writing
    if writing is None:
        return _(NOT_YET)
    name = writing.draft.text.name
    words = (
        _("version {version} (version {before} came with the application)")
        if writing.follows_a_draft
        else _("version {version}")
    )
    number = writing.kept.version
    version = words.format(version=number, before=number - 1)
    if writing.is_approved:
        until = writing.draft.text.expires_on
        is_over = until is not None and until <= state.today
        said = _("approved, ended on {day}") if is_over else _("approved, ends on {day}")
        ends = said.format(day=written_day(until) if until else "")
        return facts_in_a_line(name, version, ends)
    if writing.before is None or writing.before.expires_on is None:
        return facts_in_a_line(name, pgettext("mark", "draft"))
    draft = _("{version}, draft").format(version=version)
    ends = _("the approved version {version} ends on {day}").format(
        version=writing.before.version, day=written_day(writing.before.expires_on)
    )
    return facts_in_a_line(name, draft, ends)


def _foot_words(state: LocalTextState) -> str:
    writing = state.writing
    if writing is None:  # the head says what holds until one is approved
        return _("A draft is never shown to a client.")
    if not writing.is_approved and writing.before is None:
        return _("{not_yet} A draft is never shown to a client.").format(not_yet=_(NOT_YET))
    if writing.is_approved:
        said = _("Approved by {name}. What was read to a client stays as it was.")
        return said.format(name=writing.kept.approved_by)
    return _(
        "Version {version} stays in use until this one is approved. A draft is never shown to a "
        "client."
    ).format(version=writing.before.version if writing.before else "")
