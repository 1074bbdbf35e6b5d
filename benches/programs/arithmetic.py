# Floats and ints in loops.
def julia(width, height, limit):
    inside = 0
    for row in range(height):
        for column in range(width):
            x, y = column / width * 3 - 1.5, row / height * 2 - 1
            steps = 0
            while x * x + y * y <= 4.0 and steps < limit:
                x, y = x * x - y * y - 0.8, 2.0 * x * y + 0.156
                steps += 1
            inside += steps == limit
    return inside


def collatz(limit):
    longest = 0
    for start in range(1, limit):
        n, steps = start, 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        longest = max(longest, steps)
    return longest


print(julia(160, 120, 100), collatz(20_000))
