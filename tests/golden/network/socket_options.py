"""Socket options as numbers and bytes, interfaces, services and protocols, and constants."""

import os
import socket
import struct


def show(what, call, *args):
    try:
        print(what, call(*args))
    except Exception as error:
        print(what, type(error).__name__, error)


with socket.socket() as s, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as u:
    show("set by bytes", s.setsockopt, socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 7))
    show("read as bytes", s.getsockopt, socket.SOL_SOCKET, socket.SO_LINGER, 8)
    show("shorter than it is", s.getsockopt, socket.SOL_SOCKET, socket.SO_LINGER, 4)
    show("set by int", s.setsockopt, socket.IPPROTO_IP, socket.IP_TOS, 16)
    show("read as int", s.getsockopt, socket.IPPROTO_IP, socket.IP_TOS)
    show("priority", s.setsockopt, socket.SOL_SOCKET, socket.SO_PRIORITY, 3)
    show("priority", s.getsockopt, socket.SOL_SOCKET, socket.SO_PRIORITY)
    show("defer", s.setsockopt, socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 0)
    show("congestion", lambda: len(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16)))
    show("size of info", lambda: len(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)))
    group = socket.inet_aton("224.1.2.3") + socket.inet_aton("127.0.0.1")
    show("membership", u.setsockopt, socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
    show("left", u.setsockopt, socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP, group)
    show("unknown option", s.getsockopt, socket.SOL_SOCKET, 9999)
    show("too large", s.getsockopt, socket.SOL_SOCKET, socket.SO_REUSEADDR, 2000)
    show("no number", s.setsockopt, socket.SOL_SOCKET, socket.SO_REUSEADDR, "1")
    show("no length", s.setsockopt, socket.SOL_SOCKET, socket.SO_REUSEADDR, None)
    show("closed", lambda: (s.close(), s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)))

show("loopback", socket.if_nametoindex, "lo")
show("its name", socket.if_indextoname, 1)
show("all", lambda: (1, "lo") in socket.if_nameindex())
show("unknown name", socket.if_nametoindex, "none such")
show("unknown index", socket.if_indextoname, 99999)
# Not every system has the databases of protocols and services.
if os.path.exists("/etc/protocols"):
    assert socket.getprotobyname("tcp") == 6 and socket.getprotobyname("UDP") == 17
if os.path.exists("/etc/services"):
    assert socket.getservbyname("http", "tcp") == 80 and socket.getservbyport(25) == "smtp"
show("unknown protocol", socket.getprotobyname, "none such")
show("unknown service", socket.getservbyname, "none such")
show("unknown port", socket.getservbyport, 4)
show("invalid port", socket.getservbyport, 70000)
for name in """AF_PACKET AF_NETLINK AF_VSOCK SOCK_SEQPACKET SO_BINDTODEVICE SO_MARK IPV6_JOIN_GROUP IPV6_RECVPKTINFO
    TCP_FASTOPEN TCP_TX_DELAY MSG_FASTOPEN CAN_RAW CAN_EFF_FLAG J1939_NO_NAME NETLINK_ROUTE TIPC_WAIT_FOREVER
    IPPROTO_SCTP INADDR_MAX_LOCAL_GROUP EAI_SYSTEM NI_MAXHOST VMADDR_CID_ANY ETH_P_ALL SOMAXCONN""".split():
    print(name, repr(getattr(socket, name)))
