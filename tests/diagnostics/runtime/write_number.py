import io

file = io.StringIO()
file.write(42)
