"""The debugger is not there: what the library's other modules expect of it, and an error that says so."""

__all__ = ["Pdb", "run", "runcall", "runeval", "runctx", "pm", "post_mortem", "set_trace"]


def _missing(*args, **kwargs):
    raise NotImplementedError("pdb is not supported: there is no debugger")


run = runcall = runeval = runctx = pm = post_mortem = set_trace = _missing


class Pdb:
    def __init__(self, *args, **kwargs):
        pass

    def reset(self):
        pass

    def set_continue(self):
        pass

    def trace_dispatch(self, frame, event, arg):
        pass

    run = runcall = runeval = runctx = interaction = set_trace = set_break = _missing
