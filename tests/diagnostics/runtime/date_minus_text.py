from datetime import datetime

age = datetime(2026, 3, 1) - "1990-01-31"
print(age.days)
