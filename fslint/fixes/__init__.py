"""Fixes: chosen, applied in memory, proven, and only then written."""
