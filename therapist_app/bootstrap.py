"""The composition root: everything is built here, once, by hand.

What the unlock window does not need is imported inside the functions that need it: the record's
ciphers, forms, programme and screens load on another thread while the passphrase is typed.
"""

import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from therapist_app.accessibility.roles import install_roles
from therapist_app.i18n import installing
from therapist_app.shell.window.appearance import AppearanceController
from therapist_app.widgets.fields.copying import copies

if TYPE_CHECKING:
    from therapist_app.commands import Destination
    from therapist_app.record.vault.vault import Vault
    from therapist_app.shell.window.main_window import MainWindow
    from therapist_app.shell.window.services import Leave, ShellServices
    from therapist_app.workflows.content.shipped_content import ContentInUse
    from therapist_app.workflows.packs_in_use import PackSource

LOOKS_INTO_MODULES = "_mod_uses_pyside"
"""What Qt's binding calls for each module that is imported; where it has no such thing, it looks
into none, or in a way that we do not know."""
STYLE = "Fusion"
"""Named to Qt at its start: asking for it later makes the style anew and takes seven ms more."""

QT_OF_PAGES = "therapist_app.shell.startup.qt_of_pages"
"""What is imported on the window's thread before another one calls `load_content`."""
AT_SIGN_IN = (
    "therapist_app.workflows.entering.signing_in",
    "therapist_app.shell.startup.daily_backup",
    "therapist_app.workflows.safekeeping.unconfirmed_sheets",
    "therapist_app.workflows.people.agreeing_to_covers",
    "therapist_app.workflows.people.agreeing_to_sheets",
    "therapist_app.workflows.safekeeping.while_away",
)
"""What a sign-in and the moment after it need: read first, and none of it needs a page.

While another thread imports a module, whoever asks for it waits until all is there that it names.
The window's thread must not: it stood still for as long as all pages took, 8 seconds once.
"""


def load_content(service: Path | None = None, packs: "PackSource | None" = None) -> "ContentInUse":
    """Read programme and forms, and import the screens that need them.

    `service` is the service folder, where a clinic keeps packs, and forms and words of its own;
    `packs` are those to use, and without it those that the list in that folder names.
    """
    _spare_modules_a_look()
    from therapist_app.record.database.connection import check_library
    from therapist_app.workflows.content.content_in_use import content_in_use

    check_library()  # before a passphrase is asked in vain
    import_module("therapist_app.shell.navigation.places")  # nobody waits for the screens later
    return content_in_use(service, packs)


def load_from_sign_in_on(service: Path) -> "ContentInUse":
    """Import what the sign-in needs, which may be under way by now, then read all else."""
    for each in AT_SIGN_IN:
        import_module(each)
    return load_content(service)


def _spare_modules_a_look() -> None:
    """Keep Qt's binding from reading the source of whatever is imported.

    It looks there for its own name, to know whether names in the style of Python may be switched
    on, which nothing of ours does; of 1,400 modules that takes an eighth of the time of all pages.
    It also asks `pydantic.errors` for an attribute: that module then imports in a circle what
    imports it, where the window's thread imports too.
    """
    binding = sys.modules.get("shibokensupport.feature")
    if binding is not None and hasattr(binding, LOOKS_INTO_MODULES):
        setattr(binding, LOOKS_INTO_MODULES, _uses_no_qt)


def _uses_no_qt(_module: object) -> bool:
    return False


def make_application() -> QApplication:
    """Return the one application object, speaking the person's language."""
    there = QCoreApplication.instance()
    app = there if isinstance(there, QApplication) else QApplication(["sessions", "-style", STYLE])
    app.setApplicationName("Sessions")
    installing.install(app)
    copies()
    install_roles()
    return app


def open_workplace(
    vault: "Vault",
    *,
    leave: "Leave",
    content: "ContentInUse | None" = None,
    appearance: AppearanceController | None = None,
    start: "Destination | None" = None,
) -> "MainWindow":
    """Return the main window over an open record, ready to be shown.

    Args:
        vault: The open record; the window closes it.
        leave: Called when all is saved and closed, to leave the process.
        content: Programme and forms, when they were loaded already.
        appearance: The look; without it the defaults, kept nowhere.
        start: Where to begin; by default where the person was before it locked.

    """
    from therapist_app.jobs import run_job
    from therapist_app.shell.guiding import Guide
    from therapist_app.shell.locking.idle_lock import install_idle_lock
    from therapist_app.shell.window.main_window import MainWindow
    from therapist_app.workflows.content.keeping_content import packs_to_load
    from therapist_app.workflows.entering.access_scope import first_places, home
    from therapist_app.workflows.exporting.quarters import lacks_figures
    from therapist_app.workflows.exporting.settling_releases import settle_releases
    from therapist_app.workflows.exporting.waiting_figures import give_figures_quietly
    from therapist_app.workflows.policies.idle_limits import idle_limits
    from therapist_app.workflows.safekeeping.loud_acts import is_something_told
    from therapist_app.workflows.sessions.left_running import hold_what_was_left
    from therapist_app.workflows.supervision import caseload_figures

    app = make_application()
    appearance = appearance or AppearanceController(app, None)
    content = content or load_content()
    said = packs_to_load(vault, content.packs)  # an open record says which packs are in use
    content = content if said is None else load_content(content.service, said)
    workspace = content.workspace(vault)
    if not vault.is_only_read:
        settle_releases(workspace)
        hold_what_was_left(workspace)  # before the figures, which tell when it locked
        caseload_figures.publish(workspace, "signed_in")
    services = _services(vault, content, appearance, leave)
    way = first_places(vault)
    if is_something_told(vault):
        way = (home(vault),)  # it is told there, and nowhere else
    way = way if start is None else (start,)
    window = MainWindow(services, practice=vault.practice, way=way)
    appearance.attach(window)
    if vault.practice and vault.caseload_id is not None:
        Guide(window, workspace)
    install_idle_lock(window, partial(idle_limits, vault.service))
    if not vault.is_only_read and lacks_figures(workspace):
        run_job(window, partial(give_figures_quietly, workspace), done=nothing_follows)
    return window


def nothing_follows(_found: None) -> None:
    """Do nothing more."""


def _services(
    vault: "Vault", content: "ContentInUse", appearance: AppearanceController, leave: "Leave"
) -> "ShellServices":
    """Return what the window is given over some content, and over other content once chosen."""
    from therapist_app.shell.navigation.places import page_maker
    from therapist_app.shell.window.services import services_over
    from therapist_app.workflows.content.keeping_content import chosen_packs

    def over_chosen_content() -> "ShellServices":
        chosen = load_content(content.service, chosen_packs(vault))
        return _services(vault, chosen, appearance, leave)

    workspace = content.workspace(vault)
    make_page = page_maker(workspace, appearance.chosen)
    return services_over(workspace, make_page, appearance.note_size, leave, over_chosen_content)
