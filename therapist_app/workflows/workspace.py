"""What a signed-in person works with: the open record, the programme and the forms."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from programme.definition.definition import Programme
from programme.loading.earlier_versions import earlier_version
from programme.local_text_sections import Draft
from programme.packs.naming import order_of
from session_forms.answers import Answers, answers_from_json
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.reference.directory import DirectoryEntry
from session_forms.reference.jurisdictions import Jurisdiction
from therapist_app.record.clients import clients
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.errors import Gone, NoSuchRow
from therapist_app.record.model import Client, FilledForm
from therapist_app.record.service import local_texts
from therapist_app.record.service.former_people import names_ever
from therapist_app.record.service_model import LocalText
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.packs_in_use import NO_PACKS, PacksInUse
from therapist_app.workflows.permissions import could_then


@dataclass(frozen=True, slots=True)
class AsWritten:
    """The content before it was put into another language, to compare other content with.

    Attributes:
        programmes: Every programme that is here, the one in use first.
        forms: The forms.

    """

    programmes: tuple[Programme, ...]
    forms: FormLibrary


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything the workflows need, handed to them first."""

    vault: Vault
    programme: Programme
    forms: FormLibrary
    directory: tuple[DirectoryEntry, ...]
    jurisdictions: tuple[Jurisdiction, ...]
    """The local texts that come with the program and from packs."""
    earlier_programmes: tuple[Programme, ...] = ()
    """Versions that are installed because clients still follow them."""
    packs: PacksInUse = NO_PACKS
    """What of all this was read from content packs."""
    translated_from: AsWritten | None = None
    """The same as it is written, where the window speaks another language."""
    beside: Caseload | None = None
    """Another caseload that is open and is looked at instead, to be counted."""

    @property
    def caseload(self) -> Caseload:
        """The caseload that is being worked with: one's own, or one that one covers."""
        return self.beside or self.vault.caseload

    @property
    def service(self) -> ServiceFile:
        """The service file, shared by everybody who works here."""
        return self.vault.service

    @property
    def practice(self) -> bool:
        """Whether the clients are invented."""
        return self.vault.practice

    @property
    def courses(self) -> tuple[Programme, ...]:
        """Each course that clients may follow, in its newest version, the one in use first."""
        return self._newest(self.earlier_programmes)

    @property
    def courses_to_begin(self) -> tuple[Programme, ...]:
        """The same, without versions with which nobody begins any more."""
        return self._newest(
            each
            for each in self.earlier_programmes
            if not self.is_for_those_under_way(each.id, each.version)
        )

    def _newest(self, others: Iterable[Programme]) -> tuple[Programme, ...]:
        found = {self.programme.id: self.programme}
        for each in others:
            known = found.setdefault(each.id, each)
            if known is not self.programme and order_of(known.version) < order_of(each.version):
                found[each.id] = each
        return tuple(found.values())

    def is_for_those_under_way(self, programme_id: str, version: str) -> bool:
        """Return whether nobody begins with a version any more that is here all the same."""
        key = (programme_id, version)
        return key in self.packs.completed or earlier_version(*key) is not None

    def course(self, programme_id: str) -> Programme:
        """Return the course of an id in its newest version; the one in use for any other id."""
        found = (each for each in self.courses if each.id == programme_id)
        return next(found, self.programme)

    @property
    def as_written(self) -> AsWritten:
        """Programmes and forms in the words that their authors wrote."""
        courses = (self.programme, *self.earlier_programmes)
        return self.translated_from or AsWritten(courses, self.forms)

    @property
    def local_texts(self) -> tuple[Jurisdiction, ...]:
        """Every local text in every version, with those that this service approved itself.

        They are read anew after each change, so that one counts as soon as it is approved.
        """
        return self.service.made_once("local texts", self._read_local_texts)

    def _read_local_texts(self) -> tuple[Jurisdiction, ...]:
        found = {each.ref: each for each in self.jurisdictions}
        for kept in self._approved_texts():
            draft = draft_in(kept.text)
            if draft is not None:
                found[draft.text.ref] = draft.text
        return tuple(found.values())

    def _approved_texts(self) -> tuple[LocalText, ...]:
        """Return the texts that this service approved, as whoever may signed them."""
        people = self.vault.header.mac
        return self.service.until_changed("approved texts", people, self._read_approved)

    def _read_approved(self) -> tuple[LocalText, ...]:
        names = names_ever(self.service, self.vault.header)
        signed = (
            (kept, local_texts.approval_of(self.service, kept, names))
            for kept in local_texts.all_texts(self.service)
        )
        return tuple(
            kept
            for kept, entry in signed
            if entry is not None and could_then(self.vault, "approve_local_text", entry)
        )

    @contextmanager
    def reading_once(self) -> Generator[None]:
        """Read from the record only once what is asked for twice while one page is put together.

        Whoever keeps no clients has pages as well: those read the service file alone.
        """
        has_clients = self.beside is not None or self.vault.caseload_id is not None
        of_clients = self.caseload.reading_once() if has_clients else nullcontext()
        with of_clients, self.service.reading_once():
            yield

    def client(self, client_id: str) -> Client:
        """Return a client of the caseload that is being worked with."""
        return clients.load(self.caseload, client_id)

    def programme_of(self, client: Client) -> Programme:
        """Return the programme in the version that a client is pinned to, if it is installed.

        The one in use stands in for it otherwise; `missing_programme` says so.
        """
        return self.programme_at(client.programme_id, client.programme_version)

    def programme_at(self, programme_id: str, version: str) -> Programme:
        """Return a programme in a version, if it is installed; else the one in use."""
        pinned = (programme_id, version)
        return next(
            (each for each in self.earlier_programmes if (each.id, each.version) == pinned),
            self.programme,
        )

    def programme_for(self, client_id: str) -> Programme:
        """Return the programme in the version that a client is pinned to."""
        return self.programme_of(self.client(client_id))

    def missing_programme(self, client: Client) -> str:
        """Return the pack of the version that a client is pinned to where it is not installed."""
        return self.missing_version(client.programme_id, client.programme_version)

    def missing_version(self, programme_id: str, version: str) -> str:
        """Return the pack of a version of a programme where it is not installed; else ""."""
        found = self.programme_at(programme_id, version)
        if (found.id, found.version) == (programme_id, version):
            return ""
        return f"programme {programme_id} {version}"

    def form_for(self, client: Client, form_id: str) -> FormDefinition:
        """Return a form in the version that the client's programme pins, else the newest."""
        return self.form_in(self.programme_of(client), form_id)

    def form_in(self, programme: Programme, form_id: str) -> FormDefinition:
        """Return a form in the version that a programme pins, else the newest."""
        version = programme.forms.get(form_id)
        if version is None or (form_id, version) not in self.forms:
            return self.forms.latest(form_id)
        return self.forms.get(form_id, version)

    def form_of(self, filled: FilledForm) -> FormDefinition:
        """Return a form in the version in which it was filled in."""
        return self.forms.get(filled.form_id, filled.form_version)

    def answers_of(self, filled: FilledForm) -> Answers:
        """Return the answers of a filled form, as its version reads them."""
        form, spelled = self.form_of(filled), filled.answers
        return self.service.made_once(
            (form.id, form.version, spelled), lambda: answers_from_json(form, spelled)
        )

    def now(self) -> datetime:
        """Return the record's time, aware, in UTC."""
        return self.service.now()

    def today(self) -> date:
        """Return the local day."""
        return self.now().astimezone().date()


@contextmanager
def told_when_gone() -> Generator[None]:
    """Say that something went with its client, where what is looked for by its id is not there.

    Raises:
        Gone: It is not there.

    """
    try:
        yield
    except NoSuchRow:
        raise Gone from None


@lru_cache(maxsize=64)
def draft_in(kept: str) -> Draft | None:
    """Return a text as the service file keeps it; None where somebody made it unreadable."""
    with suppress(ValueError):
        return Draft.model_validate_json(kept)
    return None
