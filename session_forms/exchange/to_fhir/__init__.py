"""A form becomes a FHIR R4 Questionnaire."""
