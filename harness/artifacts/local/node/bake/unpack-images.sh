#!/bin/bash
# Imports the images with a containerd of its own and leaves the result where the node's containerd will find it: the database and small
# blobs below /var/lib/containerd, the unpacked layers below /kind/layers, linked to (see /kind/boot/10-containerd.sh for the reason).
set -o errexit -o nounset -o pipefail

root=/mnt/containerd
address=/run/bake.sock
snapshots=io.containerd.snapshotter.v1.overlayfs/snapshots
ctr() { command ctr --address "${address}" --namespace k8s.io "$@"; }

cat > /run/bake.toml <<CONF
version = 2
root = "${root}"
state = "/run/bake"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "${address}"
CONF
containerd --config /run/bake.toml --log-level warn &
daemon=$!
# The socket appears when containerd serves; until then there is nothing to wait for but its end.
until ctr version > /dev/null 2>&1; do kill -0 "${daemon}"; sleep 0.05; done

tar --create --directory /mnt/layout . | ctr images import --snapshotter overlayfs -
# Without the references from their manifests the packed layers are garbage, which a removal with --sync collects.
for blob in $(ctr content list --quiet); do
  labels="$(ctr content list "digest==${blob}" | grep -o 'containerd.io/gc.ref.content.l.[0-9]*' | sort -u || true)"
  for label in ${labels}; do ctr content label "${blob}" "${label}=" > /dev/null; done
done
ctr images tag --force "$(ctr images list --quiet | head -n 1)" local/garbage > /dev/null
ctr images remove --sync local/garbage > /dev/null

kill "${daemon}"
wait "${daemon}" || true

mkdir -p /var/lib/containerd /kind/layers
for layer in "${root}/${snapshots}"/*; do
  cp -a "${layer}/fs" "/kind/layers/${layer##*/}"
  rm -rf "${layer}/fs"
  ln -s "/kind/layers/${layer##*/}" "${layer}/fs"
done
cp -a "${root}/." /var/lib/containerd/
