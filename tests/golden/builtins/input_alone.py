# input() in a program that imports nothing.
try:
    input("prompt: ")
except EOFError as e:
    print("EOFError:", e)
