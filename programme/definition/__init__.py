"""What a programme is once it is read: frozen parts, requirements, rules, placeholders."""
