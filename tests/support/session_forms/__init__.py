"""Forms for tests, random answers, invented services, and the published scoring told again."""
