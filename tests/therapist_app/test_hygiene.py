"""What the process must not leak; tried in processes of their own, since it cannot be undone."""

import subprocess
import sys
from pathlib import Path

import pytest

from therapist_app import hygiene

ROOT = Path(__file__).parent.parent.parent


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.socket(socket.AF_UNIX)",
        "socket.getaddrinfo('localhost', 80)",
        "socket.create_connection(('127.0.0.1', 9))",
        "urllib.request.urlopen('http://127.0.0.1')",
    ],
)
def test_no_socket_can_be_opened(attempt):
    done = run(
        "import socket, urllib.request\n"
        "from therapist_app import hygiene\n"
        "hygiene.stay_offline()\n"
        f"{attempt}\n"
    )

    assert done.returncode == 1
    assert "Offline" in done.stderr


def test_memory_is_kept_from_core_files_and_new_files_are_private():
    done = run(
        "import ctypes, os, resource\n"
        "from therapist_app import hygiene\n"
        "hygiene.harden()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE))\n"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
        "print(oct(os.umask(0)))\n"
    )

    assert done.stdout.split("\n")[:3] == ["(0, 0)", "0", "0o77"]


def test_an_error_nobody_caught_is_logged_without_its_words():
    done = run(
        "from therapist_app import hygiene\n"
        "hygiene.install_hooks(lambda error, words: print('told', words))\n"
        "def deep(): raise ValueError('a name nobody may read')\n"
        "deep()\n"
    )

    assert "told ValueError at __main__:3" in done.stdout
    assert "a name nobody may read" not in done.stdout + done.stderr
    assert "ValueError at __main__:3" in done.stderr


def test_an_error_in_a_thread_is_logged_without_its_words():
    done = run(
        "import threading\n"
        "from therapist_app import hygiene\n"
        "hygiene.install_hooks(print)\n"
        "def work(): raise ValueError('a name nobody may read')\n"
        "thread = threading.Thread(target=work)\n"
        "thread.start(); thread.join()\n"
    )

    assert "ValueError at __main__:4, in a thread" in done.stderr
    assert "a name nobody may read" not in done.stdout + done.stderr


def test_an_error_that_cannot_be_raised_is_logged_without_its_words():
    done = run(
        "from therapist_app import hygiene\n"
        "hygiene.install_hooks(print)\n"
        "class Odd:\n"
        "    def __del__(self): raise ValueError('a name nobody may read')\n"
        "Odd()\n"
    )

    assert "ValueError at __main__:4, ignored" in done.stderr
    assert "a name nobody may read" not in done.stdout + done.stderr


def test_interrupting_ends_quietly():
    done = run(
        "from therapist_app import hygiene\nhygiene.install_hooks(print)\nraise KeyboardInterrupt\n"
    )

    assert done.returncode == 130
    assert done.stdout == ""


def test_what_qt_complains_about_is_logged_without_its_words(caplog):
    class Kind:
        name = "QtWarningMsg"

    class Context:
        category = "qt.widgets"

    hygiene.log_qt_message(Kind(), Context(), "a name nobody may read")

    assert "QtWarningMsg in qt.widgets" in caplog.text
    assert "a name nobody may read" not in caplog.text


def test_the_version_of_qt_is_told_without_importing_it():
    import PySide6

    assert hygiene.installed_qt() == PySide6.__version__


def test_the_one_broken_version_is_refused(monkeypatch):
    monkeypatch.setattr(hygiene, "installed_qt", lambda: hygiene.BROKEN_QT)
    monkeypatch.setattr(hygiene, "NEEDS_FOR_BROKEN_QT", (99, 0))

    with pytest.raises(hygiene.Refused, match="PySide6 6"):
        hygiene.check_qt()


def test_any_other_version_is_fine():
    hygiene.check_qt()
