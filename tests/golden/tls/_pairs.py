"""Connections in memory, for the programs of this folder."""

import re
import ssl

FOLDER = "../../certificates/"


def server(name="server", **settings):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{FOLDER}{name}.pem", f"{FOLDER}{name}.key")
    return changed(context, settings)


def client(cafile="ca", **settings):
    return changed(ssl.create_default_context(cafile=f"{FOLDER}{cafile}.pem"), settings)


def changed(context, settings):
    for name, value in settings.items():
        setattr(context, name, value)
    return context


class Pair:
    def __init__(self, client, server, host="localhost", session=None):
        self.client_in, self.client_out, self.server_in, self.server_out = (ssl.MemoryBIO() for _ in range(4))
        self.client = client.wrap_bio(self.client_in, self.client_out, server_hostname=host, session=session)
        self.server = server.wrap_bio(self.server_in, self.server_out, server_side=True)

    def move(self):
        self.server_in.write(self.client_out.read())
        self.client_in.write(self.server_out.read())

    def shake(self):
        """The errors of the two sides: None for a handshake that is done."""
        sides, errors = {"client": self.client, "server": self.server}, {}
        for _ in range(10):
            for name, side in sides.items():
                if name not in errors:
                    try:
                        side.do_handshake()
                        errors[name] = None
                    except ssl.SSLWantReadError:
                        pass
                    except ssl.SSLError as error:
                        errors[name] = error
            self.move()
        return errors.get("client"), errors.get("server")


def text(error):
    """An error without the line of CPython's source."""
    return re.sub(r" ?\(_ssl\.c:\d+\)", "", repr(error))
