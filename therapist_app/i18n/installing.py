"""Installing a language: our texts through gettext, Qt's own words through its catalogue."""

from collections.abc import Sequence
from gettext import NullTranslations, translation
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from session_forms.words import texts

DOMAIN = "sessions"
FOLDER = Path(texts.__file__).parents[1] / "locale"
PSEUDO = "en_XA"
"""The code of the language that nobody speaks; what makes it loads only where it is asked for."""


def install(app: QCoreApplication, languages: Sequence[str] = ()) -> str:
    """Install the first language of which there is a catalogue, and return it.

    Without `languages` the system's are asked. Texts without a catalogue stay English, and then
    Qt's own words do too: a window never speaks two languages.
    """
    for language in languages or QLocale.system().uiLanguages():
        if language.replace("-", "_") == PSEUDO:
            from therapist_app.i18n.pseudo_language import PseudoTranslations

            texts.install(PseudoTranslations(), PSEUDO)
            return language
        if language.startswith(texts.WRITTEN_IN):
            break
        catalogue = _catalogue(language)
        if catalogue is not None:
            texts.install(catalogue, language.replace("-", "_"))
            _install_qt_words(app, language)
            return language
    texts.install(NullTranslations())
    return texts.WRITTEN_IN


def _catalogue(language: str) -> NullTranslations | None:
    codes = [language.replace("-", "_"), language[:2]]
    if not any((FOLDER / each).is_dir() for each in codes):
        return None  # looking for a catalogue where there is none takes longer than all else here
    try:
        return translation(DOMAIN, FOLDER, codes)
    except OSError:
        return None


def _install_qt_words(app: QCoreApplication, language: str) -> None:
    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load(QLocale(language), "qtbase", "_", folder):
        app.installTranslator(words)
