def discount(price, percent):
    result = price * percent / 100
    assert result < price, "a discount makes it cheaper"
    return result


discount(80, 120)
