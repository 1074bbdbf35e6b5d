class ConfigError(Exception):
    pass


def read(settings, key):
    try:
        return settings[key]
    except KeyError as error:
        raise ConfigError(f"{key} is not configured") from error


def start(settings):
    try:
        return read(settings, "port")
    except ConfigError:
        return settings.default_port


start({"host": "localhost"})
