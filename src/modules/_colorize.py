# Output of the library's own modules is never coloured.
class _Plain(str):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Plain()


ANSIColors = NoColors = _Plain()
COLORIZE = False


def get_colors(colorize=False, *, file=None):
    return NoColors


def decolor(text):
    return text


def can_colorize(*, file=None):
    return False


def get_theme(*, tty_file=None, force_color=False, force_no_color=False):
    return _Plain()
