"""One FHIR element as it was read: its keys taken one by one, the rest listed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from session_forms.errors import DefinitionError
from session_forms.exchange.fhir_terms.extensions import HL7, extensions, is_ours, standard_value
from session_forms.exchange.plain_data.reports import CarryReport

NOT_CARRIED = "this program has no place for it"
_CLOSE = 0.75
_NOTHING: tuple[object, ...] = (False, None, "", [], {})


@dataclass(frozen=True, slots=True)
class Source:
    """The file that is read, and what it held that was not carried."""

    name: str
    report: CarryReport

    def refusal(self, path: str, what: str, to_do: str) -> DefinitionError:
        """Return why the file is refused: where, what, and what to do."""
        return DefinitionError(self.name, None, path, what, to_do)


@dataclass(slots=True)
class Element:
    """A FHIR element with its place.

    Attributes:
        source: The file it stands in.
        path: Its place there, as `item[2].item[0]`.
        keys: What it holds.

    """

    source: Source
    path: str
    keys: Mapping[str, Any]
    _seen: set[str] = field(default_factory=set)

    def text(self, key: str) -> str:
        """Return a text, or "" when there is none.

        Raises:
            DefinitionError: Something else stands there.

        """
        value = self._value(key, "")
        if not isinstance(value, str):
            raise self.source.refusal(
                self.at(key), "the value is of the wrong kind", "write a text"
            )
        return value.strip()

    def truth(self, key: str) -> bool:
        """Return true or false; false when nothing is said.

        Raises:
            DefinitionError: Something else stands there.

        """
        value = self._value(key, False)
        if not isinstance(value, bool):
            what, to_do = "the value is of the wrong kind", "write true or false"
            raise self.source.refusal(self.at(key), what, to_do)
        return value

    def number(self, key: str) -> int | None:
        """Return a whole number from 1 on, or None when there is none.

        Raises:
            DefinitionError: Something else stands there.

        """
        value = self._value(key, None)
        if value is None or (type(value) is int and value > 0):
            return value
        what, to_do = "the value is of the wrong kind", "write a whole number from 1 on"
        raise self.source.refusal(self.at(key), what, to_do)

    def parts(self, key: str) -> Iterator["Element"]:
        """Yield the elements of a list.

        Raises:
            DefinitionError: Something else stands there.

        """
        value = self._value(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            what, to_do = "the value is of the wrong kind", "write a list of objects"
            raise self.source.refusal(self.at(key), what, to_do)
        for index, each in enumerate(value):
            yield Element(self.source, f"{self.at(key)}[{index}]", each)

    def extension(self, *names: str) -> object:
        """Return the value of the HL7 extension of one of these names, or None."""
        self._seen.update(f"{HL7}/{name}" for name in names)
        return standard_value(self.keys, *names)

    def whole(self, *names: str) -> int | None:
        """Return the value of an extension as a whole number; another number is listed."""
        value = self.extension(*names)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if type(value) is int:
            return value
        if value is not None:
            self.list(f"the extension {names[0]}", "only a whole number can be kept here")
        return None

    def list(self, what: str, why: str = NOT_CARRIED, key: str = "") -> None:
        """List something of this element that was not carried."""
        self.source.report.add(self.at(key) if key else self.path, what, why)

    def check_keys(self, known: frozenset[str]) -> None:
        """Look for misspelt keys; `known` are FHIR's own.

        Raises:
            DefinitionError: A key is unknown and much like a known one.

        """
        for key in self.keys:
            meant = get_close_matches(key, sorted(known), n=1, cutoff=_CLOSE)
            if key.lstrip("_") not in known and meant:
                what, to_do = "this key is not known here", f"write {meant[0]} instead"
                raise self.source.refusal(self.at(key), what, to_do)

    def list_rest(self) -> None:
        """List the keys and extensions that nothing asked for; an empty one is nothing."""
        for key, value in self.keys.items():
            if key not in self._seen and key != "extension" and value not in _NOTHING:
                self.list(f"the key {key}")
        for each in extensions(self.keys):
            address = str(each.get("url", ""))
            if address not in self._seen and not is_ours(each):
                self.list(f"the extension {address.rpartition('/')[2]}")

    def at(self, key: str) -> str:
        """Return the place of a key."""
        return f"{self.path}.{key}" if self.path else key

    def see(self, *keys: str) -> None:
        """Take keys or addresses of extensions as dealt with."""
        self._seen.update(keys)

    def _value(self, key: str, default: object) -> object:
        self._seen.add(key)
        value: object = self.keys.get(key, default)
        return default if value is None else value
