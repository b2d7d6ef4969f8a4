"""The language: catalogues that are installed, and one that nobody speaks for finding gaps."""
