"""What one backup is as a file: label, manifest, secret, tail; how it is made and verified."""
