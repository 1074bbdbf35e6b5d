def show(rows):
    print(len(rows[0])

show([(1, 2)])
