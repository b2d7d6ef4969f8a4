"""What somebody was writing when it locked, and had not saved: kept until they go on with it.

It lies in the caseload that is open, encrypted with all else and erased with its client; of
whoever has no clients in the service file. A page is known by what it is about.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta

from therapist_app.destination import Destination
from therapist_app.record.clients import begun_words as table
from therapist_app.record.service import settings
from therapist_app.record.vault.vault import Vault

KEPT_FOR = timedelta(days=30)
"""After which what nobody went on with is deleted."""
Field = tuple[str, str, int, str]
"""The part of a page, the name of a field in it, which of that name it is, and its words."""
Written = tuple[Field, ...]


@dataclass(slots=True)
class WaitingWords:
    """What waits to be gone on with, by the page; `ids` are its rows in the caseload."""

    written: Written
    ids: tuple[str, ...] = ()


def page_name(here: Destination) -> str:
    """Return a name that tells a page from others: what it is, and what it is about."""
    about = (getattr(here, each.name) for each in fields(here) if _tells_apart(each.name))
    return " ".join([type(here).__name__, *(each for each in about if each)])


def keep_begun_words(vault: Vault, here: Destination, written: Written) -> None:
    """Keep what is written on a page and not saved, in the place of what was begun there before.

    Nothing is kept once the record is closed, and where nothing can be.
    """
    if not written or not vault.is_open or vault.is_only_read:
        return
    page = page_name(here)
    if vault.caseload_id is None:
        settings.save(vault.service, _key(vault), {**_kept(vault), page: written})
        return
    caseload = vault.caseload
    client_id = table.client_behind(caseload, page.split())
    table.keep(caseload, [table.begun(caseload, vault.person.uid, page, client_id, written)])


class BegunWordsOfVault:
    """What the person signed in had begun to write, page by page, while the record is open."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._caseload_id: str | None = ""
        self._waiting: dict[str, WaitingWords] = {}

    def keep(self, here: Destination, written: Written) -> None:
        """Keep what is written on a page, with what waits there still."""
        there = {each[:3] for each in written}
        left = (each for each in self.waiting(here) if each[:3] not in there)
        keep_begun_words(self._vault, here, (*written, *left))

    def waiting(self, here: Destination) -> Written:
        """Return what waits to be gone on with on a page."""
        self._read_once()
        found = self._waiting.get(page_name(here))
        return found.written if found else ()

    def put_back(self, here: Destination, of: Field) -> None:
        """Note that a field of the page has its words again; once all have, they wait no more."""
        found = self._waiting.get(page_name(here))
        if found is None:
            return
        found.written = tuple(each for each in found.written if each != tuple(of))
        if not found.written:
            del self._waiting[page_name(here)]
            _let_go(self._vault, page_name(here), found)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields whose words wait still, on whichever page."""
        self._read_once()
        found = (
            name for each in self._waiting.values() for _part, name, _nth, _words in each.written
        )
        return tuple(dict.fromkeys(found))

    def _read_once(self) -> None:
        """Read what waits in the caseload in use, which another one may have taken the place of."""
        if self._vault.is_open and self._caseload_id != self._vault.caseload_id:
            self._caseload_id = self._vault.caseload_id
            self._waiting = _waiting_words(self._vault)


def _waiting_words(vault: Vault) -> dict[str, WaitingWords]:
    """Return what the person signed in had begun to write, by the name of the page."""
    if vault.caseload_id is None:
        return {page: WaitingWords(written) for page, written in _kept(vault).items()}
    oldest = vault.caseload.now() - KEPT_FOR
    if not vault.is_only_read:
        table.forget_old(vault.caseload, oldest)
    found = table.of_person(vault.caseload, vault.person.uid)
    return {
        each.place: WaitingWords(_read(json.loads(each.words)), (each.id,))
        for each in found
        if each.place[:1].isupper() and each.kept_at >= oldest
    }


def _let_go(vault: Vault, page: str, words: WaitingWords) -> None:
    """Let go what stands on its page again."""
    if not vault.is_open or vault.is_only_read:
        return
    if words.ids:
        table.take_up(vault.caseload, words.ids)
        return
    left = {name: each for name, each in _kept(vault).items() if name != page}
    settings.save(vault.service, _key(vault), left)


def _tells_apart(name: str) -> bool:
    return name.endswith("_id") and name != "question_id"


def _read(words: Sequence[Sequence[object]]) -> Written:
    return tuple(
        (str(part), str(name), int(str(nth)), str(said)) for part, name, nth, said in words
    )


def _kept(vault: Vault) -> dict[str, Written]:
    return settings.load_own(vault.service, _key(vault), dict[str, Written]) or {}


def _key(vault: Vault) -> str:
    return f"begun_words:{vault.person.uid}"
