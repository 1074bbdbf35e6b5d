import csv, io

for row in csv.reader(io.StringIO("name,age\nAda,36\n")):
    print(row["name"])
