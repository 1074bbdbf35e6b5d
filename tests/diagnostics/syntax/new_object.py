x = new Dog()
