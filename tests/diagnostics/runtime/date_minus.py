from datetime import date, datetime

print(datetime(2024, 1, 2) - date(2024, 1, 1))
