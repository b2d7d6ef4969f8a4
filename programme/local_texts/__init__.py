"""A local text on confidentiality: from a template, question by question, to an approved text."""
