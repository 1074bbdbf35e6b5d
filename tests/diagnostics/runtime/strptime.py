from datetime import datetime

print(datetime.strptime("2024/01/31", "%Y-%m-%d"))
