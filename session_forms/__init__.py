"""Forms: what they ask, how they are filled in, how they are scored. No Qt, no clients."""
