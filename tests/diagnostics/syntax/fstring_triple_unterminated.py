text = f"""hello
print(text)
