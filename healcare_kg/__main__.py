"""`python -m healcare_kg`."""

from healcare_kg.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
