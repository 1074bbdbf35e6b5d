"""Headers compressed with a shared table, and one that is too large."""
from hpack import Decoder, Encoder
from hpack.exceptions import OversizedHeaderListError

encoder, decoder = Encoder(), Decoder()
headers = [(b":method", b"GET"), (b"user-agent", b"tests/1.0"), (b"cookie", b"a=b; c=d")]
for turn in range(3):
    block = encoder.encode(headers)
    print("turn", turn, "length =", len(block), "same =", list(decoder.decode(block, raw=True)) == headers)
encoder.header_table_size = 0
print("no table:", len(encoder.encode(headers)))
small = Decoder(max_header_list_size=20)
try:
    small.decode(Encoder().encode(headers))
except OversizedHeaderListError as error:
    print("too large:", error)
