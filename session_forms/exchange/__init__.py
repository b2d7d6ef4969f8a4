"""Forms and answers in the formats of other programs: FHIR R4 both ways, XLSForm in."""
