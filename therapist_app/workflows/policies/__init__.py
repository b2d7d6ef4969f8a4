"""What the service settles for everybody: course rules, idle limits, form use, retention."""
