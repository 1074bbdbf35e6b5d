from concurrent import interpreters
