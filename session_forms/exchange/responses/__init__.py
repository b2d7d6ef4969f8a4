"""Answers become a FHIR R4 QuestionnaireResponse, and are read back from one."""
