from cProfile import Profile, Stats, run, runctx
