"""What a client takes home.

The copy of a form, cards for the wallet and the page after a session, none of which names a
service or a reason.
"""
