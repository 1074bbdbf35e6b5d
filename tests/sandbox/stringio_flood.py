# limits: heap=32M
# ends: heap memory
import io
s = io.StringIO()
while True:
    s.write("x" * 10_000)
