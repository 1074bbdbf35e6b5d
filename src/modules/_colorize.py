# Output of the library's own modules is never coloured.
class _Plain:
    """Every colour, as text without effect."""

    def __getattr__(self, name):
        if not name.isupper():
            raise AttributeError(name)
        return ""


class _Theme(str):
    """Every section of a theme, and every style in it, as text without effect."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Theme()


ANSIColors = NoColors = _Plain()
COLORIZE = False


def get_colors(colorize=False, *, file=None):
    return NoColors


def decolor(text):
    return text


def can_colorize(*, file=None):
    return False


def get_theme(*, tty_file=None, force_color=False, force_no_color=False):
    return _Theme()
