def main():
    print(helper(2))


main()


def helper(number):
    return number * 2
