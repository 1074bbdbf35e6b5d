# limits: heap=32M
# ends: heap memory
class Bomb:
    def __del__(self):
        kept.append(bytearray(1000000))
        Bomb()

kept = []
Bomb()
