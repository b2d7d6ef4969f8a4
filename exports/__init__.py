"""What may leave the clinic: pseudonymised, protected, checked, on paper or as a package."""

import sys
from types import ModuleType

# Of these ReportLab runs what lies in a person's home, or anywhere on the path, as it is imported.
for _each in ("reportlab_mods", "reportlab_settings"):
    sys.modules.setdefault(_each, ModuleType(_each))
