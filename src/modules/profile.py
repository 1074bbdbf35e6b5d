"""Profiles as `cProfile` makes them, for programs that name this module."""

from cProfile import Profile, _main, run, runctx

__all__ = ["run", "runctx", "Profile"]

if __name__ == "__main__":
    _main()
