"""One cook who stands still: every wait blocks everything else."""

import time


def boil_eggs():
    print("eggs in the water")
    time.sleep(0.6)
    print("eggs boiled")


def brew_coffee():
    print("coffee machine on")
    time.sleep(0.4)
    print("coffee brewed")


def toast_bread():
    print("bread in the toaster")
    time.sleep(0.2)
    print("bread toasted")


start = time.perf_counter()
boil_eggs()
brew_coffee()
toast_bread()
print(f"breakfast took {time.perf_counter() - start:.1f} s")
