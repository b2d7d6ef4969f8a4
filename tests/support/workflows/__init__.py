"""A workspace over a real record, ready to work at, and a clinic that installs packs."""
