"""Paper that stays in the clinic: the supervision pack, a week, the day sheet, a drill."""
