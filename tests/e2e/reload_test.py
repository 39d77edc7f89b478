#!/usr/bin/env python3
"""What an operator may rely on at a reload: users, certificates and the log's level take effect with the answer, settings
that need a restart are named, and a configuration with a mistake changes nothing.

usage: reload_test.py AGENT SIMULATOR SOURCE_FOLDER [CLASS.TEST]
"""
import base64
import http.client
import json
import pathlib
import signal
import socket
import ssl
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from harness import Part, in_namespace, run_tests, series, values, wait_until
from village import VillageTest, command, commune

VillageTest.agent, VillageTest.simulator, VillageTest.source = *sys.argv[1:3], pathlib.Path(sys.argv[3])
LAN, MINH, HOA = ("lan", "lan-1"), ("minh", "minh-1"), ("hoa", "hoa-1")
REJECTED = "new configuration rejected; still running with the old one:\n"
HUNG_UP = None
LISTEN, OTHER = "127.0.0.1:10077", "127.0.0.1:10079"
RECEIVER = '[[remote_write]]\nid = "province"\nurl = "http://127.0.0.1:9/api/v1/write"\n'


def hash_of(password):
    return command("openssl", "passwd", "-6", password).strip()


def ask(path, login=None, method="GET", connection=None):
    """Status and text; HUNG_UP where the agent closed the connection without an answer."""
    over = connection or http.client.HTTPConnection("127.0.0.1", 10077, timeout=10)
    headers = {"Authorization": "Basic " + base64.b64encode(":".join(login).encode()).decode()} if login else {}
    try:
        over.request(method, path, headers=headers)
        answer = over.getresponse()
        return answer.status, answer.read().decode()
    except (ConnectionError, http.client.BadStatusLine):
        return HUNG_UP, ""
    finally:
        if connection is None:
            over.close()


