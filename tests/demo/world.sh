# The world around the demo's gateway, sourced by scripts/demo: an Internet with the services that people need, and people
# who use it over Wi-Fi. Everything lives in network namespaces without a way out; packets between them are real.
#
#   people ──wifi── ap ──br-lan── the gateway ──wan── net
#
# Uses $namespace (the gateway's), $folder, $wire (the program that plays lines), and `started` and `until_ready`.

readonly services_net=203.0.113.0/24 people_net=192.168.50.0/24
readonly service_names=(dichvucong.gov.vn vneid.gov.vn agribank.com.vn thcs.xakep.example speed.xakep.example)

ap=$namespace-ap people=$namespace-people net=$namespace-net

make_namespaces() {
  for name in "$ap" "$people" "$net"; do
    ip netns add "$name"
    ip -n "$name" link set lo up
  done
  for router in "$namespace" "$ap"; do ip netns exec "$router" sysctl -q -w net.ipv4.ip_forward=1; done
}

remove_namespaces() {
  for name in "$ap" "$people" "$net"; do ip netns del "$name" 2>/dev/null || true; done
}

lay_lines() {
  ip link add br-lan netns "$namespace" type veth peer name eth0 netns "$ap"
  ip -n "$namespace" addr add 192.168.49.1/24 dev br-lan
  ip -n "$ap" addr add 192.168.49.2/24 dev eth0
  ip -n "$namespace" link set br-lan up
  ip -n "$ap" link set eth0 up
  lay_wire wan "$namespace:wan" "$net:line" --delay 8 --jitter 1 --rate 50
  lay_wire wifi "$ap:wifi" "$people:wifi" --delay 4 --jitter 3 --rate 40 --loss 0.003
  ip -n "$namespace" addr add 198.51.100.2/24 dev wan
  ip -n "$net" addr add 198.51.100.1/24 dev line
  ip -n "$ap" addr add 192.168.50.1/24 dev wifi
  ip -n "$namespace" link set wan up
  ip -n "$net" link set line up
  ip -n "$ap" link set wifi up
  ip -n "$people" link set wifi up
  for last in $(seq 10 29); do ip -n "$people" addr add "192.168.50.$last/24" dev wifi; done
  ip -n "$namespace" route add "$services_net" via 198.51.100.1
  ip -n "$namespace" route add "$people_net" via 192.168.49.2
  ip -n "$ap" route add "$services_net" via 192.168.49.1
  ip -n "$people" route add "$services_net" dev wifi
  ip -n "$net" route add "$people_net" via 198.51.100.2
  ip -n "$net" route add 192.168.49.0/24 via 198.51.100.2
}

lay_wire() {
  local name=$1
  shift
  "$wire" "$@" >"$folder/$name.log" 2>&1 &
  started+=($!)
  until_ready "the line $name" "$!" "$folder/$name.log" grep -q '^ready' "$folder/$name.log"
}

# An authority of the demo's own, one certificate for all its services.
make_certificates() {
  local names
  names=$(printf ',DNS:%s' "${service_names[@]}")
  (
    cd "$folder"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=Demo authority" \
      -keyout authority.key -out authority.pem
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=Demo services" -keyout services.key -out services.csr
    openssl x509 -req -in services.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 60 -out services.pem \
      -extfile <(echo "subjectAltName=${names#,}")
  ) >"$folder/certificates.log" 2>&1
}

# Service number n answers at 203.0.113.(10 + n); 203.0.113.53 is the name server.
open_services() {
  local hosts=() i
  ip -n "$net" addr add 203.0.113.53/32 dev lo
  for i in "${!service_names[@]}"; do
    ip -n "$net" addr add "203.0.113.$((10 + i))/32" dev lo
    hosts+=("--host-record=${service_names[i]},203.0.113.$((10 + i))")
  done
  mkdir -p "$folder/www" "$folder/nginx"
  sed "s,@FOLDER@,$folder,g" tests/demo/nginx.conf >"$folder/nginx.conf"
  echo '<!doctype html><title>Cổng dịch vụ</title><p>Cổng dịch vụ (bản thử)' >"$folder/www/index.html"
  head -c 400000 /dev/urandom >"$folder/www/picture"
  ip netns exec "$net" nginx -c "$folder/nginx.conf" -g 'daemon off;' >"$folder/nginx.log" 2>&1 &
  started+=($!)
  ip netns exec "$net" dnsmasq --keep-in-foreground --no-resolv --local=/vn/ --local=/example/ --no-hosts --conf-file=/dev/null --pid-file= --user=root \
    --listen-address=203.0.113.53 --bind-interfaces "${hosts[@]}" >"$folder/dnsmasq.log" 2>&1 &
  started+=($!)
  ip netns exec "$net" python3 tests/demo/internet.py >"$folder/internet.log" 2>&1 &
  started+=($!)
  until_ready "the services" "$!" "$folder/internet.log" ip netns exec "$net" \
    curl -fsS --cacert "$folder/authority.pem" --resolve dichvucong.gov.vn:443:203.0.113.10 https://dichvucong.gov.vn/
}

let_people_in() {
  ip netns exec "$people" python3 tests/demo/people.py "$folder/authority.pem" >"$folder/people.log" 2>&1 &
  started+=($!)
}

# Runs a program at the gateway, with the demo's names and authority in place of the machine's, for that program alone.
at_the_gateway() {
  echo "nameserver 203.0.113.53" >"$folder/resolv.conf"
  exec ip netns exec "$namespace" sh -c '
    mount --bind "$1/resolv.conf" /etc/resolv.conf
    mount --bind "$1/authority.pem" /etc/ssl/certs/ca-certificates.crt
    shift
    exec "$@"' - "$folder" "$@"
}

# The identity service is cut off from the world, then the others that people need; names are still found. Again and again.
readonly fault_period=480 first_cut=110 all_cut=130 all_back=280
services_cut=0
play_service_fault() {
  local at=$(($1 % fault_period)) cut=0
  if [ "$at" -ge $first_cut ] && [ "$at" -lt $all_back ]; then cut=1; fi
  if [ "$at" -ge $all_cut ] && [ "$at" -lt $all_back ]; then cut=4; fi
  [ "$cut" -ne "$services_cut" ] || return 0
  services_cut=$cut
  case $cut in
    0) for last in 10 11 12 13; do let_service_in "$last"; done; echo "internet   all services are back" ;;
    1) cut_service_off 11; echo "internet   ${service_names[1]} is cut off" ;;
    4) for last in 10 12 13; do cut_service_off "$last"; done; echo "internet   the other services are cut off too" ;;
  esac
}

cut_service_off() {
  ip -n "$net" addr del "203.0.113.$1/32" dev lo
  ip -n "$net" route add blackhole "203.0.113.$1/32"
}

let_service_in() {
  ip -n "$net" route del blackhole "203.0.113.$1/32" 2>/dev/null || return 0
  ip -n "$net" addr add "203.0.113.$1/32" dev lo
}
