import subprocess

subprocess.run("echo hello")
