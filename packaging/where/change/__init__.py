"""Whether a change is whole: its kind, what it leaves alone, and which tests to run."""
