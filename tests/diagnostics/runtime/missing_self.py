class Counter:
    value = 0

    def increase():
        Counter.value += 1


counter = Counter()
counter.increase()
