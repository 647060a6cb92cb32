# Two ways to the kernel's packet filter exist, and rules set one way are not seen the other way. Docker has set rules in this network
# namespace already: whatever it uses is used here.
rules() { { "iptables-$1-save"; "ip6tables-$1-save"; } 2> /dev/null | grep -c '^-' || true; }

mode=nft
if (( $(rules legacy) >= $(rules nft) )); then mode=legacy; fi
update-alternatives --set iptables "/usr/sbin/iptables-${mode}" > /dev/null
update-alternatives --set ip6tables "/usr/sbin/ip6tables-${mode}" > /dev/null
