class Pan:
    temperature = 20


print(Pan().temprature)
