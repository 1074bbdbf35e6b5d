"""Who knows what a star brings?"""

from os.path import *

print(join("a", "b"), whatever)
