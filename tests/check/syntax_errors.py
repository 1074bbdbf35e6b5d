def cook(dish)
    return dish


print "hello"


class Kitchen:
    def open(self):
        if self.pots = 2:
            return True


1 + = 2
soup = cook("soup"
