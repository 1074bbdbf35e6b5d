from datetime import date

due = date(2026, 3, 1) + 14
print(due)
