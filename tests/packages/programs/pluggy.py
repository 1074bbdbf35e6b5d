"""Hooks with order, wrappers, first results, history, and plugins that come and go."""
import pluggy

spec, impl = pluggy.HookspecMarker("p"), pluggy.HookimplMarker("p")


class Spec:
    @spec
    def collect(self, x, y=1): ...

    @spec(firstresult=True)
    def first(self, x): ...

    @spec(historic=True)
    def past(self, x): ...


class One:
    @impl
    def collect(self, x):
        return x

    @impl(tryfirst=True)
    def first(self, x):
        return None

    @impl
    def past(self, x):
        print("past:", x)


class Two:
    @impl(wrapper=True)
    def collect(self, x, y):
        found = yield
        return [*found, ("wrapped", y)]

    @impl
    def first(self, x):
        return x * 2


manager = pluggy.PluginManager("p")
manager.add_hookspecs(Spec)
manager.hook.past.call_historic(kwargs={"x": 1})
for plugin in (One(), Two()):
    manager.register(plugin)
print("collect:", manager.hook.collect(x=5, y=6), manager.hook.first(x=4))
print("names:", [type(p).__name__ for p in manager.get_plugins()].__len__(), manager.list_name_plugin().__len__())
manager.unregister(plugin)
print("after:", manager.hook.collect(x=1, y=2), manager.hook.first(x=4))
try:
    manager.register(type("Bad", (), {"collect": impl(lambda self, z: z)})())
except pluggy.PluginValidationError as error:
    print("error:", str(error).splitlines()[-1][:60])
