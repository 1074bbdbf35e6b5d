"""Bound loggers, processors, context variables, exceptions, the standard library's loggers, async."""
import asyncio
import logging
import sys
import structlog
from structlog.testing import capture_logs

structlog.configure(processors=[
    structlog.contextvars.merge_contextvars, structlog.processors.add_log_level,
    structlog.processors.StackInfoRenderer(), structlog.processors.KeyValueRenderer(sort_keys=True),
])
log = structlog.get_logger()
log.info("plain", n=1)
log.bind(user="a").bind(b=[1, 2]).warning("bound")
structlog.contextvars.bind_contextvars(request=7)
log.info("with context")
structlog.contextvars.clear_contextvars()
with capture_logs() as logs:
    log.error("captured", x=1)
print("captured:", logs)
structlog.configure(processors=[structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer(sort_keys=True)])
structlog.get_logger().info("json", nested={"a": (1, None)})
logging.basicConfig(format="%(name)s %(levelname)s %(message)s", stream=sys.stdout, level=logging.INFO)
structlog.configure(
    processors=[structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs],
    logger_factory=structlog.stdlib.LoggerFactory(), wrapper_class=structlog.stdlib.BoundLogger,
)
structlog.get_logger("named").info("through logging")
structlog.get_logger("named").debug("below the level")
structlog.configure(processors=[structlog.dev.ConsoleRenderer(colors=False)], wrapper_class=structlog.make_filtering_bound_logger(30), logger_factory=structlog.PrintLoggerFactory())


async def main():
    await structlog.get_logger().awarning("async", k="v")
    await structlog.get_logger().ainfo("filtered")


asyncio.run(main())
