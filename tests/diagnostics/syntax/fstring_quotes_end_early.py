print(f"{ages["ann}")
