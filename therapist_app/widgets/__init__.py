"""Our own widgets, without domain: labels, cards, banners, tables, charts."""
