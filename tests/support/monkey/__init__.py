"""A monkey: somebody who presses, types and drags whatever there is, again by the same seed."""
