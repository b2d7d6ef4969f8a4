"""How closely sessions kept to their plans, and how far two raters agree."""
