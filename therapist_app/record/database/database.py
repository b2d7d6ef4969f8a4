"""An open database: reading, changing, and the one way to change.

Every change is one transaction that also holds its audit entry; after the commit the anchor
is written. A change inside a change, or inside `together`, joins it: one commit, several entries.
A job on another thread takes its turn: it neither joins a change nor reads in the middle of one.
"""

from collections.abc import Callable, Generator, Hashable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Event, get_ident
from typing import Any, NamedTuple, TypeVar

from sqlcipher3 import dbapi2

from therapist_app.record.clock_and_random import ClockAndRandom, continued
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.anchor import Anchor, Content, Mark
from therapist_app.record.database.audit_chain import (
    KEEP_FACT,
    PREFIX,
    Actor,
    AuditChain,
    Deed,
    audit_key_of,
    kept_fact,
    row_name,
)
from therapist_app.record.database.connection import (
    Kind,
    change_key,
    is_no_text,
    open_connection,
    read_what_is_no_text,
    salt_of,
    translated,
)
from therapist_app.record.database.known_pages import KnownPages
from therapist_app.record.database.turn import Turn
from therapist_app.record.errors import (
    CannotWrite,
    DiskFull,
    RecordBug,
    RecordDamaged,
    RecordError,
)
from therapist_app.record.folder.layout import anchor_beside

ID_LENGTH = 16
Parameters = Sequence[object] | Mapping[str, object]
A = TypeVar("A")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Opening:
    """What it takes to open one database.

    Attributes:
        belongs: Rows of `about` that the file must hold, so that one file never stands in for
            another.
        verify_keys: The key of each person's signatures, by uid.
        keepers: The keys of signatures of all who ever kept the service.
        left_at: The number of the entry with which somebody left, by uid.
        before_migrating: Called with the open connection before an older file is brought up.
        content: What the anchor module's `content_of` said of the file before it was opened.
        reading: Whether nothing can be written: then it is only read.
        is_shared: Whether somebody else than who opens it holds its key, or held it.

    """

    path: Path
    kind: Kind
    data_key: Masked
    actor: Actor
    sources: ClockAndRandom
    belongs: Mapping[str, str]
    verify_keys: Mapping[str, bytes] = field(default_factory=dict)
    keepers: frozenset[bytes] = frozenset()
    left_at: Mapping[str, int] = field(default_factory=dict)
    before_migrating: Callable[[dbapi2.Connection], object] = lambda _connection: None
    content: Content | None = None
    reading: bool = False
    is_shared: bool = False


class Change:
    """What a change may do; an error undoes all of it."""

    def __init__(self, database: "Database") -> None:
        self._database = database
        self._told_besides: list[str] = []

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one statement, and return how many rows it touched."""
        return self._database.run(sql, parameters).rowcount

    def row(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """Return the first row that a query finds, as it stands within the change."""
        return self._database.row(sql, parameters)

    def audit(self, action: str, subject: str, fields: Sequence[str] = ()) -> None:
        """Add the entry of what was just done."""
        self._database.append(Deed(action, subject, (*fields, *self._told_besides)))
        self._told_besides = []

    def tell_besides(self, told: str) -> None:
        """Have the next entry tell one thing more."""
        self._told_besides.append(told)

    def end(self) -> None:
        """Make sure that all was told.

        Raises:
            RecordBug: No entry came after what was to be told besides.

        """
        if self._told_besides:
            raise RecordBug("not-told")

    def keep(self, key: str, value: str) -> None:
        """Keep a fact that the database says about itself."""
        self.execute(KEEP_FACT, (key, value))

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row."""
        for row in rows:
            self._database.run(sql, row)


@dataclass(slots=True)
class _Seen:
    """What was read for one page, by what was asked; other threads ask for themselves."""

    thread: int
    answers: dict[Hashable, Any] = field(default_factory=dict)


class _Kept(NamedTuple):
    """What was found in the whole file: the newest entry at that time, what was asked, and that."""

    mark: Mark
    asked: Hashable
    answer: Any


