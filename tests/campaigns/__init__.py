"""Claims tried many times over: `./dev campaign`, or `python -m tests.campaigns`."""
