"""Rules over a course, without input or output: order, gates, progress, deviations, on track."""
