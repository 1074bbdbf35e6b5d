board = [["x", "o"], ["o", "x"]]
print(board[0, 1])
