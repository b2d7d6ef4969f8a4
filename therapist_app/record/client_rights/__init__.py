"""What a client may ask of the record.

Consents, restrictions and legal holds, and erasing every row with proof that no residue is
left.
"""
