"""Other programs read a package: these run in an environment of their own (`./dev readers`)."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("frictionless") else ["test_*.py"]
