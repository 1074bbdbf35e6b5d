from _operator import _compare_digest as compare_digest


class UnsupportedDigestmodError(ValueError):
    pass


UnsupportedDigestmodError.__module__ = "_hashlib"


def _name(digestmod):
    """The name of the algorithm that a digestmod argument is about."""
    if isinstance(digestmod, str):
        return digestmod
    if isinstance(digestmod, type(new)):
        return digestmod.__name__.removeprefix("openssl_")
    raise UnsupportedDigestmodError(f"Unsupported digestmod {digestmod}")


def hmac_new(key, msg=b"", digestmod=None):
    """Return a new hmac object."""
    made = _hmac_new(_name(digestmod), key, msg)
    if made is None:
        raise UnsupportedDigestmodError("[digital envelope routines] unsupported")
    return made


def hmac_digest(key, msg, digest):
    """Single-shot HMAC."""
    made = _hmac_digest(_name(digest), key, msg)
    if made is None:
        raise UnsupportedDigestmodError("[digital envelope routines] unsupported")
    return made
