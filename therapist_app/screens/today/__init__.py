"""The first screen: what needs the therapist now."""
