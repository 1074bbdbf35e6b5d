import math as _math

pi, e, tau, inf, nan, infj, nanj = (
    _math.pi, _math.e, _math.tau, _math.inf, _math.nan, complex(0, _math.inf), complex(0, _math.nan))


# Results for arguments with a non-finite part (C99, annex G), by function. The rows are the real
# part: -inf, negative, -0, 0, positive, inf, nan; so are the columns for the imaginary part. A
# letter is a part of the result: I inf, N nan, A 1, P pi, H pi/2, Q pi/4, T 3*pi/4, 0 zero, and
# lower-case letters (o for zero) their negatives; EE is a ValueError.
_SPECIAL = {
    "sqrt": """
        Ii 0i 0i 0I 0I II NI
        Ii .. .. .. .. II NN
        Ii .. .. .. .. II NN
        Ii .. .. .. .. II NN
        Ii .. .. .. .. II NN
        Ii Io Io I0 I0 II IN
        Ii NN NN NN NN II NN
        """,
    "log": """
        It Ip Ip IP IP IT IN
        Ih .. .. .. .. IH NN
        Ih .. .. .. .. IH NN
        Ih .. .. .. .. IH NN
        Ih .. .. .. .. IH NN
        Iq Io Io I0 I0 IQ IN
        IN NN NN NN NN IN NN
        """,
    "acos": """
        TI PI PI Pi Pi Ti NI
        HI .. .. .. .. Hi NN
        HI .. .. .. .. Hi HN
        HI .. .. .. .. Hi HN
        HI .. .. .. .. Hi NN
        QI 0I 0I 0i 0i Qi NI
        NI NN NN NN NN Ni NN
        """,
    "asinh": """
        iq io io i0 i0 iQ iN
        ih .. .. .. .. iH NN
        ih .. .. .. .. iH NN
        Ih .. .. .. .. IH NN
        Ih .. .. .. .. IH NN
        Iq Io Io I0 I0 IQ IN
        IN NN No N0 NN IN NN
        """,
    "atanh": """
        oh oh oh oH oH oH oN
        oh .. .. .. .. oH NN
        oh .. .. .. .. oH oN
        0h .. .. .. .. 0H 0N
        0h .. .. .. .. 0H NN
        0h 0h 0h 0H 0H 0H 0N
        0h NN NN NN NN 0H NN
        """,
    "exp": """
        00 oo 0o 00 o0 00 00
        EE .. .. .. .. EE NN
        EE .. .. .. .. EE NN
        EE .. .. .. .. EE NN
        EE .. .. .. .. EE NN
        EE ii Io I0 iI EE IN
        NN NN No N0 NN NN NN
        """,
    "cosh": """
        EE iI I0 Io ii EE IN
        EE .. .. .. .. EE NN
        EE .. .. .. .. EE N0
        EE .. .. .. .. EE N0
        EE .. .. .. .. EE NN
        EE ii Io I0 iI EE IN
        NN NN N0 N0 NN NN NN
        """,
    "sinh": """
        EE Ii io i0 II EE IN
        EE .. .. .. .. EE NN
        EE .. .. .. .. EE 0N
        EE .. .. .. .. EE 0N
        EE .. .. .. .. EE NN
        EE ii Io I0 iI EE IN
        NN NN No N0 NN NN NN
        """,
    "tanh": """
        a0 a0 ao a0 ao a0 a0
        EE .. .. .. .. EE NN
        EE .. .. .. .. EE NN
        EE .. .. .. .. EE NN
        EE .. .. .. .. EE NN
        A0 A0 Ao A0 Ao A0 A0
        NN NN No N0 NN NN NN
        """,
    "rect": """
        EE II i0 io Ii EE IN
        EE .. .. .. .. EE NN
        00 .. .. .. .. 00 00
        00 .. .. .. .. 00 00
        EE .. .. .. .. EE NN
        EE ii Io I0 iI EE IN
        NN NN N0 N0 NN NN NN
        """,
}
_LETTERS = {"0": 0.0, "I": inf, "A": 1.0, "P": pi, "H": pi / 2, "Q": pi / 4, "T": 3 * pi / 4}
_LETTERS |= {letter.lower().replace("0", "o"): -value for letter, value in _LETTERS.items()} | {"N": nan}
_SPECIAL = {
    name: [[None if cell[0] == "." else cell for cell in row.split()] for row in rows.strip().splitlines()]
    for name, rows in _SPECIAL.items()
}
_SPECIAL["acosh"] = _SPECIAL["log"]

