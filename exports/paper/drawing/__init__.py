"""What everything on paper is drawn with: colours, faces, shapes, the tags for reading aloud."""
