"""Every kind of question that one value or ticks answer, and which widget draws which."""
