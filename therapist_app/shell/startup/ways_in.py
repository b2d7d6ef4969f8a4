"""The page that stands between the unlock window and the record, now and then."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from therapist_app.key_widgets.sheet_view import SheetView
from therapist_app.key_widgets.sheets import SheetViewModel
from therapist_app.shell.locking.idle_lock import EarlyLock
from therapist_app.workflows.entering.first_run import RecoverySheet
from therapist_app.workflows.safekeeping.safekeeping import Vault


def sheet_page(
    sheet: RecoverySheet,
    vault: Vault,
    *,
    confirmed: Callable[[], None],
    leave: Callable[[], None],
) -> QWidget:
    """Return the page with the new recovery sheet of somebody who used theirs up.

    It locks as the main window does: then the record is closed, and `leave` leaves the process.
    """
    viewmodel = SheetViewModel(
        sheet, "recovery", vault.person.name, folder=vault.place.path, practice=vault.practice
    )
    view = SheetView(viewmodel)
    viewmodel.setParent(view)
    lock = EarlyLock(view, vault, leave)

    def confirm_once() -> None:
        lock.end()
        view.setEnabled(False)  # what comes next may take a moment
        confirmed()

    viewmodel.confirmed.connect(confirm_once)
    return view
