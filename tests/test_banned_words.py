"""Words that must not stand in the source: what they do would leak, and no test could see it."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("session_forms", "programme", "exports", "therapist_app")
# A pattern, and the only files that may have it.
LEAKS = {
    r"PRAGMA\s+(re)?key\b": (),
    r"sqlcipher_export": (),
    r"\bKEY\s+''": (),
    r"temp_store\W{1,6}(FILE|1)": (),
    r"\bATTACH\b": (),
    # Acceptance D63
    r"\bQSettings\b": ("therapist_app/widgets/dialogs/choosing_files.py",),
    r"\bQFileDialog\b": ("therapist_app/widgets/dialogs/choosing_files.py",),
    # Acceptance D64
    r"class \w+\(QLineEdit|= QLineEdit\(": (
        "therapist_app/widgets/fields/fields.py",
        "therapist_app/widgets/fields/passphrase_field.py",
    ),
    r"\bQTextEdit\b|\bQTextBrowser\b|class \w+\(QPlainTextEdit|TextSelectable": (
        "therapist_app/shell/window/guide_dialog.py",  # shows documents that anybody may have
        "therapist_app/widgets/fields/fields.py",
    ),
    r"setMimeData|clipboard\(\)": ("therapist_app/widgets/fields/copying.py",),
    # What a wheel or an arrow turns in passing; only a box that lets it pass may be there.
    r"\bQComboBox\(|class \w+\(QComboBox|\bQ(Spin|DoubleSpin)Box\b|\bQ(Date|Time|DateTime)Edit\b": (
        "therapist_app/widgets/fields/choice_box.py",
    ),
    r"class \w+\(QSlider|= QSlider\(|\bQDial\b": ("therapist_app/form_widgets/kinds/numbers.py",),
    # Acceptance D66
    r"QSystemTrayIcon|showMessage": (),
    # Acceptance D72
    r"\bQCompleter\b|setEditable\(True": (),
    # Acceptance F93
    r"setAcceptDrops\(True": (),
    r"print_exc|format_exc|exc_info=True|logging\.exception|faulthandler\.enable": (),
}


@cache
def sources() -> dict[str, str]:
    """Return the text of each file of the product."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.suffix in {".py", ".sql"}
    }


# Acceptance A22
@pytest.mark.parametrize("pattern", LEAKS)
def test_the_source_has_no_word_that_leaks(pattern):
    found = [
        name
        for name, text in sources().items()
        if name not in LEAKS[pattern] and re.search(pattern, text)
    ]

    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "connection.execute('PRAGMA key = 1')",
        'execute("PRAGMA rekey = 1")',
        "SELECT sqlcipher_export('x')",
        "ATTACH DATABASE ? AS x KEY ''",
        "PRAGMA temp_store = FILE",
    ],
)
def test_each_of_them_would_be_found(line):
    assert any(re.search(pattern, line) for pattern in LEAKS)
