# limits: time=500ms
# ends: time
9**9**9
