from datetime import datetime, timezone

print(datetime.now(timezone.utc) - datetime(2024, 1, 1))
