"""The whole application in processes of its own, and the network and message bus around it."""
