"""The file header.json and its copy.

Who is in the service, their roles and caseloads, the keys sealed to them, and the signature
over it; no database is opened here.
"""
