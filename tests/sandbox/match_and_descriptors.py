# limits: instructions=500000
# ends: instructions
class Match:
    @property
    def __match_args__(self):
        return ("a",)
    def __getattr__(self, name):
        while True:
            try:
                pass
            finally:
                continue
match Match():
    case Match(a=1):
        print("ESCAPED")
