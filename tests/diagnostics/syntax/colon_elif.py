count = 3
if count == 3:
    print("three")
elif count == 4
    print("four")
