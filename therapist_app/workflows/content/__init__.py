"""Which content is in use.

What comes with the program, content packs installed over it, what a clinic added, and versions
signed off by a lead.
"""
