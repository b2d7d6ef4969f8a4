"""Keys, mouse and time, watched over for one window."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from therapist_app.shell.locking.idle_lock import IdleLock
from therapist_app.shell.locking.watch import Watch
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.workflows.policies.idle_limits import IdleLimits


def watch_over(app: QApplication, window: MainWindow, limits: Callable[[], IdleLimits]) -> IdleLock:
    """Have keys, mouse and time watched over for as long as the window lives.

    `limits` is asked at each place that somebody goes to, so that what a clinic settles holds
    at once.
    """
    watch, idle = Watch(window), IdleLock(limits, parent=window)
    watch.follow(app)
    watch.acted.connect(idle.touch)
    watch.hide_pressed.connect(window.toggle_cover)
    watch.lock_pressed.connect(window.lock)
    window.arrived.connect(idle.follow)
    idle.notice_due.connect(window.show_notice)
    idle.notice_over.connect(window.hide_notice)
    idle.lock_due.connect(window.lock)
    idle.follow(window.here)
    idle.start()
    return idle
