"""`python -m fslint`."""

from fslint.cli import main

main()
