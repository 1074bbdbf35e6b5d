import math as _math

pi, e, tau, inf, nan, infj, nanj = (
    _math.pi, _math.e, _math.tau, _math.inf, _math.nan, complex(0, _math.inf), complex(0, _math.nan))


def _number(z):
    if isinstance(z, str):
        raise TypeError("must be real number, not str")
    return complex(z)


def phase(z, /):
    """Return argument, also known as the phase angle, of a complex."""
    z = _number(z)
    return _math.atan2(z.imag, z.real)


def polar(z, /):
    """Convert a complex from rectangular coordinates to polar coordinates."""
    return abs(_number(z)), phase(z)


def rect(r, phi, /):
    """Convert from polar coordinates to rectangular coordinates."""
    return complex(r * _math.cos(phi), r * _math.sin(phi))


def isnan(z, /):
    z = _number(z)
    return _math.isnan(z.real) or _math.isnan(z.imag)


def isinf(z, /):
    z = _number(z)
    return _math.isinf(z.real) or _math.isinf(z.imag)


def isfinite(z, /):
    z = _number(z)
    return _math.isfinite(z.real) and _math.isfinite(z.imag)


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    if rel_tol < 0 or abs_tol < 0:
        raise ValueError("tolerances must be non-negative")
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    return abs(a - b) <= max(rel_tol * max(abs(a), abs(b)), abs_tol)


def sqrt(z, /):
    """Return the square root of z."""
    z = _number(z)
    if not z.real and not z.imag:
        return complex(0.0, z.imag)
    half = _math.sqrt((abs(z.real) + _math.hypot(z.real, z.imag)) / 2)
    if z.real >= 0:
        return complex(half, z.imag / (2 * half))
    return complex(abs(z.imag) / (2 * half), _math.copysign(half, z.imag))


def exp(z, /):
    """Return the exponential value e**z."""
    z = _number(z)
    size = _math.exp(z.real)
    return complex(size * _math.cos(z.imag), size * _math.sin(z.imag))


def log(z, base=None, /):
    """log(z[, base]) -> the logarithm of z to the given base."""
    z = _number(z)
    if not z:
        raise ValueError("math domain error")
    result = complex(_math.log(_math.hypot(z.real, z.imag)), phase(z))
    return result if base is None else result / log(base)


def log10(z, /):
    result = log(z)
    return complex(_math.log10(abs(_number(z))), result.imag / _math.log(10))


def sinh(z, /):
    z = _number(z)
    return complex(_math.cos(z.imag) * _math.sinh(z.real), _math.sin(z.imag) * _math.cosh(z.real))


def cosh(z, /):
    z = _number(z)
    return complex(_math.cos(z.imag) * _math.cosh(z.real), _math.sin(z.imag) * _math.sinh(z.real))


def tanh(z, /):
    return sinh(z) / cosh(z)


def sin(z, /):
    s = sinh(complex(-_number(z).imag, _number(z).real))
    return complex(s.imag, -s.real)


def cos(z, /):
    return cosh(complex(-_number(z).imag, _number(z).real))


def tan(z, /):
    return sin(z) / cos(z)


def asinh(z, /):
    z = _number(z)
    return log(z + sqrt(z * z + 1))


def acosh(z, /):
    z = _number(z)
    return log(z + sqrt(z + 1) * sqrt(z - 1))


def atanh(z, /):
    z = _number(z)
    return (log(1 + z) - log(1 - z)) / 2


def asin(z, /):
    z = _number(z)
    s = asinh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)


def acos(z, /):
    z = _number(z)
    s = asin(z)
    return complex(pi / 2 - s.real, -s.imag)


def atan(z, /):
    z = _number(z)
    s = atanh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)


__import__("_types")._built_in(globals())
