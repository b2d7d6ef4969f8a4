"""The course of one client: plan, calendar, changes, what comes after the end, consents."""
