def check(order):
    try:
        if order["amount"] <= 0:
            raise ValueError("amount must be positive")
    except ValueError as error:
        error.add_note(f"in order number {order['number']}")
        raise


check({"number": 17, "amount": -1})
