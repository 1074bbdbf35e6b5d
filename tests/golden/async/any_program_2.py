from _any_program import run

run(range(101, 201))
