"""A page of one screen shown by itself, with a person's verbs; how far two colours stand apart."""
