"""Joining files: which function a call reaches, what a name stands for, who listens to a key."""