_LARGE = 2.0 ** 1022
_SQRT_LARGE = 2.0 ** 511
_SQRT_LEAST = 2.0 ** -511
_LEAST = 2.0 ** -1022
_LN_2 = 0.6931471805599453
_LN_10 = 2.302585092994046
# Beyond this exp() has no finite value.
_LOG_LARGE = _math.log(_LARGE)


def _number(z):
    if isinstance(z, str):
        raise TypeError(f"must be real number, not {type(z).__name__}")
    return complex(z)


def _kind(x):
    if _math.isnan(x):
        return 6
    if x == 0.0:
        return 3 if _math.copysign(1.0, x) > 0 else 2
    if _math.isinf(x):
        return 5 if x > 0 else 0
    return 4 if x > 0 else 1


def _special(name, x, y):
    """The result for arguments that are not finite; None for others."""
    if _math.isfinite(x) and _math.isfinite(y):
        return None
    cell = _SPECIAL[name][_kind(x)][_kind(y)]
    if cell == "EE":
        raise ValueError("math domain error")
    return complex(_LETTERS[cell[0]], _LETTERS[cell[1]])


def _finite(real, imag):
    if _math.isinf(real) or _math.isinf(imag):
        raise OverflowError("math range error")
    return complex(real, imag)


def _scaled(size, real, imag):
    """Infinity or zero in the quadrant of a direction."""
    return complex(_math.copysign(size, real), _math.copysign(size, imag))


def phase(z, /):
    """Return argument, also known as the phase angle, of a complex."""
    z = _number(z)
    return _math.atan2(z.imag, z.real)


def polar(z, /):
    """Convert a complex from rectangular coordinates to polar coordinates.

    r is the distance from 0 and phi the phase angle."""
    z = _number(z)
    return abs(z), phase(z)


def rect(r, phi, /):
    """Convert from polar coordinates to rectangular coordinates."""
    r, phi = _math.ldexp(r, 0), _math.ldexp(phi, 0)
    if _math.isinf(r) and _math.isfinite(phi) and phi != 0.0:
        return _scaled(inf, r * _math.cos(phi), r * _math.sin(phi))
    if (special := _special("rect", r, phi)) is not None:
        return special
    if phi == 0.0:
        # Not r times the sine, whose sign would be r's.
        return complex(r, r * phi)
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
    if (special := _special("sqrt", z.real, z.imag)) is not None:
        return special
    x, y = abs(z.real), abs(z.imag)
    if not x and not y:
        return complex(0.0, z.imag)
    if x < _LEAST and y < _LEAST:
        # The parts are scaled up for the addition.
        x, y = _math.ldexp(x, 54), _math.ldexp(y, 54)
        half = _math.ldexp(_math.sqrt(2.0 * (x + _math.hypot(x, y))), -28)
    else:
        x /= 8.0
        half = 2.0 * _math.sqrt(x + _math.hypot(x, y / 8.0))
    other = abs(z.imag) / (2.0 * half)
    if z.real >= 0.0:
        return complex(half, _math.copysign(other, z.imag))
    return complex(other, _math.copysign(half, z.imag))


