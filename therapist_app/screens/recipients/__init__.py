"""Who gets exports: their keys, entered and compared aloud, and our own key for them."""
