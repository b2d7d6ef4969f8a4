"""Attacks on what a service report prints, by somebody who knows everything but the clients."""
