"""What the page of a local text knows: the sections, what was typed, what is still needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QTimer, Slot

from programme.local_text_sections import (
    SECTIONS,
    Section,
    as_heard,
    composed,
    hint,
    is_done,
    questions,
)
from programme.local_texts import a_year_after
from session_forms.reference.jurisdictions import Jurisdiction
from session_forms.words.texts import _
from therapist_app.messages.errors import UserFacingError
from therapist_app.view_model import ViewModel, attempt
from therapist_app.workflows.content.writing_local_texts import (
    NewestText,
    approve,
    begin,
    object_to,
    places,
    read_again,
    write,
    writing_of,
    writings,
)
from therapist_app.workflows.forms.draft_text import draft_copies
from therapist_app.workflows.forms.paper_copies import PaperCopies
from therapist_app.workflows.workspace import Workspace

AUTOSAVE_MS = 1_500


@dataclass(frozen=True, slots=True)
class LocalTextState:
    """The page as it stands.

    Attributes:
        places: What a text can be begun from, by id and name.
        writing: The text in its newest version; None while none was begun.
        section: The place of the section that is open.
        typed: What was typed and is not kept yet, by field.
        until: The day that the approval is to end.
        saved_at: When something was last kept here.
        problem: Why something was not done.
        done: What was just done.

    """

    today: date
    places: tuple[tuple[str, str], ...]
    writing: NewestText | None
    section: int
    until: date
    typed: Mapping[str, str] = field(default_factory=dict)
    saved_at: datetime | None = None
    problem: UserFacingError | None = None
    done: str = ""

    @property
    def open_section(self) -> Section:
        """The section that is open."""
        return SECTIONS[self.section]

    def words_of(self, key: str) -> str:
        """Return what stands in a field, kept or only typed."""
        kept = self.writing.draft.answers.get(key, "") if self.writing is not None else ""
        return self.typed.get(key, kept)


class LocalTextViewModel(ViewModel[LocalTextState]):
    """Holds one local text and keeps it while it is written.

    Signals:
        leave_requested: Back.

    """

    def __init__(self, workspace: Workspace, text_id: str = "") -> None:
        super().__init__()
        self._workspace = workspace
        begun = writings(workspace)
        known = text_id or next((each.kept.id for each in begun), "")
        today = workspace.today()
        self._state = LocalTextState(
            today,
            tuple((each.id, each.name) for each in places(workspace)),
            writing_of(workspace, known),
            0,
            a_year_after(today),
        )
        self.wanted = text_id
        self._state = replace(self._state, section=self._first_open())
        self._autosave = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._autosave.timeout.connect(self.flush)

    @Slot(str)
    def begin_text(self, text_id: str) -> None:
        """Begin the text of a place, or its next version."""
        if self._do(lambda: begin(self._workspace, text_id)):
            self._change(replace(self._state, section=self._first_open()))
            self._say_section()

    @Slot(int)
    def turn_to(self, section: int) -> None:
        """Open a section; what was written is kept."""
        self.flush()
        if 0 <= section < len(SECTIONS):
            self._change(replace(self._state, section=section, problem=None, done=""))
            self._say_section()

    @Slot(str, str)
    def type_in(self, key: str, words: str) -> None:
        """Take what was typed; it is kept soon after."""
        self._change(replace(self._state, typed={**self._state.typed, key: words}))
        self._autosave.start()

    @Slot(str, str)
    def choose(self, key: str, option: str) -> None:
        """Take one of the choices; it is kept at once."""
        self._change(replace(self._state, typed={**self._state.typed, key: option}))
        self.flush()

    @Slot()
    def flush(self) -> None:
        """Keep what was typed and not kept yet."""
        self._autosave.stop()
        writing = self._state.writing
        if writing is None:
            return
        for key, words in tuple(self._state.typed.items()):
            kept = attempt(partial(write, self._workspace, writing.kept.id, key, words))
            if isinstance(kept, UserFacingError):
                self._change(replace(self._state, problem=kept))
                return
            left = {each: said for each, said in self._state.typed.items() if each != key}
            now = self._workspace.now()
            self._state = replace(self._state, writing=kept, typed=left, saved_at=now, problem=None)
        self._emit_state()

    def say_read(self) -> None:
        """Note that the person signed in read all of it a second time."""
        self.flush()
        text_id = self._text_id
        if self._do(lambda: read_again(self._workspace, text_id)):
            self._change(replace(self._state, done=_("Read a second time, under your name")))

    def object_to(self, why: str) -> None:
        """Note that the person signed in read all of it and does not agree."""
        self.flush()
        text_id = self._text_id
        if self._do(lambda: object_to(self._workspace, text_id, why)):
            done = _("Saved: you did not agree. Whoever wrote it is told why.")
            self._change(replace(self._state, done=done))

    def end_on(self, day: date) -> None:
        """Take the day on which the approval is to end."""
        self._change(replace(self._state, until=day))

    @Slot()
    def approve(self) -> None:
        """Approve the text under the name of the person signed in."""
        self.flush()
        text_id, until = self._text_id, self._state.until
        if self._do(lambda: approve(self._workspace, text_id, until)):
            done = _("Approved under your name. It is used from now on.")
            self._change(replace(self._state, done=done))

    @property
    def heard(self) -> str:
        """What the client hears, as far as it is written."""
        return as_heard(self._writing.draft)

    @property
    def whole(self) -> Jurisdiction | None:
        """The whole text as it would be approved; None while something is missing."""
        found = self._writing
        if found.is_approved:
            return found.draft.text
        return None if found.lacks else composed(found.draft)

    @property
    def copies(self) -> PaperCopies:
        """Where the sheets of the draft come from."""
        return draft_copies(self._workspace, self._writing)

    @property
    def hint(self) -> str:
        """What the template says is to be written in the section that is open."""
        return hint(self._writing.draft.text, self._state.open_section)

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions for the lawyer that belong to the section that is open."""
        return questions(self._writing.draft.text, self._state.open_section)

    @property
    def done_sections(self) -> tuple[bool, ...]:
        """Whether each section needs nothing more."""
        return tuple(is_done(self._writing.draft, each) for each in SECTIONS)

    @property
    def following(self) -> int:
        """The place of the next section; after the last, of the first that is still open."""
        at = self._state.section + 1
        if at < len(SECTIONS):
            return at
        return next((place for place, done in enumerate(self.done_sections) if not done), 0)

    @property
    def is_at_the_last(self) -> bool:
        """Whether the last section is open."""
        return self._state.section == len(SECTIONS) - 1

    @property
    def is_written_to_the_end(self) -> bool:
        """Whether the last section is open and none needs anything more."""
        return self.is_at_the_last and all(self.done_sections)

    @property
    def lacking(self) -> frozenset[str]:
        """The keys of the fields in which something is missing."""
        return frozenset(each.field.key for each in self._writing.lacks)

    @property
    def _writing(self) -> NewestText:
        assert self._state.writing is not None
        return self._state.writing

    @property
    def _text_id(self) -> str:
        return self._writing.kept.id

    def _say_section(self) -> None:
        at = self._state.section
        said = _("Section {number} of {count}: {title}").format(
            number=at + 1, count=len(SECTIONS), title=_(SECTIONS[at].title)
        )
        self.act_done.emit(said)

    def _first_open(self) -> int:
        """Return the first section that still needs something, else the first."""
        if self._state.writing is None:
            return 0
        return next((at for at, done in enumerate(self.done_sections) if not done), 0)

    def _do(self, deed: Callable[[], NewestText]) -> bool:
        came = attempt(deed)
        if isinstance(came, UserFacingError):
            self._change(replace(self._state, problem=came, done=""))
            return False
        self._state = replace(self._state, writing=came, problem=None, done="")
        return True
