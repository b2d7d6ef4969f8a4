"""The course of one client.

Which plan an appointment follows, the calendar, changes and what was out of the ordinary, what
comes after the end, and what the client agreed to.
"""
