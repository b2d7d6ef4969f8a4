"""Assistive technology of a test's own: another program that reads, acts and listens by AT-SPI."""
