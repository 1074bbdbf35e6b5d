# A tokenizer by regular expression, a recursive parser and an evaluator of formulas.
import re

TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[a-z]+)|(?P<sign>[-+*/()=]))")


def tokens(text):
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise SyntaxError(f"unexpected {text[at]!r} at {at}")
        at = found.end()
        yield found.lastgroup, found.group(found.lastgroup)
    yield "end", ""


class Parser:
    def __init__(self, text, names):
        self.tokens = tokens(text)
        self.names = names
        self.advance()

    def advance(self):
        self.kind, self.text = next(self.tokens)

    def sum(self):
        value = self.product()
        while self.text in ("+", "-"):
            sign = self.text
            self.advance()
            other = self.product()
            value = value + other if sign == "+" else value - other
        return value

    def product(self):
        value = self.atom()
        while self.text in ("*", "/"):
            sign = self.text
            self.advance()
            other = self.atom()
            value = value * other if sign == "*" else value / other
        return value

    def atom(self):
        kind, text = self.kind, self.text
        self.advance()
        match kind, text:
            case "number", _:
                return float(text)
            case "name", _:
                return self.names[text]
            case "sign", "-":
                return -self.atom()
            case "sign", "(":
                value = self.sum()
                self.advance()
                return value
        raise SyntaxError(f"unexpected {text!r}")


names = {"a": 3.0, "b": 0.5, "width": 12.0}
total, errors = 0.0, 0
for n in range(3000):
    try:
        total += Parser(f"(a + {n}.25) * b - -width / ({n % 7} + 1)", names).sum()
        Parser(f"{n} + {'?' if n % 5 == 0 else 'unknown'}", names).sum()
    except (SyntaxError, KeyError) as error:
        errors += len(str(error))
print(f"{total:.3f}", errors)
