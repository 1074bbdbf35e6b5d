weekend = ("Saturday", "Sunday")
weekend[0] = "Friday"
