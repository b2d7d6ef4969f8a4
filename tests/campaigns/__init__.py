"""Long runs that are started by hand: `python -m tests.campaigns.NAME`."""
