# Nodes are told apart by these ids, and all nodes of a machine would have the machine's.
rm -f /etc/machine-id
systemd-machine-id-setup > /dev/null 2>&1

[[ -f /kind/product_uuid ]] || cat /proc/sys/kernel/random/uuid > /kind/product_uuid
echo kind > /kind/product_name
for id in product_name product_uuid; do
  for path in "/sys/class/dmi/id/${id}" "/sys/devices/virtual/dmi/id/${id}"; do
    if [[ -f "${path}" ]]; then
      mount -o ro,bind "/kind/${id}" "${path}"
    fi
  done
done
