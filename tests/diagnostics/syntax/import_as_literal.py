import os as 3
