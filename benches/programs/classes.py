# Methods, properties, attributes and operators of classes that the program defines.
class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    @property
    def length_squared(self):
        return self.x * self.x + self.y * self.y


class Particle:
    def __init__(self, place, speed):
        self.place, self.speed = place, speed

    def step(self):
        self.place = self.place + self.speed


particles = [Particle(Vector(n, -n), Vector(1, 2)) for n in range(100)]
for _ in range(2000):
    for particle in particles:
        particle.step()
print(sum(particle.place.length_squared for particle in particles))
