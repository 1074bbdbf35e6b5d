print("she said "hello" to me")
