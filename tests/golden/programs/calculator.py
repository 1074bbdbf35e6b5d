import re
from dataclasses import dataclass

TOKEN = re.compile(r"\s*(?:(\d+\.?\d*)|(.))")


@dataclass
class Parser:
    tokens: list
    position: int = 0

    @classmethod
    def of(cls, text):
        return cls([float(n) if n else op for n, op in TOKEN.findall(text) if n or op.strip()])

    @property
    def current(self):
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def advance(self):
        token = self.current
        self.position += 1
        return token

    def expression(self, power=0):
        powers = {"+": (1, 2), "-": (1, 2), "*": (3, 4), "/": (3, 4), "^": (6, 5)}
        match self.advance():
            case float(n):
                left = n
            case "(":
                left = self.expression()
                if self.advance() != ")":
                    raise SyntaxError("expected )")
            case "-":
                left = ("neg", self.expression(5))
            case other:
                raise SyntaxError(f"unexpected {other!r}")
        while self.current in powers and powers[self.current][0] > power:
            op = self.advance()
            left = (op, left, self.expression(powers[op][1] - (op == "^")))
        return left


def evaluate(tree):
    match tree:
        case float():
            return tree
        case ("neg", x):
            return -evaluate(x)
        case ("+", a, b):
            return evaluate(a) + evaluate(b)
        case ("-", a, b):
            return evaluate(a) - evaluate(b)
        case ("*", a, b):
            return evaluate(a) * evaluate(b)
        case ("/", a, b):
            return evaluate(a) / evaluate(b)
        case ("^", a, b):
            return evaluate(a) ** evaluate(b)


for text in ("1 + 2 * 3", "(1 + 2) * 3", "-2 ^ 2", "2 ^ 3 ^ 2", "10 / 4 - 1", "1 / 0", "(1", "* 2", "2 * (3 + 4) - 5 / (1 + 1.5)"):
    try:
        tree = Parser.of(text).expression()
        print(text, "=>", tree, "=", evaluate(tree))
    except (SyntaxError, ZeroDivisionError) as error:
        print(text, "=>", type(error).__name__, error)
