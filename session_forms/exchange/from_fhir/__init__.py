"""A FHIR R4 Questionnaire becomes a form, or an error that says where and what."""
