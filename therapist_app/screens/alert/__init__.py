"""One alert: what opened it, what the clinic asks for, what was done."""
