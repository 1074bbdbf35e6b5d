import math

print(math.pi, math.e, math.tau, math.inf, math.nan)
print(math.sqrt(2), math.floor(-2.5), math.ceil(2.1), math.trunc(-2.7), math.fabs(-3), math.factorial(10), math.gcd(12, 18, 27), math.lcm(4, 6))
print(math.sin(1), math.cos(1), math.tan(1), math.asin(0.5), math.acos(0.5), math.atan(1), math.atan2(1, -1), math.sinh(1), math.hypot(3, 4), math.hypot(1, 2, 3))
print(math.exp(1), math.log(10), math.log(8, 2), math.log2(1024), math.log10(1000), math.log1p(1e-10), math.expm1(1e-10), math.pow(2, 0.5))
print(math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 1.1, rel_tol=0.2), math.isinf(-math.inf), math.isnan(math.nan), math.isfinite(1.0), math.copysign(3, -0.0), math.fmod(-7, 3), math.modf(3.75), math.frexp(8.0), math.ldexp(0.5, 4))
print(math.comb(5, 2), math.perm(5, 2), math.isqrt(99), math.prod([1, 2, 3]), math.fsum([0.1] * 10), math.degrees(math.pi), math.radians(180), math.dist((0, 0), (3, 4)), math.remainder(7, 4), round(math.cbrt(27), 9), math.sumprod([1, 2], [3, 4]))
print(math.gamma(5), math.erf(0.5), math.nextafter(1.0, 2.0), math.ulp(1.0), math.log(10**400), math.floor(1e20))
for bad in ("sqrt(-1)", "log(0)", "log(-1)", "acos(2)", "factorial(-1)", "factorial(2.5)", "floor(math.inf)", "floor(math.nan)", "gcd(1.5)", "exp(1000)", "sqrt('a')", "pow(0, -1)", "comb(-1, 2)", "isqrt(-1)", "sin()"):
    try:
        eval("math." + bad)
    except (ValueError, TypeError, OverflowError) as error:
        print(bad, type(error).__name__, error)
