# limits: heap=32M
# ends: heap memory
import io
b = io.BytesIO()
b.seek(2**40)
b.write(b"x")
