"""What the service settles for everybody.

The switches over the course's rules, idle limits, which forms are used, and how long records
are kept.
"""
