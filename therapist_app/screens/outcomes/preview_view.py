"""The middle: everything that will leave, page by page."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from exports.disclosure.cells import CELLS
from exports.document.document import Block, Facts, Heading, PreviewPage, Prose
from exports.document.tables import Table
from exports.package.release import PreparedRelease
from exports.paper.charts.chart import ChartData, chart_in_words
from exports.paper.charts.pictures import (
    Picture,
    picture_in_words,
    picture_notes,
    picture_title,
)
from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.accessibility.announcing import with_stop
from therapist_app.accessibility.hushing import untold
from therapist_app.screens.outcomes.closing_view import counting_words
from therapist_app.screens.outcomes.preview_table_view import TableInRoom
from therapist_app.screens.outcomes.release_state import OutcomesState, who_opens
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.charts.chart import ChartView, PictureView
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.layout.layouts import Flow
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    banner,
    button,
    card,
    chip,
    empty,
    empty_state,
    hold,
    reading,
    row,
    stack,
    symbol,
    text,
)
from therapist_app.widgets.read_by_lines import ReadByLines, lines_of
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD

FACT_WIDTH = 150
FOR_PROGRAMS = f"tables/{CELLS}.csv"
MOST_TO_WORDS = 100
"""The share of a line that words take before anything is left empty beside them."""


def page_blocks(page: PreviewPage) -> QWidget:
    """Return a page as widgets, in its order; whoever does not see it hears all of it by keys."""
    parts: list[Part] = []
    for is_table, blocks in groupby(page.blocks, lambda each: isinstance(each, Table)):
        if is_table:
            parts += [part for block in blocks for part in _parts(block)]
        else:
            parts.append(_read(page.title, list(blocks)))
    return hold(stack(*parts, gap="s"))


def _read(name: str, blocks: Sequence[Block]) -> ReadByLines:
    """Return blocks that only hold words and pictures, under one name."""
    read = ReadByLines(name)
    lines = [line for block in blocks for line in _lines(block)]
    read.hold_lines(lines, stack(*(part for block in blocks for part in _parts(block)), gap="s"))
    return read


def _lines(block: Block) -> list[str]:
    """Return what is read aloud of a block, line by line; of a table, what stands below it."""
    match block:
        case Prose() | Heading():
            return lines_of(block.text)
        case Facts():
            return [f"{with_stop(name)} {words}" for name, words in block.rows]
        case Table():
            return [line for note in block.notes for line in lines_of(note)]
        case ChartData():
            return [chart_in_words(block)]
        case _:
            told = (picture_title(block), picture_in_words(block), *picture_notes(block))
            return [line for each in told for line in lines_of(each)]


def _parts(block: Block) -> list[Part]:
    match block:
        case Prose():
            return [text(block.text, "caption" if block.small else "reading", wrap=True)]
        case Heading():
            return [text(block.text, "strong", wrap=True)]
        case Facts():
            return [_fact(name, words) for name, words in block.rows]
        case Table():
            title = text(block.title, "strong", wrap=True, told="aside")  # the table says it too
            return [title, TableInRoom(block), *_notes(block)]
        case ChartData():
            return [ChartView(block)]
        case _:
            return [text(picture_title(block), "strong", wrap=True), *_picture(block)]


def _notes(table: Table) -> list[Part]:
    if not table.notes:
        return []
    read = ReadByLines(table.title)
    notes = stack(*(text(each, "caption", wrap=True) for each in table.notes), gap="s")
    read.hold_lines(_lines(table), notes)
    return [read]


def _picture(picture: Picture) -> list[Part]:
    """Return a picture, with the words on how to read it."""
    notes = (text(each, "caption", wrap=True) for each in picture_notes(picture))
    return [PictureView(picture), *notes]


def _fact(name: str, words: str) -> QLayout:
    label = text(name, "strong", wrap=True)
    label.setFixedWidth(round(FACT_WIDTH * min(1.4, look().text_scale)))
    line = row(label, reading(words), STRETCH, gap="m")
    line.setStretch(1, MOST_TO_WORDS)
    return line


class PreviewView(QWidget):
    """What would leave, what was refused, or what was written.

    Signals:
        sharing_wanted: The person goes to what fits only this client, part by part.

    """

    sharing_wanted = Signal()

    def __init__(self, viewmodel: OutcomesViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.previous = button(pgettext("button", "Previous page"), "quiet")
        self.following = button(pgettext("button", "Next page"), "quiet")
        self.previous.clicked.connect(self._on_previous_clicked)
        self.following.clicked.connect(self._on_following_clicked)
        self.marks: list[ChoosingButton] = []
        self._shown: object = None
        for key in (self.previous, self.following):
            key.setParent(self)
            key.hide()
        self._place = stack()
        self.setLayout(self._place)

    def show_state(self, state: OutcomesState) -> None:
        """Show the page; it is drawn again only when it is another one."""
        busy = state.is_preparing
        work = busy and state.made.is_counting, busy
        shown = (
            state.pages,
            state.made.page,
            state.made.refused,
            state.made.saved,
            state.made.waits,
            state.is_compared,
            state.problem,
            work,
        )
        if shown == self._shown:
            return
        self._shown = shown
        had_focus = self.previous.hasFocus(), self.following.hasFocus()
        with untold():  # until the page is there Qt lends the keyboard to what stands beside it
            for key in (self.previous, self.following):
                key.setParent(self)  # or they would go with the page that is replaced
            parts = self._parts(state)
            empty(self._place)
            self._place.addWidget(hold(stack(*parts, STRETCH, gap="m", margins=("l",) * 4)))
            had = self.previous if had_focus[0] else self.following
            if any(had_focus) and had.isEnabled():
                had.setFocus()

    def _parts(self, state: OutcomesState) -> list[Part]:
        if state.is_preparing:
            words = (
                counting_words(state)
                if state.made.is_counting
                else _("Preparing: figures, pages, and the search for names.")
            )
            return [text(words, "lead", wrap=True, told="words")]
        found: list[Part] = []
        if state.problem is not None:
            found.append(banner("attention", state.problem.title, state.problem.sentence))
        if state.made.refused:
            found.append(banner("attention", _("Nothing was released"), state.made.refused))
            found += self._marking(state)
        if state.made.released is not None:
            words = _("{who} It is entered in the list of releases. The file is here: {place}")
            done = state.made.released
            who = who_opens(done.release, done.request.recipient)
            said = words.format(place=state.made.saved, who=who)
            found.append(banner("good", _("Signed and saved"), said))
        if state.made.waits:
            words = _(
                "A second person opens it in their own session, sees the same pages, and "
                "approves it or not. After 14 days it is deleted."
            )
            found.append(banner("good", _("Approved by you; it waits"), words))
        if state.made.prepared is not None:
            return [*found, *self._page_parts(state, state.made.prepared.release)]
        if not found:
            found.append(
                empty_state(
                    "outcomes",
                    _("Nothing is prepared yet"),
                    _(
                        "Choose the recipient and the purpose. You see every page before anything "
                        "leaves."
                    ),
                )
            )
        return found

    def _marking(self, state: OutcomesState) -> list[Part]:
        """Return what says of each word that was found that it names nobody."""
        self.marks = []
        if not state.made.found:
            return []
        words = _(
            "Is a word no name here, though somebody has that name? Say so: it is noted that you "
            "did, and holds for this export alone. Where figures leave the service, a second "
            "person says so too."
        )
        self.marks = [
            ChoosingButton(
                _("Record that “{word}” names nobody").format(word=each.word), str(number)
            )
            for number, each in enumerate(state.made.found)
        ]
        for each in self.marks:
            each.chosen.connect(self._viewmodel.mark)
        return [text(words, wrap=True), *(row(each, STRETCH) for each in self.marks)]

    def _page_parts(self, state: OutcomesState, release: PreparedRelease) -> list[Part]:
        told = row(
            symbol("info"),
            text(_("This is everything that will leave. Nothing is added later."), wrap=True),
            gap="s",
            grows=1,
        )
        page = release.preview[state.made.page]
        title = page_title(state, release)
        points = self._points_to_one(state)
        beneath: list[Part] = []
        if not page.printed:
            beneath = [text(_("In the tables of the package, not on paper."), "caption")]
        return [
            told,
            *points,
            card(title, *beneath, page_blocks(page), action=self._keys(state), gap="s"),
            card(_("In the package"), package_files(tuple(release.files)), gap="s"),
        ]

    def _points_to_one(self, state: OutcomesState) -> list[Part]:
        """Say before the pages of a client's summary that they can point to one person."""
        words = recognised_words(state)
        if not words:
            return []
        show = button(_("Choose what to leave out"))
        show.clicked.connect(self.sharing_wanted)
        return [banner("attention", _("This summary can point to one person"), words, show)]

    def _keys(self, state: OutcomesState) -> QWidget:
        self.previous.setEnabled(state.made.page > 0)
        self.following.setEnabled(state.made.page + 1 < len(state.pages))
        keys = hold(row(self.previous, self.following, gap="xs"))
        self.previous.show()
        self.following.show()
        return keys

    def _on_previous_clicked(self) -> None:
        self._viewmodel.turn_page(-1)

    def _on_following_clicked(self) -> None:
        self._viewmodel.turn_page(1)


