"""A checked folder becomes a programme: the one installed, a list that saves reading again."""
