"""Where a change belongs: what `./dev where` tells of a name, and of what was changed."""