def recognised_words(state: OutcomesState) -> str:
    """Return how much of a summary fits only this client, and who may know them by it."""
    prepared = state.made.prepared
    shared = (prepared and prepared.shared) or ()
    alone = sum(each.is_unique for each in shared if each.part is not None)
    together = any(each.is_unique for each in shared if each.part is None)
    if not alone and not together:
        return ""
    sentences = []
    if shared[0].of == 1:
        sentences.append(_("There is nobody else in this caseload to compare them with."))
    elif alone:
        sentences.append(
            ngettext(
                "{count} line fits only this client, of {of} who were compared.",
                "{count} lines fit only this client, of {of} who were compared.",
                alone,
            ).format(count=alone, of=shared[0].of)
        )
    if together and shared[0].of > 1:
        sentences.append(_("What can be seen from outside, together, fits nobody else."))
    sentences.append(
        _("Your clinical lead may know from it who it is, as may anybody who knows who comes here.")
        if state.recipient == OWN_LEAD
        else _("Whoever knows this client can tell from it who it is, without a name.")
    )
    return " ".join(sentences)


def page_title(state: OutcomesState, release: PreparedRelease) -> str:
    """Return which page of a preview is shown, and what it is about."""
    return _("Page {page} of {count} · {title}").format(
        page=state.made.page + 1,
        count=len(release.preview),
        title=release.preview[state.made.page].title,
    )


def package_files(names: tuple[str, ...]) -> QWidget:
    """Return the files, all tables of the report as one; that for programs is none of them."""
    tables = [each for each in names if each.startswith("tables/") and each != FOR_PROGRAMS]
    others = [each for each in names if each not in tables]
    chips = [chip(each, "quiet", "form") for each in others]
    if tables:
        words = ngettext("{count} table", "{count} tables", len(tables)).format(count=len(tables))
        chips.insert(0, chip(words, "quiet", "outcomes"))
    chips.append(chip(pgettext("mark", "signature"), "quiet", "lock"))
    if look().is_large:
        return hold(stack(*chips, gap="xs"))
    return Flow(*chips, gap="s")
