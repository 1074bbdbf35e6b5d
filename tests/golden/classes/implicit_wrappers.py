class Plain:
    def __new__(cls):
        return object.__new__(cls)

    def __init_subclass__(cls):
        pass

    def __class_getitem__(cls, item):
        return item


for name in "__new__", "__init_subclass__", "__class_getitem__":
    wrapper = Plain.__dict__[name]
    print(name, "is a", type(wrapper).__name__)
    wrapper.__module__ = "elsewhere"
    wrapper.note = name
    print(name, "module", wrapper.__module__, wrapper.__func__.__module__)
    print(name, "note", wrapper.note)
print("used", type(Plain()).__name__, Plain[3])
