"""Where the bundled program begins."""

import sys

from therapist_app.__main__ import main

sys.exit(main())
