"""What every format shares: plain keys, names in our spelling, what was left out, JSON, TOML."""
