# Parts of CPython's module of this name for its own tests.


def _check_sequence(sequence):
    if isinstance(sequence, dict) or not hasattr(type(sequence), "__getitem__"):
        raise TypeError(f"'{type(sequence).__name__}' object does not support indexing")


def sequence_getitem(sequence, index, /):
    _check_sequence(sequence)
    return sequence[index.__index__()]


def sequence_setitem(sequence, index, value, /):
    _check_sequence(sequence)
    sequence[index.__index__()] = value


def sequence_delitem(sequence, index, /):
    _check_sequence(sequence)
    del sequence[index.__index__()]


def object_hasattrstring(obj, name, /):
    return int(hasattr(obj, name.decode()))
