# prints: all well
import pickle
for text in [
    b"cos\nsystem\n(S'true'\ntR.",
    b"cbuiltins\nopen\n(S'/etc/passwd'\ntR.",
    b"cposix\nsystem\n(S'true'\ntR.",
    b"csubprocess\ncheck_output\n((lS'true'\natR.",
]:
    try:
        print("ESCAPED", pickle.loads(text))
    except (PermissionError, ImportError, AttributeError):
        pass
    except Exception as e:
        print(type(e), e)
print("all well")
