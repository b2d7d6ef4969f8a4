"""What FHIR items are built from and read by, both ways: links, codings, values, conditions."""
