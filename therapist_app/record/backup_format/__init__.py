"""What one backup is as a file.

Its label, manifest, secret and tail, how it is made from the open record, and how it is
verified.
"""
