ages = {"Ada" 36, "Grace": 85}
