"""What the search knows: what is typed, and what was found in each group."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QObject, QTimer, Slot

from session_forms.words.day_words import clock_time, short_near_day
from session_forms.words.folding import is_found, marks_in, typed_words, words_in
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _, ngettext, pgettext
from therapist_app.commands import (
    AlertPage,
    Calendar,
    ClientPage,
    ClosePage,
    Command,
    DataRights,
    Destination,
    FilledFormPage,
    FormPage,
    Library,
)
from therapist_app.form_widgets.off_buttons import MOVE, off_words
from therapist_app.view_model import ViewModel
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.overviews.searching import (
    ContentTitle,
    KnownClient,
    NextMeeting,
    PlannedMeeting,
    clients_of_today,
    clients_to_find,
    codes_of,
    content_titles,
    find_clients,
    has_plans_to_open,
    may_be_off,
    next_meetings,
    note_names_searched,
    number_in,
    open_now,
    with_a_code,
)
from therapist_app.workflows.overviews.searching_words import (
    LEAST_LETTERS,
    WordHit,
    find_words,
    take_words,
)
from therapist_app.workflows.workspace import Workspace

SHOWN = 5
"""How many of one group are shown."""
SHOWN_OF_ONE = 40
"""How many places with the words are shown of one client: what was said in spring is among them."""
AT_ONCE, A_SLICE, SLICE_PAUSE_MS = 10, 5, 15
"""Of how many forms that changed the words are taken on opening, and then again and again."""
GROUPS = {
    "recent": N_("Where you were"),
    "today": N_("Today's clients"),
    "clients": NP_("heading over what was found", "Clients"),
    "ways": N_("Pages and actions"),
    "fill": N_("Fill in with {code}"),
    "words": N_("In your own words"),
    "content": N_("Forms and sessions"),
}
Marks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RecentPage:
    """A page where the person was: where it is, and what it is called without its client."""

    destination: Destination
    title: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found.

    Attributes:
        title: What it is: a client's code, the name of a page.
        words: What else is shown of it: a client's name.
        beside: What stands at the end of its line.
        title_marks: Where the typed words are in the title: start and end, in characters.
        words_marks: The same in the other words.
        client_id: Whose session Ctrl+Enter begins; empty where it begins none: it is about no
            client, or the record is restricted.

    """

    destination: Destination
    icon: str
    title: str
    words: str = ""
    beside: str = ""
    title_marks: Marks = ()
    words_marks: Marks = ()
    client_id: str = ""
    is_code: bool = False

    @property
    def said(self) -> str:
        """The hit in words."""
        return ", ".join(each for each in (self.title, self.words, self.beside) if each)


@dataclass(frozen=True, slots=True)
class HitGroup:
    """What was found of one kind.

    Attributes:
        hits: The first few.
        found: How many there are.
        of: Among how many was looked; None where that says nothing.
        code: Whose they are, where they are one client's.
        may_add_code: Whether a client's code beside the words would leave fewer.
        is_all: Whether no more than those found were left out of the count.
        is_so_far: Whether words are still being read, among which there may be more.

    """

    name: str
    hits: tuple[Hit, ...]
    found: int
    of: int | None = None
    code: str = ""
    is_all: bool = True
    may_add_code: bool = False
    is_so_far: bool = False

    @property
    def title(self) -> str:
        """The heading."""
        return _(GROUPS[self.name]).format(code=self.code)

    @property
    def count(self) -> str:
        """How many were found, in words, and how to find fewer; empty where nobody looked."""
        if self.of is None:
            return ""
        shown = len(self.hits) if self.name == "words" else self.found
        words = _("{found} of {all}") if self.is_all else _("{found} of more than {all}")
        told = words.format(found=shown, all=self.of)
        if self.is_so_far:
            told = _("{found} so far").format(found=told)
        if not self.may_add_code:
            return told
        return _("{found}. Add a code for one client.").format(found=told)


