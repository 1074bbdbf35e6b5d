import asyncio as _asyncio
import sys as _sys
import types as _types
import warnings as _warnings

__all__ = ("new_event_loop", "install", "EventLoopPolicy", "run")
# The version of the package whose interface this implements.
__version__ = "0.22.1"

Loop = _asyncio.EventLoop
# The module of the package that contains the loop's class.
loop = _sys.modules["uvloop.loop"] = _types.ModuleType("uvloop.loop")
loop.Loop = Loop


def new_event_loop():
    """Return a new event loop."""
    return Loop()


class EventLoopPolicy(_asyncio.DefaultEventLoopPolicy):
    """The policy under which programs run anyway."""


def install():
    """Set the event loop policy."""
    _warnings.warn(
        "uvloop.install() is deprecated in favor of uvloop.run() starting with Python 3.12.", DeprecationWarning
    )
    _asyncio.set_event_loop_policy(EventLoopPolicy())


def run(main, *, loop_factory=new_event_loop, debug=None, **run_kwargs):
    """Run a coroutine in a new event loop, as asyncio.run() does."""
    return _asyncio.run(main, loop_factory=loop_factory, debug=debug, **run_kwargs)
