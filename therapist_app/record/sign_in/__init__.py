"""From a passphrase or a recovery sheet to an open service.

Wrong tries, new laptops, and people whose keys are known while a database cannot be opened.
"""
