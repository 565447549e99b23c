"""Starting: a folder with a scenario of one's own place, out of answers and local tables."""
