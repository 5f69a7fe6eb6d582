"""A mail server (aiosmtpd) that puts each letter into a folder, for tests that read letters as people do. `mailbox.py FOLDER`; prints its port."""

import os
import sys
import threading

from aiosmtpd.controller import Controller

[folder] = sys.argv[1:]


class Box:
    count = 0

    async def handle_DATA(self, server, session, envelope):
        Box.count += 1
        beside = f"{folder}/{Box.count:04}.new"
        with open(beside, "wb") as file:
            file.write(envelope.content)
        os.rename(beside, f"{folder}/{Box.count:04}.eml")
        return "250 taken"


class Server(Controller):
    # A port that is free is only known once it is taken.
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


server = Server(Box(), hostname="127.0.0.1", port=0)
server.start()
print(server.port, flush=True)
# Until whoever started it closes its input.
threading.Thread(target=sys.stdin.read).run()
server.stop()
