"""One field over the page: finds clients, own words, forms, sessions, pages; and does things."""
