#!/bin/bash
# Runs in a container of the node's Debian base and turns it into a node: own files, Kubernetes's programs, and all images, unpacked.
# Mounted: /mnt/files (own files), /mnt/bin (programs), /mnt/layout (images), /mnt/scripts (this folder), /mnt/containerd (a volume).
set -o errexit -o nounset -o pipefail

version="$1"
pause_image="$2"

cp -r --no-preserve=ownership,timestamps /mnt/files/. /
for program in kubeadm kubelet kubectl; do install -m 0755 "/mnt/bin/${program}" "/usr/bin/${program}"; done
echo "v${version}" > /kind/version
sed -i "s#@PAUSE_IMAGE@#${pause_image}#" /etc/containerd/config.toml
mkdir -p /etc/kubernetes/manifests /etc/cni/net.d /opt/cni
ln -s /usr/lib/cni /opt/cni/bin

# Units of a whole machine that make no sense, or do harm, in a container.
rm -f /lib/systemd/system/{multi-user,local-fs,basic}.target.wants/* /etc/systemd/system/*.wants/* \
  /lib/systemd/system/sockets.target.wants/*udev* /lib/systemd/system/sysinit.target.wants/systemd-tmpfiles-setup.service
# Its registrations would be the host's.
systemctl mask systemd-binfmt.service
systemctl enable containerd.service kubelet.service show-cgroups.service
systemctl set-default multi-user.target
# The kernel's log is the host's.
echo 'ReadKMsg=no' >> /etc/systemd/journald.conf

/mnt/scripts/unpack-images.sh
