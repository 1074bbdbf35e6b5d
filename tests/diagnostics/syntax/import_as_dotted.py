import os.path as os.files
