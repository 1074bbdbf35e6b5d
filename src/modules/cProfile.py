"""There is no profiler: what programs ask of one is an error that says so."""


class _Missing:
    def __init__(self, *args, **kwargs):
        raise NotImplementedError(f"{type(self).__name__} is not supported: there is no profiler")


class Profile(_Missing):
    pass


class Stats(_Missing):
    pass


def run(statement, filename=None, sort=-1):
    raise NotImplementedError("profiles are not supported: there is no profiler")


def runctx(statement, globals, locals, filename=None, sort=-1):
    run(statement)
