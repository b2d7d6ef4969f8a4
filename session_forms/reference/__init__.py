"""The directory of services and the local texts on confidentiality.

Their models, checks, reading and words, beside the files that ship.
"""
