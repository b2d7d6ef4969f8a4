"""Measures speed and compares it with the budgets: ``./dev bench [NAME ...]``."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
# Off the screen Qt waits five milliseconds before it paints; a screen would not.
os.environ.setdefault("QT_QPA_UPDATE_IDLE_TIME", "0")

if __name__ == "__main__":
    from tests.bench.suite import main

    sys.exit(main())
