from _failing import walk
