"""What nobody caught, and what libraries say; tried in processes of their own.

Every forced error holds the canary in its own words, as Python puts it there.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from therapist_app.hygiene import last_resort

ROOT = Path(__file__).parents[3]
CANARY = "kingfisher-ravensworth"
HOOKED = f"""
import json, logging, threading, warnings
from sqlcipher3 import dbapi2
from therapist_app.hygiene import last_resort
told = []
last_resort.install_hooks(lambda error, words: print("told", words))
CANARY = {CANARY!r}
"""
FORCED = {
    "ValueError": "int(CANARY)",
    "KeyError": "{}[CANARY]",
    "JSONDecodeError": "json.loads(CANARY)",
    "IntegrityError": (
        "dbapi2.connect(':memory:').executescript('CREATE TABLE t (x CHECK (x != \"' + CANARY"
        " + '\")); INSERT INTO t VALUES (\"' + CANARY + '\")')"
    ),
    "FileNotFoundError": "open('/' + CANARY)",
    "UnicodeEncodeError": "(CANARY + '\\u0141').encode('ascii')",
    "AttributeError": "getattr(CANARY, CANARY)",
    "TypeError": "(lambda: None)(**{CANARY: 1})",
}
PLACES = {
    "plainly": "{error}",
    "in a generator": "def gen():\n    yield 1\n    {error}\nlist(gen())",
    "from another": "try:\n    int(CANARY)\nexcept ValueError as first:\n    {error}",
    "in a thread": (
        "def work(): {error}\nthread = threading.Thread(target=work)\nthread.start()\nthread.join()"
    ),
    "while deleting": "class Odd:\n    def __del__(self): {error}\nOdd()",
    "in a generator that ends": (
        "def gen():\n    try:\n        yield 1\n    finally:\n        {error}\n"
        "left = gen()\nnext(left)\ndel left"
    ),
    "in a slot": (
        "from PySide6.QtCore import QCoreApplication, QTimer\n"
        "app = QCoreApplication([])\n"
        "def slot(): {error}\n"
        "QTimer.singleShot(0, slot)\nQTimer.singleShot(0, app.quit)\napp.exec()"
    ),
    "in a job": (
        "from PySide6.QtCore import QCoreApplication, QObject, QTimer\n"
        "from therapist_app.jobs import run_job\n"
        "app = QCoreApplication([])\nowner = QObject()\n"
        "last_resort.install_hooks(lambda error, words: (print('told', words), app.quit()))\n"
        "def work(): {error}\n"
        "run_job(owner, work, done=print)\napp.exec()"
    ),
}


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def silent_about(canary: str, done: subprocess.CompletedProcess[str]) -> bool:
    return canary not in done.stdout + done.stderr and "Traceback" not in done.stderr


# Acceptance D61
@pytest.mark.parametrize("kind", FORCED)
def test_an_error_is_logged_by_its_kind_and_place_alone(kind):
    done = run(f"{HOOKED}\n{FORCED[kind]}")

    assert f"told {kind} at " in done.stdout
    assert f"{kind} at " in done.stderr
    assert silent_about(CANARY, done)


# Acceptance C58
# Acceptance D61
@pytest.mark.parametrize("place", PLACES)
def test_wherever_an_error_comes_from_it_is_logged_without_its_words(place):
    done = run(f"{HOOKED}\n{PLACES[place].format(error='int(CANARY)')}")

    assert "ValueError at " in done.stderr
    assert silent_about(CANARY, done)


# Acceptance C58
@pytest.mark.parametrize(
    "place", ["plainly", "in a generator", "in a thread", "in a slot", "in a job"]
)
def test_wherever_an_error_comes_from_somebody_is_told(place):
    done = run(f"{HOOKED}\n{PLACES[place].format(error='int(CANARY)')}")

    assert "told ValueError at " in done.stdout


# Acceptance D61
def test_an_error_while_telling_one_is_logged_without_the_words_of_either():
    done = run(
        f"{HOOKED}\n"
        "def report(error, words): raise KeyError(CANARY) from error\n"
        "last_resort.install_hooks(report)\n"
        "int(CANARY)\n"
    )

    assert "ValueError at __main__" in done.stderr
    assert "KeyError at __main__:9, while telling it" in done.stderr
    assert silent_about(CANARY, done)


# Acceptance D61
@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("logging.getLogger('pypdf').warning('odd: %s', CANARY)", "WARNING in pypdf, <string>:"),
        ("logging.getLogger('odd').error(CANARY, stack_info=True)", "ERROR in odd, <string>:"),
        ("logging.getLogger('odd').warning('%d', CANARY)", "WARNING in odd, <string>:"),
        ("warnings.warn(CANARY)", "UserWarning at <string>:"),
        ("last_resort.LOG.warning('ours, without %s', 'words')", "ours, without words"),
    ],
)
def test_what_a_library_says_is_logged_without_its_words(said, logged):
    done = run(f"{HOOKED}\n{said}")

    assert logged in done.stderr
    assert silent_about(CANARY, done)


# Acceptance D61
def test_what_qt_complains_about_is_logged_without_its_words():
    done = run(
        f"{HOOKED}\n"
        "from PySide6.QtCore import qInstallMessageHandler, qWarning, qCritical\n"
        "qInstallMessageHandler(last_resort.log_qt_message)\n"
        "qWarning(CANARY)\nqCritical(CANARY)\n"
    )

    assert "Qt: QtWarningMsg in default" in done.stderr
    assert "Qt: QtCriticalMsg in default" in done.stderr
    assert silent_about(CANARY, done)


def test_a_message_of_qt_names_its_category(caplog):
    class Kind:
        name = "QtWarningMsg"

    class Context:
        category = "qt.widgets"

    last_resort.log_qt_message(Kind(), Context(), CANARY)

    assert "QtWarningMsg in qt.widgets" in caplog.text
    assert CANARY not in caplog.text


def test_interrupting_ends_quietly():
    done = run(f"{HOOKED}\nraise KeyboardInterrupt\n")

    assert done.returncode == 130
    assert done.stdout == ""
