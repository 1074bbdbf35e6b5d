# The local zone is the one of TZ once tzset() was called (rules as POSIX writes them, which need no database).
import os
import time

winter, summer = 1_704_110_400, 1_720_000_000
for zone in ("UTC0", "EST+05EDT,M3.2.0,M11.1.0", ":CET-1CEST,M3.5.0,M10.5.0/3", "AEST-10AEDT,M10.1.0,M4.1.0/3", "XYZ-3:30"):
    os.environ["TZ"] = zone
    time.tzset()
    print(zone, time.tzname, time.timezone, time.altzone, time.daylight)
    for moment in (winter, summer):
        local = time.localtime(moment)
        print(time.strftime("%Y-%m-%d %H:%M:%S %Z %z", local), local.tm_isdst, local.tm_gmtoff, time.mktime(local) == moment)
    print(time.ctime(summer), time.asctime(time.gmtime(winter)))
