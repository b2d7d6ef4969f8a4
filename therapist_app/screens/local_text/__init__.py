"""The service's own text on confidentiality: written section by section, read again, approved."""
