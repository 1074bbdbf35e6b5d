# limits: heap=8M
# ends: heap memory
data = []
while True:
    data.append(bytes(1000))
