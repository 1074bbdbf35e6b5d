"""Derivatives, integrals, equations, matrices, series, number theory and printing."""
from sympy import Eq, Matrix, Rational, Symbol, cos, diff, dsolve, exp, expand, factor, factorint, Function, integrate, latex, limit, oo, pi, pretty, series, simplify, sin, solve, sqrt, symbols

x, y = symbols("x y")
print("diff:", diff(sin(x) * exp(x**2), x))
print("integrate:", integrate(x**2 * cos(x), x), integrate(exp(-x**2), (x, -oo, oo)))
print("solve:", solve(x**3 - 6 * x**2 + 11 * x - 6), solve([x + y - 3, x - y - 1], [x, y]))
print("factor:", factor(x**4 - y**4), expand((x + y) ** 3), simplify(sin(x) ** 2 + cos(x) ** 2))
print("limit:", limit(sin(x) / x, x, 0), series(exp(x), x, 0, 5))
print("matrix:", Matrix([[1, 2], [3, 4]]).inv(), Matrix([[2, 0], [0, 3]]).eigenvals())
print("numbers:", Rational(1, 3) + Rational(1, 6), sqrt(8), pi.evalf(30), factorint(123456789))
f = Function("f")
print("ode:", dsolve(Eq(f(x).diff(x), f(x)), f(x)))
print("latex:", latex(Rational(1, 2) * x**2 / sqrt(y)))
print(pretty(integrate(1 / (1 + Symbol("t") ** 2)) / 2, use_unicode=True))
