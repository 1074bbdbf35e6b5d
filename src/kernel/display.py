"""The built-in function `display` of a notebook."""

import itertools

_numbers = itertools.count(1)


class DisplayHandle:
    """A place in the output of a cell, whose contents can be replaced."""

    def __init__(self, display_id):
        self.display_id = display_id

    def __repr__(self):
        return f"<DisplayHandle display_id={self.display_id}>"

    def display(self, obj, *, raw=False, metadata=None):
        """Show an object in a new place with the same id."""
        publish(obj, raw, metadata or {}, self.display_id, False)

    def update(self, obj, *, raw=False, metadata=None):
        """Show an object in place of the one before."""
        publish(obj, raw, metadata or {}, self.display_id, True)


def display(*objs, raw=False, metadata=None, display_id=None, clear=False):
    """Show objects in the output of the cell, in their richest form.

    With `raw`, objects are dicts from media types to data. With `display_id` (a name, or True
    for a new one) the result is a handle, whose `update(obj)` replaces the output.
    """
    if display_id is True:
        display_id = f"display-{next(_numbers)}"
    if clear:
        clear_output(wait=True)
    for obj in objs:
        publish(obj, raw, metadata or {}, display_id, False)
    if display_id is not None:
        return DisplayHandle(display_id)


def clear_output(wait=False):
    """Remove the output of the cell, or with `wait` only when there is new output."""
    clear(wait)


display.clear = clear_output
