if x > 1 then
    print(x)
