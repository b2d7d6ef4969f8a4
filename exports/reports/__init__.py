"""The client's outcome summary and the service report.

With every table in them and the outcomes they are reckoned from.
"""
