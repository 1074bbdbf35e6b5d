class A:
    @staticmethod
    def f(self): return 1


A().f()
