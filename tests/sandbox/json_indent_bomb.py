# limits: heap=64M
# ends: heap memory
import json
json.dumps([[[1]]], indent=1 << 40)
