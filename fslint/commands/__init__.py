"""The commands, one module each, thin: they parse options, call a front door, and report."""
