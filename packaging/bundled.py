"""What the programs that PyInstaller packs have in common: what comes along, what never does."""

from pathlib import Path, PurePath

ROOT = Path(__file__).parents[1]
NEVER = (
    *("PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick"),  # the application is offline
    *("ssl", "_ssl", "socketserver", "http.server", "xmlrpc"),
    *("PIL._avif", "PIL._webp", "PIL._imagingft", "PIL._imagingcms", "PIL._imagingtk"),
    *("hypothesis", "mypy", "pytest", "_pytest", "tkinter"),  # pydantic can serve the first two
    *("setuptools", "readline", "_curses", "curses"),  # nobody types at its Python
)
PLUGINS = {  # folder of Qt's plug-ins: those kept, or all of them
    "iconengines": None,
    "imageformats": {"qsvg"},
    "platforminputcontexts": None,
    "platforms": {"qoffscreen", "qxcb", "qwayland", "qwindows", "qcocoa"},
    "platformthemes": {"qxdgdesktopportal"},
    "printsupport": None,
    "styles": None,
    "wayland-decoration-client": None,
    "wayland-graphics-integration-client": {"qt-plugin-wayland-egl"},
    "wayland-shell-integration": None,
    "xcbglintegrations": None,
}
LOCALE = ROOT / "session_forms" / "locale"
LANGUAGES = {path.name for path in LOCALE.glob("*") if path.is_dir()}
LOCALE_DATA = {"root", "en", *LANGUAGES, *(name.split("_")[0] for name in LANGUAGES)}
"""Babel brings days and numbers of eight hundred languages: 33 MB."""
UNUSED_LIBRARIES = ("Qt6Network", "Qt6EglF", "Qt6Qml", "Qt6Quick", "ssl")


def is_kept(entry: tuple[str, str, str]) -> bool:
    """Say whether a file belongs into a bundle: Qt brings plug-ins for what nobody does here."""
    path = PurePath(entry[0])
    name = path.stem.removeprefix("lib")
    if name.startswith(UNUSED_LIBRARIES):
        return False
    if path.suffix == ".po" or path.parts[-3:-1] == ("reportlab", "fonts"):  # ours are embedded
        return False
    if path.parent.name == "locale-data":
        return path.suffix == ".dat" and path.stem in LOCALE_DATA
    if "translations" in path.parts:
        return path.name.startswith("qtbase_")
    if "plugins" in path.parts:
        kept = PLUGINS.get(path.parent.name, set())
        return kept is None or name in kept
    return True
