"""Rules over a course, without input or output.

Order, gates, progress, deviations, measures due, merged meetings and whether the work is on
track.
"""
