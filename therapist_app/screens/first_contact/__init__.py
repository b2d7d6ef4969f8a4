"""The first contact: who somebody is as far as they say, and what was said and promised."""
