"""The page of a fresh sheet, between the unlock window and the record."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from therapist_app.jobs import run_job
from therapist_app.key_widgets.sheet_view import SheetView
from therapist_app.key_widgets.sheets import SheetViewModel
from therapist_app.messages.errors import explain, is_known
from therapist_app.record.vault.vault import Vault
from therapist_app.shell.locking.idle_lock import EarlyLock
from therapist_app.workflows.safekeeping.unconfirmed_sheets import FreshSheet, confirm_fresh


def sheet_page(
    fresh: FreshSheet,
    vault: Vault,
    *,
    confirmed: Callable[[], None],
    leave: Callable[[], None],
) -> QWidget:
    """Return the page with a fresh sheet, which is in force once it was typed back.

    It is somebody's who used theirs, or whose first one was never typed back. It locks as the
    main window does: then the record is closed, and `leave` leaves the process.
    """
    viewmodel = SheetViewModel(
        fresh.sheet,
        fresh.kind,
        vault.person.name,
        folder=vault.place.path,
        practice=vault.practice,
        is_only_one=fresh.is_only_one,
    )
    view = SheetView(viewmodel)
    viewmodel.setParent(view)
    locks = [EarlyLock(view, vault, leave)]

    def confirm_once() -> None:
        locks[-1].end()
        view.setEnabled(False)  # what comes next may take a moment
        run_job(view, partial(confirm_fresh, vault, fresh), done=noted, failed=failed)

    def noted(_nothing: object) -> None:
        confirmed()

    def failed(error: Exception) -> None:
        if not is_known(error):
            raise error
        view.setEnabled(True)
        locks.append(EarlyLock(view, vault, leave))
        viewmodel.refuse(explain(error))

    viewmodel.confirmed.connect(confirm_once)
    return view
