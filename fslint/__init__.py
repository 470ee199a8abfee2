"""fslint: a linter for logout paths in apps that record sessions with Fullstory."""

__version__ = "0.1.0"
