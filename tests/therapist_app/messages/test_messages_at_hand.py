"""What is told of the record is at hand when no file can be opened any more."""

import subprocess
import sys

LOADED = """
import sys
import therapist_app.messages.errors
sys.exit("therapist_app.messages.record_messages" not in sys.modules)
"""


def test_the_sentences_of_the_records_errors_are_read_before_any_of_them_comes() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], check=False)

    assert done.returncode == 0
