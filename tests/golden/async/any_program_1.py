from _any_program import run

run(range(1, 101))
