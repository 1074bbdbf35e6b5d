path = C:\temp
