class M:
    def area(r):
        return r * r
print(M().area(2))
