"""What is known of installed distributions: there are none."""


class PackageNotFoundError(ModuleNotFoundError):
    """The package was not found."""

    def __str__(self):
        return f"No package metadata was found for {self.name}"

    @property
    def name(self):
        return self.args[0]


def distribution(distribution_name):
    raise PackageNotFoundError(distribution_name)


metadata = version = requires = files = distribution


def distributions(**kwargs):
    return iter(())


class EntryPoints(tuple):
    def select(self, **params):
        return self

    @property
    def names(self):
        return set()

    groups = names


def entry_points(**params):
    return EntryPoints()


def packages_distributions():
    return {}
