def load(path):
    try:
        with open(path) as file:
            return file.read()
    except FileNotFoundError as error:
        log(error)
    finally:
        done()
