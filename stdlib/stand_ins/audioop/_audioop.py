"""What audioop-lts takes from its compiled part, `audioop._audioop`: arithmetic on sound fragments.

A fragment holds signed samples of one, two, three or four bytes in the machine's order.
"""

import math
import sys
from struct import pack, unpack

_ORDER = sys.byteorder
_FORMATS = {1: "b", 2: "h", 4: "i"}


class error(Exception):
    pass


error.__module__ = "audioop"


def _check_width(width):
    if not 1 <= width <= 4:
        raise error("Size should be 1, 2, 3 or 4")


def _check(fragment, width):
    """The fragment as bytes."""
    if isinstance(fragment, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    view = memoryview(fragment).cast("B") if not isinstance(fragment, bytes) else fragment
    _check_width(width)
    if len(view) % width:
        raise error("not a whole number of frames")
    return view


def _samples(fragment, width):
    """The samples of a fragment, as ints."""
    view = _check(fragment, width)
    if width == 3:
        return [int.from_bytes(view[at:at + 3], _ORDER, signed=True) for at in range(0, len(view), 3)]
    return unpack(f"{len(view) // width}{_FORMATS[width]}", view)


def _fragment(samples, width):
    """The fragment with these samples, which fit."""
    if width == 3:
        return b"".join(sample.to_bytes(3, _ORDER, signed=True) for sample in samples)
    samples = tuple(samples)
    return pack(f"{len(samples)}{_FORMATS[width]}", *samples)


def _range(width):
    """The least and the greatest sample."""
    half = 1 << 8 * width - 1
    return -half, half - 1


def _bounded(values, width):
    """Samples from floats: rounded down, and those that do not fit brought to the end of the range."""
    low, high = _range(width)
    for value in values:
        if value > high:
            yield high
        elif value < low + 1.0:
            yield low
        else:
            yield math.floor(value)


def _rescaled(sample, width, new):
    """A sample with the range of another width."""
    return sample << 8 * (new - width) if new > width else sample >> 8 * (width - new)


def getsample(fragment, width, index, /):
    """Return the value of sample index from the fragment."""
    view = _check(fragment, width)
    if not 0 <= index < len(view) // width:
        raise error("Index out of range")
    return int.from_bytes(view[index * width:(index + 1) * width], _ORDER, signed=True)


def max(fragment, width, /):
    """Return the maximum of the absolute value of all samples in a fragment."""
    largest = 0
    for sample in _samples(fragment, width):
        if sample < 0:
            sample = -sample
        if sample > largest:
            largest = sample
    return largest


def minmax(fragment, width, /):
    """Return the minimum and maximum values of all samples in the sound fragment."""
    least, greatest = 0x7fffffff, -0x80000000
    for sample in _samples(fragment, width):
        if sample > greatest:
            greatest = sample
        if sample < least:
            least = sample
    return least, greatest


def avg(fragment, width, /):
    """Return the average over all samples in the fragment."""
    samples = _samples(fragment, width)
    return math.floor(float(sum(samples)) / len(samples)) if samples else 0


def rms(fragment, width, /):
    """Return the root-mean-square of the fragment, i.e. sqrt(sum(S_i^2)/n)."""
    samples = _samples(fragment, width)
    total = 0.0
    for sample in samples:
        total += float(sample) * sample
    return int(math.sqrt(total / len(samples))) if samples else 0


def _words(fragment, what):
    if len(fragment) % 2:
        raise error(what)
    return _samples(fragment, 2)


def _product(a, start, b, count):
    total = 0.0
    for at in range(count):
        total += float(a[start + at]) * b[at]
    return total


def _quotient(a, b):
    """As C divides."""
    if b:
        return a / b
    return math.copysign(math.inf, a) if a else math.nan


def findfit(fragment, reference, /):
    """Try to match reference as well as possible to a portion of fragment."""
    a = _words(fragment, "Strings should be even-sized")
    b = _words(reference, "Strings should be even-sized")
    if len(a) < len(b):
        raise error("First sample should be longer")
    count = len(b)
    energy = _product(b, 0, b, count)
    window = _product(a, 0, a[:count], count)
    both = _product(a, 0, b, count)
    best, best_at = _quotient(energy * window - both * both, window), 0
    for at in range(1, len(a) - count + 1):
        first, last = float(a[at - 1]), float(a[at + count - 1])
        window += last * last - first * first
        both = _product(a, at, b, count)
        found = _quotient(energy * window - both * both, window)
        if found < best:
            best, best_at = found, at
    return best_at, _quotient(_product(a, best_at, b, count), energy)


def findfactor(fragment, reference, /):
    """Return a factor F such that rms(add(fragment, mul(reference, -F))) is minimal."""
    a = _words(fragment, "Strings should be even-sized")
    b = _words(reference, "Strings should be even-sized")
    if len(a) != len(b):
        raise error("Samples should be same size")
    return _quotient(_product(a, 0, b, len(b)), _product(b, 0, b, len(b)))


def findmax(fragment, length, /):
    """Search fragment for a slice of specified number of samples with maximum energy."""
    samples = _words(fragment, "Strings should be even-sized")
    if length < 0 or len(samples) < length:
        raise error("Input sample should be longer")
    energy = _product(samples, 0, samples[:length], length)
    best, best_at = energy, 0
    for at in range(1, len(samples) - length + 1):
        first, last = float(samples[at - 1]), float(samples[at + length - 1])
        energy += last * last - first * first
        if energy > best:
            best, best_at = energy, at
    return best_at


def _peaks(samples):
    """The differences between peaks that follow each other."""
    previous = extreme = direction = None
    for sample in samples:
        if previous is not None and sample != previous:
            falls = sample < previous
            if direction is not None and falls != direction:
                if extreme is not None:
                    yield abs(previous - extreme)
                extreme = previous
            direction = falls
        previous = sample


def avgpp(fragment, width, /):
    """Return the average peak-peak value over all samples in the fragment."""
    found = list(_peaks(_samples(fragment, width)))
    return int(float(sum(found)) / len(found)) if found else 0


def maxpp(fragment, width, /):
    """Return the maximum peak-peak value in the sound fragment."""
    largest = 0
    for found in _peaks(_samples(fragment, width)):
        if found > largest:
            largest = found
    return largest


def cross(fragment, width, /):
    """Return the number of zero crossings in the fragment passed as an argument."""
    crossings, previous = -1, None
    for sample in _samples(fragment, width):
        is_negative = sample < 0
        if is_negative is not previous:
            crossings += 1
        previous = is_negative
    return crossings


def mul(fragment, width, factor, /):
    """Return a fragment that has all samples in the original fragment multiplied by the floating-point value factor."""
    samples, factor = _samples(fragment, width), float(factor)
    return _fragment(_bounded([sample * factor for sample in samples], width), width)


def tomono(fragment, width, lfactor, rfactor, /):
    """Convert a stereo fragment to a mono fragment."""
    samples = _samples(fragment, width)
    if len(samples) % 2:
        raise error("not a whole number of frames")
    pairs = zip(samples[::2], samples[1::2])
    return _fragment(_bounded([a * lfactor + b * rfactor for a, b in pairs], width), width)


def tostereo(fragment, width, lfactor, rfactor, /):
    """Generate a stereo fragment from a mono fragment."""
    values = [sample * factor for sample in _samples(fragment, width) for factor in (lfactor, rfactor)]
    return _fragment(_bounded(values, width), width)


def add(fragment1, fragment2, width, /):
    """Return a fragment which is the addition of the two samples passed as parameters."""
    a = _samples(fragment1, width)
    if memoryview(fragment1).nbytes != memoryview(fragment2).nbytes:
        raise error("Lengths should be the same")
    b = _samples(fragment2, width)
    return _fragment(_bounded(map(int.__add__, a, b), width), width)


def bias(fragment, width, bias, /):
    """Return a fragment that is the original fragment with a bias added to each sample."""
    if not -0x80000000 <= bias <= 0x7fffffff:
        raise OverflowError("Python int too large to convert to C int")
    samples = _samples(fragment, width)
    low, high = _range(width)
    mask = high - low
    return _fragment([(sample + bias - low & mask) + low for sample in samples], width)


def reverse(fragment, width, /):
    """Reverse the samples in a fragment and returns the modified fragment."""
    return _fragment(_samples(fragment, width)[::-1], width)


def byteswap(fragment, width, /):
    """Convert big-endian samples to little-endian and vice versa."""
    view = bytes(_check(fragment, width))
    swapped = bytearray(len(view))
    for at in range(width):
        swapped[at::width] = view[width - 1 - at::width]
    return bytes(swapped)


def lin2lin(fragment, width, newwidth, /):
    """Convert samples between 1-, 2-, 3- and 4-byte formats."""
    samples = _samples(fragment, width)
    _check_width(newwidth)
    return _fragment([_rescaled(sample, width, newwidth) for sample in samples], newwidth)


def ratecv(fragment, width, nchannels, inrate, outrate, state, weightA=1, weightB=0, /):
    """Convert the frame rate of the input fragment."""
    _check_width(width)
    if nchannels < 1:
        raise error("# of channels should be >= 1")
    if width * nchannels > 0x7fffffff:
        raise OverflowError("width * nchannels too big for a C int")
    if weightA < 1 or weightB < 0:
        raise error("weightA should be >= 1, weightB should be >= 0")
    if len(memoryview(fragment).cast("B")) % (width * nchannels):
        raise error("not a whole number of frames")
    if inrate <= 0 or outrate <= 0:
        raise error("sampling rate not > 0")
    common = math.gcd(inrate, outrate)
    inrate, outrate = inrate // common, outrate // common
    common = math.gcd(weightA, weightB)
    weightA, weightB = weightA // common, weightB // common
    if state is None:
        d, previous, current = -outrate, [0] * nchannels, [0] * nchannels
    else:
        if not isinstance(state, tuple):
            raise TypeError("state must be a tuple or None")
        d, pairs = state
        if len(pairs) != nchannels:
            raise error("illegal state argument")
        previous, current = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    # Samples are weighed with the range of four bytes.
    samples = [_rescaled(sample, width, 4) for sample in _samples(fragment, width)]
    found, at = [], 0
    while True:
        while d < 0:
            if at == len(samples):
                state = d, tuple(zip(previous, current))
                return _fragment([_rescaled(sample, 4, width) for sample in found], width), state
            for channel in range(nchannels):
                previous[channel] = current[channel]
                new = float(weightA) * samples[at] + float(weightB) * previous[channel]
                current[channel] = int(new / (float(weightA) + weightB))
                at += 1
            d += outrate
        while d >= 0:
            for before, after in zip(previous, current):
                found.append(int((float(before) * d + float(after) * (float(outrate) - d)) / outrate))
            d -= inrate


def _ulaw_value(code):
    code = ~code & 0xff
    value = ((code & 0x0f) << 3) + 0x84 << ((code & 0x70) >> 4)
    return 0x84 - value if code & 0x80 else value - 0x84


def _alaw_value(code):
    code ^= 0x55
    segment, value = (code & 0x70) >> 4, (code & 0x0f) << 4
    value = value + 8 if segment == 0 else value + 0x108 << segment - 1
    return value if code & 0x80 else -value


_ULAW = [_ulaw_value(code) for code in range(256)]
_ALAW = [_alaw_value(code) for code in range(256)]


def _segment(value, ends):
    for at, end in enumerate(ends):
        if value <= end:
            return at
    return 8


_ULAW_ENDS = [(0x40 << at) - 1 for at in range(8)]
_ALAW_ENDS = [(0x20 << at) - 1 for at in range(8)]


def _ulaw_code(sample):
    """The code of a sample of fourteen bits."""
    mask = 0xff
    if sample < 0:
        sample, mask = -sample, 0x7f
    sample = (8159 if sample > 8159 else sample) + 33
    segment = _segment(sample, _ULAW_ENDS)
    return (0x7f if segment == 8 else segment << 4 | sample >> segment + 1 & 0x0f) ^ mask


def _alaw_code(sample):
    """The code of a sample of thirteen bits."""
    mask = 0xd5
    if sample < 0:
        sample, mask = -sample - 1, 0x55
    segment = _segment(sample, _ALAW_ENDS)
    if segment == 8:
        return 0x7f ^ mask
    return (segment << 4 | sample >> (1 if segment < 2 else segment) & 0x0f) ^ mask


def lin2ulaw(fragment, width, /):
    """Convert samples in the audio fragment to u-LAW encoding."""
    return bytes(_ulaw_code(_rescaled(sample, width, 4) >> 18) for sample in _samples(fragment, width))


def lin2alaw(fragment, width, /):
    """Convert samples in the audio fragment to a-LAW encoding."""
    return bytes(_alaw_code(_rescaled(sample, width, 4) >> 19) for sample in _samples(fragment, width))


def ulaw2lin(fragment, width, /):
    """Convert sound fragments in u-LAW encoding to linearly encoded sound fragments."""
    _check_width(width)
    return _fragment([_rescaled(_ULAW[code], 2, width) for code in memoryview(fragment).cast("B")], width)


def alaw2lin(fragment, width, /):
    """Convert sound fragments in a-LAW encoding to linearly encoded sound fragments."""
    _check_width(width)
    return _fragment([_rescaled(_ALAW[code], 2, width) for code in memoryview(fragment).cast("B")], width)


# Intel's and DVI's adaptive coding: the sizes of steps, and how a code changes the place among them.
_STEPS = [
    7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107,
    118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963,
    1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894,
    6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794,
    32767,
]
_CHANGES = [-1, -1, -1, -1, 2, 4, 6, 8]


def _adpcm_state(state):
    if state is None:
        return 0, 0
    if not isinstance(state, tuple):
        raise TypeError("state must be a tuple or None")
    value, index = state
    if not (-0x8000 <= value < 0x8000 and 0 <= index < len(_STEPS)):
        raise ValueError("bad state")
    return value, index


def _advance(value, index, code):
    """The value and the place among the steps after a code of four bits."""
    step = _STEPS[index]
    change = step >> 3
    for bit, part in (4, step), (2, step >> 1), (1, step >> 2):
        if code & bit:
            change += part
    value += -change if code & 8 else change
    index += _CHANGES[code & 7]
    return (
        -0x8000 if value < -0x8000 else 0x7fff if value > 0x7fff else value,
        0 if index < 0 else 88 if index > 88 else index,
    )


def lin2adpcm(fragment, width, state, /):
    """Convert samples to 4 bit Intel/DVI ADPCM encoding."""
    samples = _samples(fragment, width)
    value, index = _adpcm_state(state)
    codes, high = bytearray(), None
    for sample in samples:
        rest = _rescaled(sample, width, 2) - value
        code, rest, step = (8, -rest, _STEPS[index]) if rest < 0 else (0, rest, _STEPS[index])
        for bit in 4, 2, 1:
            if rest >= step:
                code |= bit
                rest -= step
            step >>= 1
        value, index = _advance(value, index, code)
        if high is None:
            high = code << 4
        else:
            codes.append(high | code)
            high = None
    return bytes(codes), (value, index)


def adpcm2lin(fragment, width, state, /):
    """Decode an Intel/DVI ADPCM coded fragment to a linear fragment."""
    _check_width(width)
    value, index = _adpcm_state(state)
    samples = []
    for byte in memoryview(fragment).cast("B"):
        for code in (byte >> 4, byte & 0x0f):
            value, index = _advance(value, index, code)
            samples.append(_rescaled(value, 2, width))
    return _fragment(samples, width), (value, index)
