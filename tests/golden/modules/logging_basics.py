import io
import logging

out = io.StringIO()
logging.basicConfig(stream=out, level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s")
log = logging.getLogger("kitchen")
log.debug("hidden")
log.info("pan %s at %d", "left", 180)
log.warning("hot")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
child = logging.getLogger("kitchen.stove")
child.setLevel(logging.ERROR)
child.warning("hidden too")
child.error("from the child")
print(out.getvalue().splitlines()[:3], out.getvalue().splitlines()[-1])
print(log.isEnabledFor(logging.DEBUG), child.parent is log, logging.getLevelName(30), log.handlers)
