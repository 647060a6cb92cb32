# A stopped node may come back with another address. Everything that kubeadm wrote names the old one.
own_address() { getent "ahostsv$1" "$(hostname)" | awk '{ print $1; exit }'; }

address_changed=
for family in 4 6; do
  current="$(own_address "${family}" || true)"
  remembered="/kind/address-v${family}"
  if [[ -n "${current}" && -f "${remembered}" && "$(cat "${remembered}")" != "${current}" ]]; then
    address_changed=yes
    old="$(sed 's/[.[\*^$]/\\&/g' "${remembered}")"
    find /etc/kubernetes /kind/kubeadm.conf /var/lib/kubelet/kubeadm-flags.env -maxdepth 2 -type f \
      \( -name '*.yaml' -o -name '*.conf' -o -name '*.env' \) -exec sed -i "s#\b${old}\b#${current}#g" {} + || true
  fi
  if [[ -n "${current}" ]]; then echo "${current}" > "${remembered}"; fi
done

if [[ -n "${address_changed}" && -f /etc/kubernetes/pki/apiserver.crt ]]; then
  say 'the address changed: a new certificate for the API server'
  rm -f /etc/kubernetes/pki/apiserver.{crt,key}
  kubeadm init phase certs apiserver --config /kind/kubeadm.conf
fi