@dataclass(frozen=True, slots=True)
class SearchState:
    """What the search shows.

    Attributes:
        typed: What is looked for.
        groups: What was found, always in the same order; none is empty.
        at: Which hit is chosen, counted through all groups; -1 without any.
        is_reading: Whether words of forms that changed are still being taken.
        codes_only: Whether no name is looked for, and no other client's words.

    """

    typed: str
    groups: tuple[HitGroup, ...]
    at: int
    is_reading: bool = False
    codes_only: bool = False

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Every hit, in the order in which they stand."""
        return tuple(hit for group in self.groups for hit in group.hits)

    @property
    def chosen(self) -> Hit | None:
        """The hit that Enter opens."""
        return self.hits[self.at] if self.at >= 0 else None

    @property
    def group_of_chosen(self) -> HitGroup | None:
        """The group it stands in."""
        at = self.at
        for group in self.groups:
            if 0 <= at < len(group.hits):
                return group
            at -= len(group.hits)
        return None


class SearchViewModel(ViewModel[SearchState]):
    """Looks for what is typed; keeps nothing of it.

    Signals:
        leave_requested: To what was found.

    """

    def __init__(
        self,
        workspace: Workspace,
        ways: Sequence[Command],
        recent: Sequence[RecentPage] = (),
        *,
        codes_only: bool = False,
        here: str = "",
        in_hand: str = "",
        parent: QObject | None = None,
    ) -> None:
        """Look among the clients and `ways`; `here` is the client whose page is open.

        `in_hand` is the client of the form, the note or the alert that is open.

        With `codes_only`, while a client sits there, no name is shown, and words are found in that
        client's record alone: nobody may read what another client's note says.
        """
        super().__init__(parent)
        self._workspace = workspace
        self._ways = tuple(ways)
        self._recent = tuple(recent)
        self._codes_only = codes_only
        self._here = here
        self._in_hand = in_hand
        self._may_be_off: tuple[PlannedMeeting, ...] | None = None
        self._known: tuple[KnownClient, ...] | None = None
        self._is_noted = False
        self._content: tuple[ContentTitle, ...] | None = None
        self._reading = QTimer(self, interval=SLICE_PAUSE_MS)
        self._reading.timeout.connect(self._on_reading_timeout)
        if take_words(workspace, most=AT_ONCE, newest_first=True):
            self._reading.start()
        self._state = self._at_first("", self._nothing_typed())
        QTimer.singleShot(0, self, self._clients)  # once it stands there, before the first letter

    @Slot(str)
    def look_for(self, typed: str) -> None:
        """Look for what was typed; the first hit is chosen."""
        groups = self._found(typed) if typed.strip() else self._nothing_typed()
        if not (self._is_noted or self._codes_only) and _may_name_somebody(typed, groups):
            self._is_noted = True
            note_names_searched(self._workspace)  # before any name is shown
        self._change(self._at_first(typed, groups))

    def move(self, steps: int) -> None:
        """Choose the hit after or before the one that is; the ends stay where they are."""
        last = len(self._state.hits) - 1
        if last >= 0:
            self._choose(min(max(self._state.at + steps, 0), last))

    def next_group(self, *, forwards: bool = True) -> None:
        """Choose the first hit of the next group, or of the one before; round at the ends."""
        begins = [0]
        for group in self._state.groups[:-1]:
            begins.append(begins[-1] + len(group.hits))
        at = max(
            (place for place, start in enumerate(begins) if start <= self._state.at), default=0
        )
        if self._state.groups:
            self._choose(begins[(at + (1 if forwards else -1)) % len(begins)])

    @Slot(int)
    def choose(self, at: int) -> None:
        """Choose a hit by its place among all."""
        if 0 <= at < len(self._state.hits):
            self._choose(at)

    @Slot()
    def open(self) -> None:
        """Go to the hit that is chosen."""
        chosen = self._state.chosen
        if chosen is not None:
            self.leave_requested.emit(chosen.destination)

    @Slot()
    def begin_session(self) -> None:
        """Begin the next session of the client that is chosen, or plan it; else just go there."""
        chosen = self._state.chosen
        if chosen is not None and chosen.client_id:
            self.leave_requested.emit(ClientPage(chosen.client_id, "session"))
        else:
            self.open()

    @property
    def count_in_words(self) -> str:
        """How many hits there are, to be said."""
        if not self._state.typed.strip():
            return ""
        found = sum(group.found for group in self._state.groups)
        if not found:
            return pgettext("what a search told", "Nothing found.")
        return ngettext("{count} found.", "{count} found.", found).format(count=found)

    @Slot()
    def _on_reading_timeout(self) -> None:
        """Take the words of some more forms; what is chosen stays chosen."""
        if not take_words(self._workspace, most=A_SLICE):
            self._reading.stop()
        typed = self._state.typed
        if not typed.strip():
            return
        words = self._found_words(typed)
        is_shown = words in self._state.groups or not words.hits
        if is_shown and self._state.is_reading == self._reading.isActive():
            return
        others = {each.name: each for each in (*self._state.groups, words) if each.hits}
        groups = tuple(others[name] for name in GROUPS if name in others)
        chosen, state = self._state.chosen, self._at_first(typed, groups)
        places = [at for at, hit in enumerate(state.hits) if hit == chosen]
        self._change(replace(state, at=places[0]) if places else state)

    def _at_first(self, typed: str, groups: tuple[HitGroup, ...]) -> SearchState:
        at = 0 if groups else -1
        return SearchState(
            typed,
            groups,
            at,
            is_reading=self._reading.isActive(),
            codes_only=self._codes_only,
        )

    def _choose(self, at: int) -> None:
        self._change(replace(self._state, at=at))

    @Slot()
    def _clients(self) -> tuple[KnownClient, ...]:
        if self._known is None:
            self._known = clients_to_find(self._workspace, with_names=not self._codes_only)
        return self._known

    def _found(self, typed: str) -> tuple[HitGroup, ...]:
        searches: tuple[Callable[[str], HitGroup], ...] = (
            self._found_clients,
            self._found_ways,
            self._found_to_fill,
            self._found_words,
            self._found_content,
        )
        return tuple(group for search in searches if (group := search(typed)).hits)

    def _found_clients(self, typed: str) -> HitGroup:
        found = find_clients(self._clients(), typed)
        hits = self._client_hits(found[:SHOWN], typed_words(typed), typed)
        return HitGroup("clients", hits, len(found), len(self._clients()))

    def _client_hits(
        self, found: Sequence[KnownClient], wanted: Sequence[str], typed: str
    ) -> tuple[Hit, ...]:
        meetings = next_meetings(self._workspace, [each.client_id for each in found])
        today = self._workspace.today()
        return tuple(
            Hit(
                ClientPage(each.client_id),
                "clients",
                each.code,
                words=each.name,
                beside=_client_facts(each, meetings.get(each.client_id), today),
                title_marks=_marks_in_code(each.code, typed),
                words_marks=marks_in(each.name, wanted),
                client_id="" if each.is_restricted else each.client_id,
                is_code=True,
            )
            for each in found
        )

    def _found_words(self, typed: str) -> HitGroup:
        sits_here = self._sits_here() if self._codes_only else ""
        meant, words = with_a_code(self._clients(), typed)
        if self._codes_only and (not sits_here or meant not in {"", sits_here}):
            return HitGroup("words", (), 0)
        of_one = sits_here or meant
        limit = SHOWN_OF_ONE if of_one else SHOWN
        found = find_words(self._workspace, words, limit=limit, of_client=of_one)
        today = self._workspace.today()
        hits = tuple(self._word_hit(each, today) for each in found.hits)
        return HitGroup(
            "words",
            hits,
            found.count,
            found.count,
            is_all=found.is_all,
            may_add_code=found.count > len(hits) and not of_one,
            is_so_far=self._reading.isActive(),
        )

    def _sits_here(self) -> str:
        """Return who may sit there: of the session that runs, else of the form or note in hand.

        A session on hold says nothing of it where a page about somebody is open.
        """
        now = open_now(self._workspace)
        return now.client_id if now.is_running or not self._in_hand else self._in_hand

    def _word_hit(self, found: WordHit, today: date) -> Hit:
        day = short_near_day(found.day, today)
        to, icon = _word_place(found)
        return Hit(
            to,
            icon,
            found.code,
            words="" if self._codes_only else found.excerpt,
            beside=_("{form}, {day}").format(form=found.title, day=day),
            words_marks=() if self._codes_only else found.marks,
            client_id=found.client_id,
            is_code=True,
        )

    def _found_content(self, typed: str) -> HitGroup:
        wanted = typed_words(typed)
        found = [each for each in self._titles if is_found(wanted, each.words)]
        hits = tuple(_content_hit(each, wanted) for each in found[:SHOWN])
        return HitGroup("content", hits, len(found), len(self._titles))

    def _found_to_fill(self, typed: str) -> HitGroup:
        """Return the forms that are meant, to be filled in with who sits here or whose page it is.

        In a session the programme's own page of a form is seldom what anybody wants.
        """
        client_id, appointment_id = self._with_whom()
        forms = [each for each in self._titles if each.shelf == "forms"] if client_id else []
        wanted = typed_words(typed)
        found = [each for each in forms if is_found(wanted, each.words)]
        hits = tuple(
            replace(
                _content_hit(each, wanted), destination=FormPage(client_id, each.id, appointment_id)
            )
            for each in found[:SHOWN]
        )
        code = next((each.code for each in self._clients() if each.client_id == client_id), "")
        return HitGroup("fill", hits, len(found), len(forms), code)

    def _with_whom(self) -> tuple[str, str | None]:
        """Return the client and the session in which a form would be filled in; or nobody."""
        if self._codes_only:
            now = open_now(self._workspace)
            return (now.client_id, now.appointment_id) if now.appointment_id else ("", None)
        is_free = bool(self._here) and has_plans_to_open(self._workspace, self._here)
        return (self._here, None) if is_free else ("", None)

    @property
    def _titles(self) -> tuple[ContentTitle, ...]:
        if self._content is None:
            self._content = content_titles(self._workspace)
        return self._content

    def _found_ways(self, typed: str) -> HitGroup:
        wanted = _as_pages_say(typed_words(typed))
        hits = [_way_hit(each, wanted) for each in self._ways if _begins(_(each.title), wanted)]
        hits = [*self._rights_hits(wanted), *hits]
        off = self._off_hits(wanted)
        shown = (*hits, *off)[:SHOWN]
        return HitGroup("ways", shown, len(hits) + len(off), len(self._ways) + len(off))

    def _rights_hits(self, wanted: Sequence[str]) -> list[Hit]:
        """Return the way to the data rights of the client whose page is open."""
        title = _("Data rights of this client: consent, copy, restrict, erase")
        if not self._here or not _begins(title, wanted):
            return []
        marks = marks_in(title, wanted)
        return [Hit(DataRights(self._here), "clients", title, title_marks=marks)]

    def _off_hits(self, wanted: Sequence[str]) -> list[Hit]:
        """Return what may have become of an appointment, where the words say so; none in a session.

        Who sits there sees the search: nobody else's appointment stands in it.
        """
        said = {act: words for act, words in off_words().items() if _begins(words, wanted)}
        if not said or self._codes_only:
            return []
        if self._may_be_off is None:
            self._may_be_off = may_be_off(self._workspace, self._here)
        today = self._workspace.today()
        return [
            Hit(
                _off_destination(act, each),
                "calendar",
                each.code,
                words=words,
                beside=_("{day} {time}").format(
                    day=_day_words(each.at.date(), today), time=clock_time(each.at)
                ),
                words_marks=marks_in(words, wanted),
                client_id=each.client_id,
                is_code=True,
            )
            for each in self._may_be_off
            for act, words in said.items()
            if act in off_words(is_before=each.at.date() > today)
        ]

    def _nothing_typed(self) -> tuple[HitGroup, ...]:
        recent, today = self._recent_hits(), self._todays_hits()
        groups = (
            HitGroup("recent", recent, len(recent)),
            HitGroup("today", today, len(today)),
        )
        return tuple(each for each in groups if each.hits)

    def _recent_hits(self) -> tuple[Hit, ...]:
        codes = self._codes(
            each.destination.client_id
            for each in self._recent
            if isinstance(each.destination, ClientPage)
        )
        hits: list[Hit] = []
        for each in self._recent:
            to = each.destination
            if not isinstance(to, ClientPage):
                hits.append(Hit(to, "circle", each.title))
            elif to.client_id in codes:
                code = codes[to.client_id]
                hits.append(
                    Hit(to, "clients", code, each.title, client_id=to.client_id, is_code=True)
                )
        return tuple(hits[:SHOWN])

    def _todays_hits(self) -> tuple[Hit, ...]:
        ids = clients_of_today(self._workspace)
        codes, meetings = self._codes(ids), next_meetings(self._workspace, ids)
        today = self._workspace.today()
        return tuple(
            Hit(
                ClientPage(each),
                "clients",
                codes[each],
                beside=_meeting_words(meetings.get(each), today),
                client_id=each,
                is_code=True,
            )
            for each in ids
            if each in codes
        )

    def _codes(self, client_ids: Iterable[str]) -> Mapping[str, str]:
        return codes_of(self._workspace, tuple(client_ids))


def _may_name_somebody(typed: str, groups: Iterable[HitGroup]) -> bool:
    """Return whether a name is about to be shown, or what is typed can be one and names no page.

    Whoever looks for a page looks for nobody; whoever finds nothing may have looked for somebody
    of another caseload. A telephone number is somebody's as well.
    """
    found = {each.name: each for each in groups}
    if "clients" in found and any(hit.words for hit in found["clients"].hits):
        return True
    if number_in(typed):
        return True
    is_a_word = any(len(each) >= LEAST_LETTERS for each in typed_words(typed))
    return is_a_word and not found.keys() & {"clients", "ways", "fill", "content"}


def _word_place(found: WordHit) -> tuple[Destination, str]:
    """Return where found words stand, and the sign of it: an alert's answer, a note, a form."""
    if found.alert_id:
        return AlertPage(found.alert_id), "alert"
    if found.note_of:
        return ClosePage(found.note_of, found.place), "note"
    return FilledFormPage(found.filled_form_id, question_id=found.place), "work"


