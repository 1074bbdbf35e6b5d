def fail(error):
    raise error


errors = []
for e in (ValueError(1), TypeError("two")):
    try:
        fail(e)
    except Exception as error:
        errors.append(error)
raise ExceptionGroup("several", [*errors, ExceptionGroup("inner", [OSError("deep")])])
