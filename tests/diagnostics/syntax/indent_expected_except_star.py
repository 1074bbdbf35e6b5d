try:
    pass
except* ValueError:
print("done")
