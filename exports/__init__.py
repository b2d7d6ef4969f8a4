"""What may leave the clinic: pseudonymised, protected, checked, on paper or as a package."""
