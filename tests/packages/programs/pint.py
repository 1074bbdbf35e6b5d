"""Quantities with units: conversions, formats, temperatures, wrapped functions, wrong dimensions."""
import pint

units = pint.UnitRegistry()
print("sum =", 3 * units.meter + 4 * units.cm)
print("speed =", (60 * units.mile / units.hour).to("m/s"))
print("parsed =", units("2.54 cm").to("inch"))
print("short =", f"{units('9.81 m/s**2'):~P}", f"{units('1500 V'):.1f~C}")
print("temperature =", units.Quantity(25, units.degC).to("degF"))
print("base units =", units("1 kWh").to_base_units(), units("1 N").dimensionality)
print("compact =", units("0.00012 km").to_compact())
print("compared =", units("1 inch") > units("2 cm"), units("100 cm") == units("1 m"))


@units.wraps("m", ("m", "m"))
def hypotenuse(a, b):
    return (a * a + b * b) ** 0.5


print("wrapped =", hypotenuse(3 * units.m, 400 * units.cm))
units.define("fortnight_walk = 140 * kilometer")
print("own unit =", (1 * units.fortnight_walk).to("m"))
for name, wrong in {
    "dimension": lambda: units("1 m").to("s"), "unknown": lambda: units("1 nonsense"),
    "offset": lambda: units.Quantity(1, "degC") + units.Quantity(1, "degC"), "sum": lambda: units("1 m") + units("1 s"),
}.items():
    try:
        wrong()
    except Exception as error:
        print(name, "=", type(error).__name__, error)
