"""What a window is given by a test that opens no record."""

from therapist_app.shell.navigation.trail import HOME
from therapist_app.shell.window.services import ShellServices
from therapist_app.workflows.entering.access_scope import AccessScope


class NothingBegun:
    """Keeps no words over a lock."""

    names = ()

    def keep(self, here, written):
        """Keep nothing."""

    def waiting(self, _here):
        """Return nothing."""
        return ()

    def put_back(self, here, of):
        """Note nothing."""


def services_of(
    make_page,
    lock_up,
    shut,
    is_running=lambda: False,
    make_search=None,
    *,
    over_chosen_content=None,
    is_answering=lambda: False,
    due_now=lambda: (),
    end=None,
    leave_at_once=None,
) -> ShellServices:
    """Return services for somebody with clients of their own and no others."""
    return ShellServices(
        make_page,
        lock_up,
        end or lock_up,
        leave_at_once,
        shut,
        lambda: AccessScope(HOME),
        lambda _caseload: None,
        is_running,
        is_answering,
        due_now,
        make_search,
        over_chosen_content,
        NothingBegun(),
    )
