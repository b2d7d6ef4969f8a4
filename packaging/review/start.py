"""Where the review program begins."""

import sys
from functools import partial

from exports.__main__ import main
from session_forms.commands.reader_left import run_command

sys.exit(run_command(partial(main, prog="sessions-review")))
