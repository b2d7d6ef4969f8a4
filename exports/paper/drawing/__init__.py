"""What everything on paper is drawn with.

The colours, the two faces and the shapes of a display list.
"""
