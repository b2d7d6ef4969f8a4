"""Installing a language."""

import struct

import pytest

from session_forms.words import texts
from therapist_app.i18n import installing


@pytest.fixture(autouse=True)
def _english_afterwards(qapp):
    yield
    installing.install(qapp, ["en"])


def catalogue(path, original: str, translated: str) -> None:
    """Write the smallest catalogue that gettext reads: its head and one text."""
    pairs = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", original: translated}.items())
    originals, translations = b"", b""
    places: list[tuple[int, int, int, int]] = []
    for key, value in pairs:
        source, target = key.encode(), value.encode()
        places.append((len(source), len(originals), len(target), len(translations)))
        originals += source + b"\0"
        translations += target + b"\0"
    start = 28 + 16 * len(pairs)
    table = b"".join(struct.pack("<II", a, start + b) for a, b, _c, _d in places)
    after = start + len(originals)
    table += b"".join(struct.pack("<II", c, after + d) for _a, _b, c, d in places)
    count = len(pairs)
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    path.parent.mkdir(parents=True)
    path.write_bytes(head + table + originals + translations)


def test_english_needs_no_catalogue(qapp):
    assert installing.install(qapp, ["en-GB", "de"]) == "en"
    assert texts.translate("Today") == "Today"


def test_a_language_without_a_catalogue_stays_english(qapp):
    assert installing.install(qapp, ["xx"]) == "en"


def test_a_language_with_a_catalogue_is_spoken(qapp, monkeypatch, tmp_path):
    catalogue(tmp_path / "locale" / "de" / "LC_MESSAGES" / "sessions.mo", "Today", "Heute")
    monkeypatch.setattr(installing, "files", lambda _package: tmp_path)

    assert installing.install(qapp, ["xx", "de-AT"]) == "de-AT"
    assert texts.translate("Today") == "Heute"