class Database:
    """One open database.

    Attributes:
        kind: Whether it is the service file or a caseload.
        audit: Its chain of entries.
        audit_key: What the chain is authenticated with; it stays when the data key changes.
        verify_keys: The key of each person's signatures, by uid.
        left_at: The number of the entry with which somebody left, by uid; nothing that bears their
            name after it is theirs.
        sources: Time and randomness.
        anchor_was_missing: Whether there was nothing to compare the file with on opening.
        is_only_read: Whether nothing can be written into it; every change is refused.

    """

    def __init__(self, connection: dbapi2.Connection, opening: Opening) -> None:
        self.kind = opening.kind
        self._path = opening.path
        self._connection = connection
        self.audit_key = audit_key_of(connection, opening.data_key)
        self._anchor_key = derive_masked(opening.data_key, "anchor")
        self._cipher_key = derive_masked(opening.data_key, "sqlcipher")
        self._change: Change | None = None
        self._seen: _Seen | None = None
        self._kept: dict[str, _Kept] = {}
        self._turn = Turn()
        self._is_free = Event()
        self._is_free.set()
        self._endings = 0
        self._is_doomed = False
        self._is_anchored_through = True
        self._is_damaged = False
        self._is_between_keys = False
        self._reads_marks = False
        self._foldings = 0
        self._pages = KnownPages(b"")
        self.is_only_read = opening.reading
        self.audit = AuditChain(connection, self.audit_key, opening.actor)
        self.anchor = Anchor(
            anchor_beside(opening.path),
            self._anchor_key,
            salt=salt_of(connection),
            content=opening.content,
        )
        self.verify_keys = opening.verify_keys
        self.left_at = opening.left_at
        self.sources = continued(opening.sources, self.audit.mark.head)
        self.anchor_was_missing = False

    def had_left(self, uid: str, n: int) -> bool:
        """Return whether somebody was not in the service any more at an entry."""
        return n > self.left_at.get(uid, n)

    @property
    def place(self) -> Path:
        """Where its file lies; nobody opens that here a second time (see the anchor)."""
        return self._path

    @property
    def foldings(self) -> int:
        """How often the log was folded into the file: what reads that beside us compares it."""
        return self._foldings

    @property
    def live(self) -> dbapi2.Connection:
        """The connection itself: for a backup, which alone is handed it."""
        return self._connection

    @contextmanager
    def lent(self) -> Generator[Callable[[], None]]:
        """Lend the connection to a copying on another thread, in turns with whoever works here.

        What is yielded is to be called between two steps of it: whoever waits goes first.
        Closing the database, and changing its key, end the copying.

        Raises:
            CannotWrite: "copying-ended": by what is yielded, where the database is closed or gets
                another key.

        """
        with self._turn:
            self._is_free.clear()
            begun_after = self._endings

            def let_others() -> None:
                self._turn.let_others()
                if self._endings != begun_after:
                    raise CannotWrite("copying-ended")

            try:
                yield let_others
            finally:
                self._is_free.set()

    @contextmanager
    def _alone(self) -> Generator[None]:
        """Have the turn with no copying: one under way is ended, and so is one that begins now.

        A step of it takes a hundredth of a second.
        """
        while True:
            self._endings += 1
            self._is_free.wait()
            with self._turn:
                if self._is_free.is_set():
                    yield
                    return

    def now(self) -> datetime:
        """Return the time."""
        return self.sources.now()

    def new_id(self) -> str:
        """Return a new random id."""
        return self.sources.random_bytes(ID_LENGTH).hex()

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return the rows that a query finds.

        One with a limit says `LIMIT +?`. For a plain parameter there SQLite looks at the number and
        plans the query anew each time, which took up to ten times as long as the answer itself.
        """
        if self._seen is None:  # nearly always, and it is asked a hundred times at each sign-in
            return self._fetched(sql, parameters)
        return self._once(sql, parameters, list, lambda: self._fetched(sql, parameters))

    def read(
        self, sql: str, parameters: Parameters, make: Callable[[Sequence[Any]], R]
    ) -> tuple[R, ...]:
        """Return what `make` makes of each row that a query finds."""

        def made() -> tuple[R, ...]:
            return tuple(make(row) for row in self._fetched(sql, parameters))

        return self._once(sql, parameters, make, made)

    def row(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """Return the first row that a query finds, or None."""
        return next(iter(self.rows(sql, parameters)), None)

    def made_once(self, of: Hashable, make: Callable[[], A]) -> A:
        """Return what `make` makes `of` what was read, or made before for the same page."""
        return self._once("", (), of, make)

    def until_changed(self, name: str, asked: Hashable, make: Callable[[], A]) -> A:
        """Return what `make` finds, or found before if nothing at all was changed since.

        For what is looked for among everybody, which takes its time however little is found. The
        newest answer of each name is kept; any change ends all of them, and so does closing.
        """
        if self._change is not None:
            return make()
        kept, mark = self._kept.get(name), self.audit.mark
        if kept is None or (kept.mark, kept.asked) != (mark, asked):
            kept = self._kept[name] = _Kept(mark, asked, make())
        found: A = kept.answer
        return found

    @contextmanager
    def reading_once(self) -> Generator[None]:
        """Read what is asked twice inside only once, as long as nothing is changed.

        For one page that is put together: nothing of it is remembered afterwards.
        """
        if self._seen is not None:
            yield
            return
        self._seen = _Seen(get_ident())
        try:
            yield
        finally:
            self._seen = None

    @contextmanager
    def change(self, action: str, subject: str, fields: Sequence[str] = ()) -> Generator[Change]:
        """Yield what may change the database; on leaving, the change and its entry are kept.

        Raises:
            DiskFull: Nothing was changed.
            CannotWrite: "only-read": it was opened to be read.
            RecordBug: A change inside this one failed and was passed over.

        """
        with self._joined() as change:
            yield change
            change.audit(action, subject, fields)

    @contextmanager
    def together(self, *, draft: bool = False) -> Generator[Change]:
        """Keep all the changes made inside, or none; each tells of itself.

        Args:
            draft: The anchor is written without waiting for the disk, unless a change inside
                opens an alert or does something else that is not a draft.

        """
        with self._joined(draft=draft) as change:
            yield change

    @property
    def is_changeable(self) -> bool:
        """Whether anything can be written: no page was damaged, and no change of key failed."""
        return not (self._is_damaged or self._is_between_keys or self.is_only_read)

    def anchor_through(self) -> None:
        """Have the anchor of the change under way written through to the disk after all."""
        self._is_anchored_through = True

    def run(self, sql: str, parameters: Parameters = ()) -> dbapi2.Cursor:
        """Run one statement.

        Raises:
            RecordDamaged: A page did not verify, now or before: this connection is not used again.
            CannotWrite: "between-keys": a change of key failed; it is finished at the next opening.

        """
        if self._is_damaged:
            raise RecordDamaged("discarded")
        if self._is_between_keys:
            raise CannotWrite("between-keys")
        try:
            return self._connection.execute(sql, parameters)
        except dbapi2.Error as error:
            if not self._goes_on_after(error):
                raise self._translated(error) from None
        except MemoryError:  # what Python makes of the library's own code for it
            raise CannotWrite("no-memory") from None
        return self.run(sql, parameters)

    def fold_log(self) -> None:
        """Fold the write-ahead log into the file: what was taken out of rows is nowhere then.

        Raises:
            KnownRecordError: As `run` raises.

        """
        with self._turn:
            self._foldings += 1
            self._pages.take()
            self._fetched("PRAGMA wal_checkpoint(TRUNCATE)", ())
            self._pages.take()

    def keep_still(self) -> None:
        """Fold the log in now, and not by itself again: the file stays as it is meanwhile.

        Another process can read it then. What is written stands in the log, as safe as ever.
        """
        self.fold_log()
        self._pages.is_still = True

    def move_again(self) -> None:
        """Fold the log in by itself again, where it is long."""
        self._pages.is_still = False

    def know_pages(self, pages: KnownPages) -> None:
        """Have closing tell whether each page is as it was, or was written here."""
        self._pages = pages

    def close(self) -> None:
        """Fold the write-ahead log into the file, close it, and forget the keys.

        A reading or a change that another thread has begun comes to its end before; a copying is
        ended.
        """
        with self._alone():
            self._close()

    def _close(self) -> None:
        self._pages.end()
        try:
            if self.is_changeable:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except dbapi2.Error as error:
            raise self._translated(error) from None
        finally:
            self._kept.clear()
            self._connection.close()
            self.anchor.close(self._pages)
            self.audit_key.forget()
            self._anchor_key.forget()
            self._cipher_key.forget()

    def keep_audit_key(self, data_key: Masked) -> None:
        """Keep the audit key for a data key from which it does not follow."""
        with self.change("audit_key_kept", self.kind.name) as change:
            change.keep(*kept_fact(self.audit_key, data_key, self.sources))

    def change_key(self, data_key: Masked) -> None:
        """Encrypt the file under another data key.

        Killed at any instant, the file opens under exactly one of the two, with its chain and
        its anchor whole: audit key and anchor are there for both before the pages change.

        Raises:
            CannotWrite: The file goes on under the key of before; "between-keys": it opens under
                neither now, and is not used again before the next sign-in.
            DiskFull: The file goes on under the key of before.

        """
        with self._alone():
            self._change_key(data_key)

    def _change_key(self, data_key: Masked) -> None:
        self.keep_audit_key(data_key)
        self.fold_log()
        before, following = self._anchor_key, derive_masked(data_key, "anchor")
        self.anchor.hand_over(following, self.audit.mark)
        self._anchor_key = following
        key = derive_masked(data_key, "sqlcipher")
        try:
            self._change_pages(key)
        except RecordError:
            key.forget()
            self._anchor_key = before
            following.forget()
            self.anchor.hand_over(before, self.audit.mark)
            raise
        before.forget()
        self._cipher_key.forget()
        self._cipher_key = key
        self.fold_log()
        self.forget_older_keys(data_key)

    def _change_pages(self, key: Masked) -> None:
        """Change the key, and believe it only once the file has opened under it.

        The library says that all went well also where the disk was full at the last step, and
        then writes under a key that the file does not have.
        """
        refused: RecordError = CannotWrite("key-not-changed")
        try:
            change_key(self._connection, key)
        except dbapi2.Error as error:
            refused = translated(error)
        self._pages.end()
        self._connection.close()
        for each in (key, self._cipher_key):
            try:
                self._connection = open_connection(self._path, each)
                self._reads_marks = False
            except RecordError:
                continue
            self._pages.go_on_over(self._connection, self._path)
            self.audit.go_on_over(self._connection)
            if each is key:
                return
            raise refused
        self._is_between_keys = True
        raise CannotWrite("between-keys")

    def forget_older_keys(self, data_key: Masked) -> None:
        """Drop what was kept for data keys of before."""
        with self.change("key_changed", self.kind.name) as change:
            change.execute(
                "DELETE FROM about WHERE substr(key, 1, ?) = ? AND key <> ?",
                (len(PREFIX), PREFIX, row_name(data_key)),
            )

    def copy_into(self, target: dbapi2.Connection) -> None:
        """Copy every page, free ones too, into another database under its own key."""
        try:
            self._connection.backup(target)
        except dbapi2.Error as error:
            raise self._translated(error) from None

    @contextmanager
    def _joined(self, *, draft: bool = False) -> Generator[Change]:
        with self._turn:
            if self._change is None:
                with self._transaction(draft=draft) as change:
                    yield change
                return
            try:
                yield self._change
            except BaseException:
                self._is_doomed = True
                raise

    @contextmanager
    def _transaction(self, *, draft: bool) -> Generator[Change]:
        if self.is_only_read:
            raise CannotWrite("only-read")
        before = self.audit.mark
        self._kept.clear()
        if self._seen is not None:
            self._seen.answers.clear()
        self.run("BEGIN IMMEDIATE")
        self._change, self._is_doomed = Change(self), False
        self._is_anchored_through = not draft
        try:
            yield self._change
            self._change.end()
            self._commit()
        except BaseException:
            self.audit.mark = before
            self._roll_back()
            raise
        finally:
            self._change = None
        self._pages.fold()
        self._write_anchor()

    def _commit(self) -> None:
        if self._is_doomed:
            raise RecordBug("a-change-inside-failed")
        self.run("COMMIT")

    def append(self, deed: Deed) -> None:
        """Add an entry to the audit, within the change it tells of.

        Raises:
            DiskFull: The change is undone.

        """
        try:
            self.audit.append(self.now(), deed)
        except dbapi2.Error as error:
            raise self._translated(error) from None

    def _roll_back(self) -> None:
        # After a full disk SQLite has often rolled back by itself.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _write_anchor(self) -> None:
        # The change is kept; an anchor that lags is allowed, and the next commit tries again.
        try:
            self.anchor.write(self.audit.mark, through=self._is_anchored_through)
        except (CannotWrite, DiskFull):
            return

    def _once(self, sql: str, parameters: Parameters, form: Hashable, answer: Callable[[], A]) -> A:
        """Return an answer, or what it was before for the page that is put together."""
        seen = self._seen
        if seen is None or self._change is not None or seen.thread != get_ident():
            return answer()
        asked = (sql, repr(parameters), form)
        if asked not in seen.answers:
            seen.answers[asked] = answer()
        found: A = seen.answers[asked]
        return found

    def _fetched(self, sql: str, parameters: Parameters) -> list[tuple[Any, ...]]:
        try:
            with self._turn:
                return self.run(sql, parameters).fetchall()
        except dbapi2.Error as error:
            if not self._goes_on_after(error):
                raise self._translated(error) from None
        return self._fetched(sql, parameters)

    def _goes_on_after(self, error: dbapi2.Error) -> bool:
        """Return whether it is asked again: bytes that are no text are read as marks then."""
        if self._reads_marks or not is_no_text(error):
            return False
        self._reads_marks = True
        read_what_is_no_text(self._connection)
        return True

    def _translated(self, error: dbapi2.Error) -> Exception:
        failure = translated(error)
        if isinstance(failure, RecordDamaged):
            self._is_damaged = True
        return failure


class ServiceFile(Database):
    """The file of the whole service: settings, recipients, releases. No client data."""


class Caseload(Database):
    """The clients of one therapist."""
