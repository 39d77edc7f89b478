"""For tests of alerts: an office with a technician and somebody for the computers, and where `notify` sends what it has to
say. Villages come from office_and_villages."""
import secrets

from notify_endpoints import write_secrets
from office_and_villages import commune, office, table

OFFICE = (commune({"vantage": "office"}, {"interval": "10s"}) +
          table("[[contact]]", id="cntt", name="Cán bộ công nghệ thông tin", email="cntt@xathu.example") +
          table("[[contact]]", id="to", name="Tổ kỹ thuật", zalo="9001", phone="0900 000 000") +
          office(["wifi"], hub_kind="gateway", contact="cntt") +
          table("[[device]]", id="office-ap", site="office", kind="access_point", address="10.77.0.2", upstream="hub", snmp=False))
NOTIFY = """
[notify]
web = {{ listen = "127.0.0.1:10078" }}
secret = {{ file = "{folder}/notify.secret" }}
state_dir = "{folder}/notify"
default_contact = "cntt"
prometheus = "http://127.0.0.1:9090"
grafana = "http://127.0.0.1:3000"
runbooks = "https://giamsat.example/runbooks"

[[notify.channel]]
id = "zalo"
kind = "zalo"
api = "{zalo}"
token = {{ file = "{folder}/zalo.secret" }}

[[notify.channel]]
id = "sms"
kind = "sms"
url = "{sms}"
body = '{{"to":"{{to}}","text":"{{text}}","id":"{{id}}"}}'
headers = {{ Authorization = "Bearer {{secret}}" }}
secret = {{ file = "{folder}/sms.secret" }}

[[notify.channel]]
id = "email"
kind = "email"
server = "{smtp}"
from = "giamsat@xathu.example"
require_tls = false
"""


def notify_section(folder, endpoints, relay):
    """The [notify] table for these stand-ins, its secrets made beside it."""
    write_secrets(folder)
    shared = folder / "notify.secret"
    shared.touch(mode=0o600)
    shared.write_text(secrets.token_hex(16))
    return NOTIFY.format(folder=folder, zalo=endpoints.url("zalo"), sms=endpoints.url("sms"), smtp=relay.url())
