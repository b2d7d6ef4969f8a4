"""Keys that change hands: taking people in, covering, handing over, leaving, own passphrases."""
