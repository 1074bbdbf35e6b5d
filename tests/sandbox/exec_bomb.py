# limits: instructions=300000
# ends: instructions
def again():
    exec("again()\nagain()")
try:
    again()
except RecursionError:
    while True:
        pass
