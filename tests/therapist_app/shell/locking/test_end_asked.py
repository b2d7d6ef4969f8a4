"""Each signal by which a system asks a program to end is heard while Qt waits."""

import os
import signal

import pytest

from therapist_app.hygiene.system import this_system

pytestmark = [
    pytest.mark.usefixtures("qapp"),
    pytest.mark.skipif(not this_system().ends_by_signals, reason="the system sends none"),
]


@pytest.fixture
def made():
    """Return what makes one that hears; afterwards signals do what they did before."""
    from therapist_app.shell.locking.end_asked import ASKS, EndAsked

    before = {each: signal.getsignal(each) for each in ASKS}
    yield EndAsked
    signal.set_wakeup_fd(-1)
    for each, did in before.items():
        signal.signal(each, did)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_is_heard(made, qtbot, name):
    signal.signal(signal.Signals[name], signal.SIG_DFL)  # a shell ignores some beside it
    ear = made()

    with qtbot.waitSignal(ear.asked):
        os.kill(os.getpid(), signal.Signals[name])


def test_what_whoever_started_us_had_ignored_stays_ignored(made):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    made()

    assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
