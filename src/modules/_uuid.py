# The system's generator of time-based identifiers is not used: `uuid` generates them itself.
has_uuid_generate_time_safe = 0
has_stable_extractable_node = False
