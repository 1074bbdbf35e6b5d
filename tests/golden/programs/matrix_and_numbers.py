class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    @classmethod
    def identity(cls, n):
        return cls([int(i == j) for j in range(n)] for i in range(n))

    def __matmul__(self, other):
        return Matrix([sum(a * b for a, b in zip(r, c)) for c in zip(*other.rows)] for r in self.rows)

    def __pow__(self, n):
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result @= base
            base @= base
            n >>= 1
        return result

    def __eq__(self, other):
        return self.rows == other.rows

    def __getitem__(self, key):
        match key:
            case (int(i), int(j)):
                return self.rows[i][j]
            case (slice() as i, slice() as j):
                return Matrix(r[j] for r in self.rows[i])
            case int(i):
                return self.rows[i]

    def __str__(self):
        width = max(len(str(x)) for r in self.rows for x in r)
        return "\n".join(" ".join(f"{x:{width}}" for x in r) for r in self.rows)


fib = Matrix([[1, 1], [1, 0]])
print(fib**10, (fib**100)[0, 1], sep="\n")
m = Matrix([[1, -2, 3], [4, 5, 60]])
print(m, m[:1, 1:].rows, m[1], Matrix(zip(*m.rows)).rows, sep="\n")
print("Matrix.identity(2) @ fib == fib =", Matrix.identity(2) @ fib == fib)


def collatz(n):
    while n != 1:
        yield n
        n = n // 2 if n % 2 == 0 else 3 * n + 1
    yield 1


print("list(collatz(6)), max(range(1, 200), key=lambda n: sum(1 ... =", list(collatz(6)), max(range(1, 200), key=lambda n: sum(1 for _ in collatz(n))))
print("[n for n in range(1, 1000) if n == sum(d for d in range(1... =", [n for n in range(1, 1000) if n == sum(d for d in range(1, n) if n % d == 0)])
print("sum(int(d) for d in str(2**1000)), str(3**200)[:10], pow(... =", sum(int(d) for d in str(2**1000)), str(3**200)[:10], pow(7, 1234, 10**9 + 7))
x = 1.0
for _ in range(6):
    x = (x + 2 / x) / 2
print("x, abs(x * x - 2) < 1e-12 =", x, abs(x * x - 2) < 1e-12)
print("".join("FizzBuzz"[i * i % 3 * 4 : 8 - -(i**4) % 5] or str(i) for i in range(1, 16)))
