"""One form as a whole: its definition, licence and versions, and which parts depend on which."""
