"""From a passphrase or a sheet to an open service: wrong tries, new laptops, holders of keys."""
