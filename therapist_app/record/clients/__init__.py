"""The tables of a caseload: clients, identities, appointments, forms, alerts, course events."""
