"""Therapy programmes as content: definition, loading, gates, progress. No Qt, no clients."""
