# limits: time=500ms
# ends: time
import hashlib
hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 10**9)
