# Docker's DNS server answers on a loopback address, which pods cannot reach. It gets a second, routable address: the gateway's. The
# rules that lead to the server are repeated for it, also for packets that come from pods (PREROUTING).
# One more correction: iptables versions that do not quite understand each other's rules leave out the port.
docker_dns=127.0.0.11
gateway="$(ip -4 route show default | awk '{ print $3; exit }')"

iptables-save \
  | sed \
    -e "s/-d ${docker_dns}/-d ${gateway}/g" \
    -e "s/--to-source :53/--to-source ${gateway}:53/g" \
    -e "s/-p \\(tcp\\|udp\\) -j DNAT --to-destination ${docker_dns}/-p \\1 --dport 53 -j DNAT --to-destination ${docker_dns}/" \
    -e 's/^-A OUTPUT \(.*-j DOCKER_OUTPUT\)$/&\n-A PREROUTING \1/' \
  | iptables-restore

# Docker writes the file anew at every start, so that it always has the loopback address here.
cp /etc/resolv.conf /etc/resolv.conf.docker
sed -e "s/${docker_dns}/${gateway}/g" /etc/resolv.conf.docker \
  | if [[ -z "${KIND_DNS_SEARCH+given}" ]]; then cat; else sed '/^search/d'; fi > /kind/resolv.conf
if [[ -n "${KIND_DNS_SEARCH:-}" ]]; then echo "search ${KIND_DNS_SEARCH}" >> /kind/resolv.conf; fi
# Written over, not replaced: Docker has mounted the file.
cat /kind/resolv.conf > /etc/resolv.conf
