"""How every figure is changed and which are told, so that nobody can be found in them."""
