import operator
from functools import reduce


def read(text):
    def parse(tokens):
        token = tokens.pop(0)
        if token == "(":
            out = []
            while tokens[0] != ")":
                out.append(parse(tokens))
            tokens.pop(0)
            return out
        try:
            return int(token)
        except ValueError:
            return token

    return parse(text.replace("(", " ( ").replace(")", " ) ").split())


class Env(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer

    def find(self, name):
        if name in self:
            return self
        if self.outer is None:
            raise NameError(f"unbound {name}")
        return self.outer.find(name)


def run(x, env):
    while True:
        match x:
            case str():
                return env.find(x)[x]
            case int():
                return x
            case ["if", test, yes, no]:
                x = yes if run(test, env) else no
            case ["define", str(name), value]:
                env[name] = run(value, env)
                return None
            case ["lambda", names, body]:
                return lambda *args, env=env: run(body, Env(names, args, env))
            case ["begin", *forms, last]:
                for form in forms:
                    run(form, env)
                x = last
            case [f, *args]:
                return run(f, env)(*[run(a, env) for a in args])


world = Env(outer=None)
world.update({
    "+": lambda *a: sum(a), "-": operator.sub, "*": lambda *a: reduce(operator.mul, a, 1), "<": operator.lt, "=": operator.eq,
    "list": lambda *a: list(a), "map": lambda f, xs: [f(x) for x in xs], "print": lambda *a: print(*a),
})
for line in """
(define fact (lambda (n) (if (< n 2) 1 (* n (fact (- n 1))))))
(print (fact 20))
(define fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))
(print (map fib (list 1 2 3 4 5 6 7 8 9 10)))
(define make-adder (lambda (n) (lambda (x) (+ x n))))
(print ((make-adder 3) 4) (map (make-adder 10) (list 1 2)))
(begin (define x 5) (define y (* x x)) (print x y))
(print (undefined 1))
""".strip().splitlines():
    try:
        run(read(line), world)
    except NameError as error:
        print("error:", error)
