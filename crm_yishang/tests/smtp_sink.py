import socketserver
import threading
from email import message_from_bytes, policy


class SmtpSink(socketserver.StreamRequestHandler):
    """A mail server that keeps what it gets, on a port of this machine."""

    def handle(self):
        self._say("220 sink")
        while line := self.rfile.readline():
            command = line.split(b" ")[0].strip().upper().rstrip(b":")
            if command == b"DATA":
                self._say("354 go on")
                self._keep()
            elif command == b"RCPT":
                self.server.recipients.append(line.decode().split("<")[1].split(">")[0])
            if command == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())

    def _keep(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line[:2] == b".." else line)
        mail = message_from_bytes(b"".join(lines), policy=policy.SMTP)
        self.server.mails.append((self.server.recipients[:], mail))
        self.server.recipients.clear()

    @classmethod
    def start(cls):
        """Return a running server with ``mails``: [(addresses, message)]."""
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), cls)
        server.daemon_threads = True
        server.mails, server.recipients = [], []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    @classmethod
    def start_for(cls, case):
        """Start one that is the only mail server of a test class, until its end."""
        sink = cls.start()
        case.addClassCleanup(sink.server_close)
        case.addClassCleanup(sink.shutdown)
        servers = case.env["ir.mail_server"]
        servers.search([]).active = False
        servers.create(
            {
                "name": "sink",
                "smtp_host": "127.0.0.1",
                "smtp_port": sink.server_address[1],
                "smtp_encryption": "none",
            }
        )
        return sink
