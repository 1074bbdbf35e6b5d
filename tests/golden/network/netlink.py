"""Sockets to the kernel (AF_NETLINK): their addresses, and a request for the network interfaces."""
# clock: real
import socket
import struct

# A request for all links: length, kind, flags, sequence, sender; then an empty struct rtgenmsg.
REQUEST = struct.pack("=IHHII", 20, 18, 0x301, 7, 0) + bytes(4)

with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as kernel:
    print("family:", kernel.family == socket.AF_NETLINK, kernel.getsockname())
    kernel.bind((0, 0))
    own = kernel.getsockname()
    print("bound:", type(own).__name__, own[0] > 0, own[1])
    print("sent:", kernel.sendto(REQUEST, (0, 0)))
    data, sender = kernel.recvfrom(65536)
    length, kind, _, sequence, to = struct.unpack_from("=IHHII", data)
    print("answered:", sender, kind, sequence, to == own[0], b"lo\0" in data)
    for wrong in ((0,), 5, ("a", 1), (0, 1, 2)):
        try:
            kernel.bind(wrong)
        except TypeError as error:
            print(f"bind({wrong}):", error)

with socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, socket.NETLINK_ROUTE) as kernel:
    kernel.connect((0, 0))
    kernel.send(REQUEST)
    data, ancillary, flags, sender = kernel.recvmsg(65536)
    print("by recvmsg:", sender, ancillary, struct.unpack_from("=IHHII", data)[3])
