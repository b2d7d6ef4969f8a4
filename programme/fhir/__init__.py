"""A programme as a FHIR R4 PlanDefinition."""
