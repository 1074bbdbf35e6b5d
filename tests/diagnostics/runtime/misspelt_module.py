import asynccio

asynccio.run(None)
