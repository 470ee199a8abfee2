"""`python -m tests.crater`."""

from . import main

main()
