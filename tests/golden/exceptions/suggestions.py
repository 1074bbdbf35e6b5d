def attempt(f):
    try:
        f()
    except Exception as error:
        import traceback
        print(traceback.format_exception_only(error)[-1], end="")


class Kitchen:
    def __init__(self):
        self.burner = 1

    def simmer(self):
        return self.burnr

    def boil(self, water, salt=1): ...


k = Kitchen()
total_count = 1
attempt(lambda: k.simer())
attempt(lambda: k.simmer())
attempt(lambda: total_cuont)
attempt(lambda: pritn(1))
attempt(lambda: [].apend(1))
attempt(lambda: "a".uper())
attempt(lambda: k.boil(1, slat=2))
attempt(lambda: k.zzz)
attempt(lambda: qwertyuiop)
attempt(lambda: time.time())
