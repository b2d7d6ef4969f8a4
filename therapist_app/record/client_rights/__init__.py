"""What a client may ask of the record: consents, restriction, legal hold, erasure with proof."""
