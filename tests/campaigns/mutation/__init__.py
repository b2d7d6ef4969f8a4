"""Faults that chance plants in the code of the core: which does no test notice."""
