"""Installing a language."""

import pytest

from session_forms.words import texts
from tests.support.catalogues import Catalogue
from therapist_app.i18n import installing, pseudo_language


@pytest.fixture(autouse=True)
def _english_afterwards(qapp):
    yield
    installing.install(qapp, ["en"])


def test_english_needs_no_catalogue(qapp):
    assert installing.install(qapp, ["en-GB", "de"]) == "en"
    assert texts.translate("Today") == "Today"


def test_a_language_without_a_catalogue_stays_english(qapp):
    assert installing.install(qapp, ["xx"]) == "en"
    assert texts.language() == "en"


def test_a_language_with_a_catalogue_is_spoken(qapp, monkeypatch, tmp_path):
    catalogue = Catalogue("de")
    catalogue.add("Today", "Heute")
    catalogue.save(tmp_path / "locale" / "de" / "LC_MESSAGES" / "sessions.mo")
    monkeypatch.setattr(installing, "FOLDER", tmp_path / "locale")

    assert installing.install(qapp, ["xx", "de-AT"]) == "de-AT"
    assert texts.translate("Today") == "Heute"
    assert texts.language() == "de_AT"


def test_the_language_that_nobody_speaks_needs_no_catalogue(qapp):
    assert installing.install(qapp, ["en-XA", "en"]) == "en-XA"
    assert texts.translate("Today").startswith(pseudo_language.OPENS)
    assert texts.language() == "en_XA"
