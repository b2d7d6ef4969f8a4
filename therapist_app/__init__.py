"""The desktop application: record, workflows, windows, and what starts and locks them."""

__version__ = "0.1.0"
