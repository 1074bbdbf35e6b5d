from __future__ import sandwiches
