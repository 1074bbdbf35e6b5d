print("total: " total)
