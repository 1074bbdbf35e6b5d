class Oven:
    def bake(self, dish):
        return f"{dish} is baked"


print(Oven.bake("bread"))
