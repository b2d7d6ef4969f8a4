"""Making an administrator with the continuity sheet, where none can sign in any more."""
