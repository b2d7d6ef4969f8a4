"""What the items of FHIR are built from and read by, in both directions.

Elements, links, extensions, codings, values and conditions.
"""