def exp(z, /):
    """Return the exponential value e**z."""
    z = _number(z)
    x, y = z.real, z.imag
    if _math.isinf(x) and _math.isfinite(y) and y != 0.0:
        return _scaled(inf if x > 0 else 0.0, _math.cos(y), _math.sin(y))
    if (special := _special("exp", x, y)) is not None:
        return special
    if x > _LOG_LARGE:
        size = _math.exp(x - 1.0)
        return _finite(size * _math.cos(y) * e, size * _math.sin(y) * e)
    size = _math.exp(x)
    return _finite(size * _math.cos(y), size * _math.sin(y))


def _log(z):
    if (special := _special("log", z.real, z.imag)) is not None:
        return special
    x, y = abs(z.real), abs(z.imag)
    if x > _LARGE or y > _LARGE:
        size = _math.log(_math.hypot(x / 2.0, y / 2.0)) + _LN_2
    elif x < _LEAST and y < _LEAST:
        if not x and not y:
            raise ValueError("math domain error")
        size = _math.log(_math.hypot(_math.ldexp(x, 53), _math.ldexp(y, 53))) - 53 * _LN_2
    else:
        length = _math.hypot(x, y)
        if 0.71 <= length <= 1.73:
            # Near the unit circle the logarithm of the absolute value loses digits.
            large, small = max(x, y), min(x, y)
            size = _math.log1p((large - 1) * (large + 1) + small * small) / 2.0
        else:
            size = _math.log(length)
    return complex(size, _math.atan2(z.imag, z.real))


def log(z, base=None, /):
    """log(z[, base]) -> the logarithm of z to the given base.

    If the base is not specified, returns the natural logarithm (base e) of z."""
    result = _log(_number(z))
    return result if base is None else result / _log(_number(base))


def log10(z, /):
    """Return the base-10 logarithm of z."""
    result = _log(_number(z))
    return complex(result.real / _LN_10, result.imag / _LN_10)


def cosh(z, /):
    """Return the hyperbolic cosine of z."""
    z = _number(z)
    x, y = z.real, z.imag
    if _math.isinf(x) and _math.isfinite(y) and y != 0.0:
        return _scaled(inf, _math.cos(y), _math.sin(y) if x > 0 else -_math.sin(y))
    if (special := _special("cosh", x, y)) is not None:
        return special
    if abs(x) > _LOG_LARGE:
        less = x - _math.copysign(1.0, x)
        return _finite(_math.cos(y) * _math.cosh(less) * e, _math.sin(y) * _math.sinh(less) * e)
    return _finite(_math.cos(y) * _math.cosh(x), _math.sin(y) * _math.sinh(x))


def sinh(z, /):
    """Return the hyperbolic sine of z."""
    z = _number(z)
    x, y = z.real, z.imag
    if _math.isinf(x) and _math.isfinite(y) and y != 0.0:
        return _scaled(inf, _math.cos(y) if x > 0 else -_math.cos(y), _math.sin(y))
    if (special := _special("sinh", x, y)) is not None:
        return special
    if abs(x) > _LOG_LARGE:
        less = x - _math.copysign(1.0, x)
        return _finite(_math.cos(y) * _math.sinh(less) * e, _math.sin(y) * _math.cosh(less) * e)
    return _finite(_math.cos(y) * _math.sinh(x), _math.sin(y) * _math.cosh(x))


def tanh(z, /):
    """Return the hyperbolic tangent of z."""
    z = _number(z)
    x, y = z.real, z.imag
    if _math.isinf(x) and _math.isfinite(y) and y != 0.0:
        return complex(_math.copysign(1.0, x), _math.copysign(0.0, 2.0 * _math.sin(y) * _math.cos(y)))
    if (special := _special("tanh", x, y)) is not None:
        return special
    if abs(x) > _LOG_LARGE:
        return complex(_math.copysign(1.0, x), 4.0 * _math.sin(y) * _math.cos(y) * _math.exp(-2.0 * abs(x)))
    across, along = _math.tanh(x), _math.tan(y)
    narrow, both = 1.0 / _math.cosh(x), across * along
    whole = 1.0 + both * both
    return complex(across * (1.0 + along * along) / whole, along / whole * narrow * narrow)


