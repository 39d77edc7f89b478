"""A commune for tests of alerts: an office, villages with their access points, a technician and somebody for the computers,
and where `notify` sends what it has to say."""
import secrets

from notify_endpoints import write_secrets

HEAD = """\
[commune]
name = "Xã Thử"
timezone = "Asia/Ho_Chi_Minh"

[agent]
vantage = "office"

[defaults.snmp]
version = "2c"
community = "public"
interval = "10s"

[[contact]]
id = "cntt"
name = "Cán bộ công nghệ thông tin"
email = "cntt@xathu.example"

[[contact]]
id = "to"
name = "Tổ kỹ thuật"
zalo = "9001"
phone = "0900 000 000"

[[village]]
id = "center"
name = "Trung tâm"

[[site]]
id = "office"
village = "center"
kind = "office"
name = "Trụ sở"
accesses = ["wifi"]
contact = "cntt"

[[device]]
id = "hub"
site = "office"
kind = "gateway"
address = "10.77.0.1"

[[device]]
id = "office-ap"
site = "office"
kind = "access_point"
address = "10.77.0.2"
upstream = "hub"
snmp = false
"""
VILLAGE = """
[[village]]
id = "{id}"
name = "Thôn {name}"
households = {households}

[[site]]
id = "{id}-house"
village = "{id}"
kind = "cultural_house"
name = "Nhà văn hoá {name}"
accesses = ["{accesses}"]
contact = "to"

[[device]]
id = "{id}-gw"
site = "{id}-house"
kind = "gateway"
address = "10.77.{net}.1"
upstream = "{upstream}"
snmp = false

[[device]]
id = "{id}-ap"
site = "{id}-house"
kind = "access_point"
address = "10.77.{net}.2"
upstream = "{id}-gw"
snmp = false
"""
FIBRE = """
[[link]]
id = "{id}-fibre"
site = "{id}-house"
device = "hub"
interface = "sfp1"
towards = "{id}-gw"
medium = "fibre"
"""
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


def village(name, net, households=0, accesses=("wifi",), upstream="hub"):
    """`name` in ASCII; its devices have addresses in 10.77.`net`.0/24."""
    return VILLAGE.format(id=name.lower(), name=name, net=net, households=households, accesses='", "'.join(accesses),
                          upstream=upstream)


def notify_section(folder, endpoints, relay):
    """The [notify] table for these stand-ins, its secrets made beside it."""
    write_secrets(folder)
    shared = folder / "notify.secret"
    shared.touch(mode=0o600)
    shared.write_text(secrets.token_hex(16))
    return NOTIFY.format(folder=folder, zalo=endpoints.url("zalo"), sms=endpoints.url("sms"), smtp=relay.url())
