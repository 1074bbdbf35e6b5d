from _any_program import run

run(range(201, 301))
