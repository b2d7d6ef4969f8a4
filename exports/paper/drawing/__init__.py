"""What everything on paper is drawn with: colours, the two faces, shapes of a display list."""
