"""The file header.json: people, roles, caseloads, sealed keys, and the signature over it all."""
