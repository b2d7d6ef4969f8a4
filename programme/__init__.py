"""Therapy programmes as content, free of Qt and clients: loading, checks, gates, progress."""
