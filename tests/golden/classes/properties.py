class Celsius:
    def __init__(self, degrees):
        self.degrees = degrees

    @property
    def degrees(self):
        """in Celsius"""
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        if value < -273.15:
            raise ValueError("too cold")
        self._degrees = value

    @degrees.deleter
    def degrees(self):
        print("deleted")
        del self._degrees

    @property
    def fahrenheit(self):
        return self.degrees * 9 / 5 + 32


t = Celsius(100)
print("t.degrees =", t.degrees)
print("t.fahrenheit =", t.fahrenheit)
t.degrees += 5
print(t.degrees, Celsius.degrees.__doc__)
for bad in (lambda: setattr(t, "degrees", -300), lambda: setattr(t, "fahrenheit", 1)):
    try:
        bad()
    except (ValueError, AttributeError) as error:
        print(type(error).__name__, error)
del t.degrees
print(hasattr(t, "degrees"), type(Celsius.degrees).__name__)
try:
    del t.fahrenheit
except AttributeError as error:
    print(error)


class Sub(Celsius):
    @property
    def fahrenheit(self):
        return round(super().fahrenheit)


print("Sub(36.6).fahrenheit =", Sub(36.6).fahrenheit)
print("property(lambda self: 1).fget(None) =", property(lambda self: 1).fget(None))
