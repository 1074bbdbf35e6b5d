# Start-up alone.