def trusting_anybody():
    """A client's side of TLS that only wants to see the certificate."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def shown_certificate():
    with socket.create_connection(("127.0.0.1", 10077), timeout=10) as plain:
        with trusting_anybody().wrap_socket(plain) as secure:
            return ssl.DER_cert_to_PEM_cert(secure.getpeercert(binary_form=True))


def udp_ports():
    """The ports that are listened at in this namespace."""
    rows = pathlib.Path("/proc/net/udp").read_text().splitlines()[1:]
    return {int(row.split()[1].split(":")[1], 16) for row in rows}


class Reload(VillageTest):
    def start_agent(self):
        """Its pages may ask for a password or for TLS: it is ready when the log says so."""
        agent = Part(self.folder, "agent", self.agent, "run", "--config", self.config)
        self.addCleanup(agent.end)
        agent.wait_until(lambda: "listening at" in agent.said())
        return agent

    def configure(self, web="", agent="", devices=(), more=""):
        devices = [("ap-1", "127.0.0.1", "snmp = false"), *devices]
        self.config.write_text(commune(devices, agent + "\n" + (web or self.web())) + more)

    @staticmethod
    def web(*logins, tls=None, listen=LISTEN):
        users = ", ".join(f'{{ name = "{name}", password_hash = "{hash_of(password)}" }}' for name, password in logins)
        return (f'[agent.web]\nlisten = "{listen}"\n' + (f"users = [ {users} ]\n" if logins else "") +
                (f'tls = {{ certificate = "{tls[0]}.crt", key = "{tls[1]}.key" }}\n' if tls else ""))

    def make_certificate(self, name):
        command("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", f"/CN={name}", "-keyout", self.folder / f"{name}.key", "-out", self.folder / f"{name}.crt")
        return (self.folder / f"{name}.crt").read_text()

    def reload(self, login=None, connection=None):
        status, text = ask("/-/reload", login, "POST", connection)
        self.assertEqual(status, 200, text)
        return text

    def connect(self, login):
        """A connection that was let in, and stays open from one request to the next."""
        self.assertEqual(ask("/metrics", login)[0], 200)  # The first answer after a password was hashed ends its connection.
        connection = http.client.HTTPConnection("127.0.0.1", 10077, timeout=10)
        self.addCleanup(connection.close)
        self.assertEqual(ask("/metrics", login, connection=connection)[0], 200)
        self.assertIsNotNone(connection.sock)
        return connection

    def page_has(self, metric, login=None, **labels):
        return values(list(series(ask("/metrics", login)[1])), metric, **labels)

    def test_a_removed_user_is_locked_out_at_once_even_on_a_connection_that_was_let_in_before(self):
        self.configure(self.web(LAN, MINH))
        agent = self.start_agent()
        kept = self.connect(MINH)
        line = kept.sock
        self.reload(LAN)
        self.assertEqual(ask("/metrics", MINH, connection=kept)[0], 200)
        self.assertIs(kept.sock, line, "a reload that changes nothing leaves connections alone")
        self.configure(self.web(LAN))
        self.reload(LAN)
        self.assertIn(ask("/metrics", MINH, connection=kept)[0], (401, HUNG_UP))
        self.assertEqual(ask("/metrics", MINH)[0], 401)
        reloads = agent.said().count("configuration reloaded")
        self.assertEqual(ask("/-/reload", MINH, "POST")[0], 401)
        self.assertEqual(ask("/metrics", LAN)[0], 200)
        self.assertEqual(agent.said().count("configuration reloaded"), reloads)

    def test_a_new_user_and_a_changed_password_count_from_the_answer_on(self):
        self.configure(self.web(LAN))
        self.start_agent()
        kept = self.connect(LAN)
        self.assertEqual(ask("/metrics", HOA)[0], 401)
        changed = ("lan", "lan-2")
        self.configure(self.web(changed, HOA))
        self.reload(LAN)
        self.assertEqual([ask("/metrics", one)[0] for one in (changed, HOA, LAN)], [200, 200, 401])
        self.assertIn(ask("/metrics", LAN, connection=kept)[0], (401, HUNG_UP))

    def test_a_renewed_certificate_is_shown_to_whoever_connects_after_the_answer(self):
        old = self.make_certificate("web")
        self.configure(self.web(tls=("web", "web")))
        self.start_agent()
        self.assertEqual(shown_certificate(), old)
        new = self.make_certificate("web")
        connection = http.client.HTTPSConnection("127.0.0.1", 10077, timeout=10, context=trusting_anybody())
        self.addCleanup(connection.close)
        self.reload(connection=connection)
        self.assertEqual(shown_certificate(), new)

    def logs_debug_lines(self, agent):
        """Whether a malformed request is in the log, which is worth a line at level debug."""
        before = len(agent.said())
        with socket.create_connection(("127.0.0.1", 10077), timeout=10) as client:
            client.sendall(b"GET / HTTP/1.1\r\nno header\r\n\r\n")
            while client.recv(4096):
                pass
        return " debug web: " in agent.said()[before:]

    def test_the_logs_level_is_taken_up(self):
        self.configure()
        agent = self.start_agent()
        self.assertFalse(self.logs_debug_lines(agent))
        for level, expected in (("debug", True), ("info", False), ("debug", True), ("error", False)):
            self.configure(agent=f'log_level = "{level}"')
            reloads = agent.said().count("configuration reloaded")
            self.reload()
            self.assertEqual(self.logs_debug_lines(agent), expected, level)
            self.assertEqual(agent.said().count("configuration reloaded") > reloads, level != "error")

    def test_what_needs_a_restart_is_named_and_all_else_stays_where_it_was(self):
        traps, elsewhere = 'traps = { listen = "127.0.0.1:1162" }\n', f'state_dir = "{self.folder / "elsewhere"}"\n'
        other_traps = traps.replace("1162", "1163")
        self.configure(agent=traps)
        agent = self.start_agent()
        self.assertEqual(self.page_has("commune_config_restart_needed"), [0])
        web, trap, state = "[agent.web] listen", "[agent.traps] listen", "[agent] state_dir"
        for more, listen, named in ((traps, OTHER, {web}), (other_traps, LISTEN, {trap}), ("", LISTEN, {trap}),
                                    (traps + elsewhere, LISTEN, {state}), (other_traps + elsewhere, OTHER, {web, trap, state})):
            self.configure(self.web(listen=listen), more)
            before = len(agent.said())
            said = self.reload()
            self.assertEqual(said.splitlines()[0], "configuration reloaded: 1 device")
            sentences = {f"{setting} takes effect after a restart" for setting in named}
            self.assertEqual(set(said.splitlines()[1:]), sentences)
            self.assertEqual(len(said.splitlines()), 1 + len(named), "each once")
            for sentence in sentences:
                self.assertIn(sentence, agent.said()[before:])
            self.assertEqual(self.page_has("commune_config_restart_needed"), [1])
            self.assertEqual(self.page_has("commune_config_last_reload_success"), [1])
            self.assertRaises(ConnectionRefusedError, socket.create_connection, ("127.0.0.1", 10079), 5)
            self.assertEqual(udp_ports() & {1162, 1163}, {1162})
        # By a signal too, and gone with what caused it.
        for more, needed in ((traps, 0), (other_traps, 1), (traps, 0)):
            self.configure(agent=more)
            reloads = agent.said().count("configuration reloaded")
            agent.process.send_signal(signal.SIGHUP)
            wait_until(lambda: agent.said().count("configuration reloaded") > reloads, 10, "the signal was heard")
            self.assertEqual(self.page_has("commune_config_restart_needed"), [needed])
        self.assertFalse((self.folder / "elsewhere").exists())
        self.assertEqual(agent.end(), 0)
        self.assertEqual([path.name for path in self.folder.rglob("history.db")], ["history.db"])

    def devices(self):
        return [one["id"] for one in json.loads(ask("/api/v1/devices", LAN)[1])["devices"]]

    def test_a_rejected_configuration_changes_nothing_and_each_mistake_is_named(self):
        old = {"web": self.web(LAN, MINH)}
        self.configure(**old)
        agent = self.start_agent()
        self.make_certificate("one")
        self.make_certificate("other")
        new = {"web": self.web(LAN, HOA), "agent": 'log_level = "debug"', "devices": [("ap-2", "127.0.0.2", "snmp = false")],
               "more": RECEIVER}
        key = {"agent": 'log_levle = "debug"'}, ['unknown key "log_levle" in agent (did you mean "log_level"?)']
        no_hash = {"web": self.web(LAN, HOA).replace("$6$", "6$", 1)}, ["password_hash is not a crypt(3) string"]
        pair = {"web": self.web(LAN, HOA, tls=("one", "other"))}, ["other.key: is not the key of", "one.crt"]
        profile = {"devices": [("ap-2", "127.0.0.2", 'profile = "unheard-of"')]}, ["unheard-of"]
        for change, told in (pair, key, no_hash, profile, ({**key[0], **no_hash[0]}, key[1] + no_hash[1])):
            self.configure(**{**new, **change})
            before = len(agent.said())
            status, text = ask("/-/reload", LAN, "POST")
            self.assertEqual(status, 400, text)
            self.assertTrue(text.startswith(REJECTED), text)
            for words in told:
                self.assertIn(words, text)
                self.assertIn(words, agent.said()[before:])
            self.nothing_has_changed(agent)
        self.configure(**new)
        self.reload(LAN)
        self.assertEqual(self.page_has("commune_config_last_reload_success", LAN), [1])
        self.assertEqual([ask("/metrics", one)[0] for one in (MINH, HOA)], [401, 200])
        self.assertEqual(self.devices(), ["ap-1", "ap-2"])
        self.assertEqual(len(self.page_has("commune_remote_write_up", LAN, remote_name="province")), 1)

    def nothing_has_changed(self, agent):
        """Neither in the parts above the one that was wrong in the table, nor in those below it."""
        self.assertEqual([ask("/metrics", one)[0] for one in (LAN, MINH, HOA)], [200, 200, 401])
        self.assertEqual(self.devices(), ["ap-1"])
        self.assertFalse(self.logs_debug_lines(agent))
        self.assertFalse((self.folder / "state/remote_write").exists())
        self.assertEqual(self.page_has("commune_config_last_reload_success", LAN), [0])
        self.assertEqual(self.page_has("commune_config_restart_needed", LAN), [0])
        self.assertEqual(self.page_has("commune_remote_write_up", LAN), [])
        pings = sum(self.page_has("commune_icmp_requests_total", LAN))
        wait_until(lambda: sum(self.page_has("commune_icmp_requests_total", LAN)) > pings, 10, "it pings")
        samples = list(series(ask("/metrics", LAN)[1]))
        self.assertEqual({labels["device"] for _, labels, _ in samples if "device" in labels}, {"ap-1"})


if __name__ == "__main__":
    in_namespace(lambda: run_tests(sys.argv[4:]))
