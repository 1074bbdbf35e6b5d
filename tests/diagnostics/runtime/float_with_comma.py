print(float("3,14"))
