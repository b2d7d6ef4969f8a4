"""One form as a whole.

Its definition, licence, versions, prompts, what is known of a measure, and which parts depend
on which.
"""
