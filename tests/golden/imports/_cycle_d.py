from _cycle_c import other

thing = 2