def asinh(z, /):
    """Return the inverse hyperbolic sine of z."""
    z = _number(z)
    x, y = z.real, z.imag
    if (special := _special("asinh", x, y)) is not None:
        return special
    if abs(x) > _LARGE / 4 or abs(y) > _LARGE / 4:
        size = _math.log(_math.hypot(x / 2.0, y / 2.0)) + 2.0 * _LN_2
        return complex(_math.copysign(size, x), _math.atan2(y, abs(x)))
    one, two = sqrt(complex(1.0 + y, -x)), sqrt(complex(1.0 - y, x))
    return complex(_math.asinh(one.real * two.imag - two.real * one.imag),
                   _math.atan2(y, one.real * two.real - one.imag * two.imag))


def acosh(z, /):
    """Return the inverse hyperbolic cosine of z."""
    z = _number(z)
    x, y = z.real, z.imag
    if (special := _special("acosh", x, y)) is not None:
        return special
    if abs(x) > _LARGE / 4 or abs(y) > _LARGE / 4:
        return complex(_math.log(_math.hypot(x / 2.0, y / 2.0)) + 2.0 * _LN_2, _math.atan2(y, x))
    one, two = sqrt(complex(x - 1.0, y)), sqrt(complex(x + 1.0, y))
    return complex(_math.asinh(one.real * two.real + one.imag * two.imag), 2.0 * _math.atan2(one.imag, two.real))


def atanh(z, /):
    """Return the inverse hyperbolic tangent of z."""
    z = _number(z)
    x, y = z.real, z.imag
    if (special := _special("atanh", x, y)) is not None:
        return special
    if _math.copysign(1.0, x) < 0:
        return -atanh(-z)
    high = abs(y)
    if x > _SQRT_LARGE or high > _SQRT_LARGE:
        length = _math.hypot(x / 2.0, y / 2.0)
        return complex(x / 4.0 / length / length, -_math.copysign(pi / 2.0, -y))
    if x == 1.0 and high < _SQRT_LEAST:
        if not high:
            raise ValueError("math domain error")
        return complex(-_math.log(_math.sqrt(high) / _math.sqrt(_math.hypot(high, 2.0))),
                       _math.copysign(_math.atan2(2.0, -high) / 2.0, y))
    return complex(_math.log1p(4.0 * x / ((1 - x) * (1 - x) + high * high)) / 4.0,
                   -_math.atan2(-2.0 * y, (1 - x) * (1 + x) - high * high) / 2.0)


def acos(z, /):
    """Return the arc cosine of z."""
    z = _number(z)
    x, y = z.real, z.imag
    if (special := _special("acos", x, y)) is not None:
        return special
    if abs(x) > _LARGE / 4 or abs(y) > _LARGE / 4:
        size = _math.log(_math.hypot(x / 2.0, y / 2.0)) + 2.0 * _LN_2
        return complex(_math.atan2(abs(y), x), _math.copysign(size, -y))
    one, two = sqrt(complex(1.0 - x, -y)), sqrt(complex(1.0 + x, y))
    return complex(2.0 * _math.atan2(one.real, two.real), _math.asinh(two.real * one.imag - two.imag * one.real))


def _turned(function, z):
    """A circular function by the hyperbolic one: f(z) = -i g(iz)."""
    z = _number(z)
    result = function(complex(-z.imag, z.real))
    return complex(result.imag, -result.real)


def asin(z, /):
    """Return the arc sine of z."""
    return _turned(asinh, z)


def atan(z, /):
    """Return the arc tangent of z."""
    return _turned(atanh, z)


def sin(z, /):
    """Return the sine of z."""
    return _turned(sinh, z)


def tan(z, /):
    """Return the tangent of z."""
    return _turned(tanh, z)


def cos(z, /):
    """Return the cosine of z."""
    z = _number(z)
    return cosh(complex(-z.imag, z.real))


__import__("_types")._built_in(globals())
