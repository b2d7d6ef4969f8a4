"""The one door from who a client is to what may leave.

The case file that goes in, the pseudonymised case that comes out, and the search for what must
not have passed.
"""
