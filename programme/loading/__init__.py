"""A checked folder becomes a programme: installed, translated, or known from earlier reading."""
