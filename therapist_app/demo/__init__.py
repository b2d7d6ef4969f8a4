"""The demonstration: the main job, from unlock to exports, in real windows."""
