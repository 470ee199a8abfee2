"""Logout paths: where they begin, what happens on them, what covers them, how they are judged."""
