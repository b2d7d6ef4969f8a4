"""The supervision pack, which stays in the clinic.

Its facts, its pages, and how it is printed.
"""
