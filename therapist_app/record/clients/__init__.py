"""The tables of a caseload.

Clients, their codes and identities, appointments, forms, alerts, fidelity, and what became of
each course.
"""
