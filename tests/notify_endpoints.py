#!/usr/bin/env python3
"""Stand-ins of what `commune-agent notify` talks to: Zalo, Telegram, an SMS gateway and Prometheus over HTTP, a mail
relay over SMTP. They check what they get, keep it, and fail in the requested way. As a program they print it.

usage: notify_endpoints.py [--port PORT] [--smtp-port PORT] [--secrets FOLDER]
"""
import argparse
import dataclasses
import email
import email.policy
import http.server
import json
import pathlib
import queue
import secrets
import sys
import threading
import urllib.parse

# Only for this run, with characters that a URL or a header must handle.
ZALO_TOKEN = f"{secrets.randbelow(10 ** 10)}:ZaLo-_.{secrets.token_hex(16)}"
TELEGRAM_TOKEN = f"{secrets.randbelow(10 ** 6)}:TeLegram-_{secrets.token_hex(16)}"
SMS_SECRET = f"sms/secret of the+stand-in {secrets.token_hex(16)}"
GSM_7 = set("@$_ !\"'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz%")


@dataclasses.dataclass(frozen=True)
class Message:
    channel: str  # zalo, telegram, sms, email
    to: str
    text: str
    id: str = ""
    subject: str = ""


class Endpoints:
    """HTTP at `port`; 0: a free one. Threads end with close()."""

    def __init__(self, port=0, tell=None):
        self.messages, self.problems, self.expressions = [], [], []
        self.requests = {"zalo": 0, "telegram": 0, "sms": 0, "prometheus": 0}
        self.holds = False      # Whether Prometheus has an answer to what it is asked.
        self.tell = tell        # Called with each Message.
        self._behaviour = {}
        self._arrived = threading.Condition()
        self._closing = threading.Event()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), lambda *args: Handler(self, *args))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def url(self, channel):
        return f"http://127.0.0.1:{self.port}/{channel}"

    def behave(self, channel, how="well"):
        """How it answers from now on: "well"; "fail" (500), "busy" (429, asks for a second), "refuse" (400, echoes the
        request's path), "hang" (no answer), "drop" (closes), "portal" (200, a web page), "redirect"; a list: one after
        the other, then well."""
        with self._arrived:
            self._behaviour[channel] = how

    def next_behaviour(self, channel):
        with self._arrived:
            self.requests[channel] += 1
            self._arrived.notify_all()
            how = self._behaviour.get(channel, "well")
            if isinstance(how, list):
                return how.pop(0) if how else "well"
            return how

    def take(self, message):
        with self._arrived:
            self.messages.append(message)
            self._arrived.notify_all()
        if self.tell:
            self.tell(message)

    def problem(self, what):
        with self._arrived:
            self.problems.append(what)

    def wait_for(self, what, seconds=20):
        """Waits until `what()` holds; False when it never does."""
        with self._arrived:
            return self._arrived.wait_for(what, seconds)

    def wait_for_messages(self, count, seconds=20):
        self.wait_for(lambda: len(self.messages) >= count, seconds)
        return list(self.messages)

    def hang(self):
        self._closing.wait(60)

    def close(self):
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, endpoints, *args):
        self.endpoints = endpoints
        super().__init__(*args)

    def log_message(self, *_):
        pass

    def answer(self, status, body, headers=()):
        text = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(body, str) else "application/json")
        self.send_header("Content-Length", str(len(text)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        self.serve()

    def do_POST(self):
        self.serve()

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path, _, query = self.path.partition("?")
        channel, _, rest = path.lstrip("/").partition("/")
        if channel not in self.endpoints.requests:
            self.endpoints.problem(f"nobody is at {self.path}")
            return self.answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        how = self.endpoints.next_behaviour(channel)
        if how != "well":
            return self.misbehave(how)
        if channel == "prometheus":
            return self.prometheus(rest, dict(urllib.parse.parse_qsl(query)))
        if channel == "sms":
            return self.sms(body, dict(urllib.parse.parse_qsl(query)))
        return self.bot(channel, rest, body)

    def misbehave(self, how):
        if how == "fail":
            return self.answer(500, "Internal Server Error")
        if how == "busy":
            return self.answer(429, {"ok": False, "error_code": 429, "description": "Too Many Requests"},
                               [("Retry-After", "1")])
        if how == "refuse":
            return self.answer(400, {"ok": False, "error_code": 400, "description": "Bad Request: " + self.path})
        if how == "portal":
            return self.answer(200, "<html>Please log in to this Wi-Fi</html>")
        if how == "redirect":
            return self.answer(302, "", [("Location", self.endpoints.url("sms"))])
        if how == "hang":
            self.endpoints.hang()
        self.close_connection = True
        return None

    def bot(self, channel, rest, body):
        """https://bot.zaloplatforms.com/docs, https://core.telegram.org/bots/api#sendmessage"""
        token, most = (ZALO_TOKEN, 2000) if channel == "zalo" else (TELEGRAM_TOKEN, 4096)
        if urllib.parse.unquote(rest) != f"bot{token}/sendMessage" or self.command != "POST":
            return self.answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        said = json.loads(body)
        chat, text = said.get("chat_id"), said.get("text")
        if not isinstance(chat, str) or not chat or not isinstance(text, str):
            self.endpoints.problem(f"{channel}: {said}")
            return self.answer(400, {"ok": False, "error_code": 400, "description": "Bad Request: chat_id or text"})
        if not 1 <= len(text.encode("utf-16-le")) // 2 <= most:
            self.endpoints.problem(f"{channel}: {len(text)} characters")
            return self.answer(400, {"ok": False, "error_code": 400, "description": "Bad Request: message is too long"})
        self.endpoints.take(Message(channel, chat, text))
        return self.answer(200, {"ok": True, "result": {"message_id": str(len(self.endpoints.messages)), "date": 0}})

    def sms(self, body, query):
        """{"to":"…","text":"…","id":"…"} with the secret as a bearer token, or all of it in the URL."""
        said = json.loads(body) if self.command == "POST" else query
        secret = self.headers.get("Authorization", "").removeprefix("Bearer ") or query.get("secret")
        if secret != SMS_SECRET:
            return self.answer(403, {"error": "wrong key"})
        text = said.get("text", "")
        if len(text) > 160 or not set(text) <= GSM_7:
            self.endpoints.problem(f"sms: {len(text)} characters, {sorted(set(text) - GSM_7)}: {text}")
        self.endpoints.take(Message("sms", said.get("to", ""), text, said.get("id", "")))
        return self.answer(200, {"result": "accepted"})

    def prometheus(self, rest, query):
        if rest != "api/v1/query" or "query" not in query:
            self.endpoints.problem(f"prometheus: {self.path}")
            return self.answer(400, {"status": "error", "errorType": "bad_data", "error": "no query"})
        self.endpoints.expressions.append(query["query"])
        result = [{"metric": {}, "value": [0, "2"]}] if self.endpoints.holds else []
        return self.answer(200, {"status": "success", "data": {"resultType": "vector", "result": result}})


class MailRelay:
    """SMTP at `port` (0: a free one); messages go to the endpoints' list."""

    def __init__(self, endpoints, port=0):
        from aiosmtpd.controller import Controller  # python3-aiosmtpd
        self.endpoints, self.refusals = endpoints, queue.Queue()
        self._controller = Controller(self, hostname="127.0.0.1", port=port or free_port())
        self._controller.start()
        self.port = self._controller.port

    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def refuse_next(self, answer):
        """The next recipient gets this: "450 later", "550 no such user"."""
        self.refusals.put(answer)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if not self.refusals.empty():
            return self.refusals.get()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        for header in ("From", "To", "Subject", "Date", "Message-ID"):
            if not message[header]:
                self.endpoints.problem(f"email without {header}")
        body = message.get_body(("plain",))
        if body is None or body.get_content_charset() != "utf-8":
            self.endpoints.problem("email without a body of UTF-8")
        self.endpoints.take(Message("email", envelope.rcpt_tos[0], body.get_content().rstrip(), message["Message-ID"],
                                    message["Subject"]))
        return "250 OK"

    def close(self):
        self._controller.stop()


def write_secrets(folder):
    """zalo.secret, telegram.secret and sms.secret, which nobody else may read."""
    for name, secret in (("zalo", ZALO_TOKEN), ("telegram", TELEGRAM_TOKEN), ("sms", SMS_SECRET)):
        path = pathlib.Path(folder) / f"{name}.secret"
        path.touch(mode=0o600)
        path.write_text(secret)


def free_port():
    with http.server.HTTPServer(("127.0.0.1", 0), None) as server:
        return server.server_address[1]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--port", type=int, default=10079)
    arguments.add_argument("--smtp-port", type=int, default=10025)
    arguments.add_argument("--secrets", metavar="FOLDER")
    given = arguments.parse_args()
    if given.secrets:
        write_secrets(given.secrets)

    def tell(message):
        print(f"{message.channel} to {message.to}: {message.subject}", *message.text.splitlines(), "", sep="\n  ", flush=True)
    endpoints = Endpoints(given.port, tell)
    relay = MailRelay(endpoints, given.smtp_port)
    print(f"zalo, telegram, sms at http://127.0.0.1:{endpoints.port}/zalo and so on, mail at {relay.url()}", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        relay.close()
        endpoints.close()


if __name__ == "__main__":
    sys.exit(main())
