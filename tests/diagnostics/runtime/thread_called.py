import threading


def work():
    print("working")


threading.Thread(target=work()).start()
threading.Thread(work).start()
