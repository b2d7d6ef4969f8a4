"""Packages of many services: found, verified, added up, and set beside each other."""
