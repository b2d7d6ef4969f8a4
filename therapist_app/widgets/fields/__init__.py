"""What is typed into.

Fields for what a client said and for a passphrase, their labels and menus, and the copies that
leave them.
"""
