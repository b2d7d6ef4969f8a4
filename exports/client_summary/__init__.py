"""One client's outcome summary: its lines, and the tables and pictures behind them."""