def _as_pages_say(wanted: Sequence[str]) -> Sequence[str]:
    """Return words without those by which somebody calls theirs what a page calls yours."""
    own = pgettext("words of a search that say whose something is", "my mine").casefold().split()
    return [each for each in wanted if each not in own] or wanted


def _begins(title: str, wanted: Sequence[str]) -> bool:
    return is_found(wanted, [each.folded for each in words_in(title)])


def _content_hit(found: ContentTitle, wanted: Sequence[str]) -> Hit:
    beside = pgettext("what was found", "form")
    if found.shelf == "sessions":
        beside = pgettext("what was found", "session")
    elif found.minutes is not None:
        beside = _("form, {minutes} min").format(minutes=found.minutes)
    return Hit(
        Library(found.shelf, item=found.id),
        "form" if found.shelf == "forms" else "session",
        found.title,
        beside=beside,
        title_marks=marks_in(found.title, wanted),
    )


def _way_hit(way: Command, wanted: Sequence[str]) -> Hit:
    assert way.destination is not None
    title = _(way.title)
    return Hit(
        way.destination,
        way.icon or "next",
        title,
        beside=way.shortcut,
        title_marks=marks_in(title, wanted),
    )


def _marks_in_code(code: str, typed: str) -> Marks:
    """Return where the typed signs stand in a code, whose hyphen need not be typed."""
    signs = [at for at, each in enumerate(code) if each.isalnum()]
    bare = "".join(code[at] for at in signs).casefold()
    wanted = "".join(each for each in typed.casefold() if each.isalnum())
    begin = bare.find(wanted) if wanted else -1
    return () if begin < 0 else ((signs[begin], signs[begin + len(wanted) - 1] + 1),)


def _client_facts(client: KnownClient, meeting: NextMeeting | None, today: date) -> str:
    if client.is_restricted:
        return pgettext("mark", "Record restricted")
    return _meeting_words(meeting, today)


def _day_words(day: date, today: date) -> str:
    return pgettext("cell", "today") if day == today else short_near_day(day, today)


def _off_destination(act: str, meeting: PlannedMeeting) -> Destination:
    """Return where one says what became of an appointment, or moves it."""
    if act == MOVE:
        return Calendar(meeting.at.date().isoformat(), meeting.appointment_id, act)
    return ClientPage(meeting.client_id, act)


def _meeting_words(meeting: NextMeeting | None, today: date) -> str:
    if meeting is None:
        return ""
    words = _day_words(meeting.at.date(), today)
    when = _("{day} {time}").format(day=words, time=clock_time(meeting.at))
    session = _("session {number}").format(number=session_number(meeting.plan_id))
    return facts_in_a_line(session, when)
