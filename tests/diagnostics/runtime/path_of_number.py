import os

year = 2026
print(os.path.join("photos", year))
