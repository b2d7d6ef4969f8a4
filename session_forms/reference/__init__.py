"""The directory of services and the local texts on confidentiality, with checks and words."""
