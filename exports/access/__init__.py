"""The copy of everything held about a client, for that client: content, paper, locked files."""
