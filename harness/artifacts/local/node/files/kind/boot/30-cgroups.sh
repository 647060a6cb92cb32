# The kubelet keeps its pods below cgroups of its own, so that it never touches those of the machine outside. With cgroups of version 2
# systemd makes them (see kubelet.service); with version 1 they are made here, before systemd starts.

own_cgroup() {
  local controller="$1" name
  for name in kubelet kubelet.slice; do
    mkdir -p "${controller}/${name}"
    # cpuset: a new group has neither processors nor memory, and no process may join until it has.
    if [[ -f "${controller}/cpuset.cpus" ]]; then
      cat "${controller}/cpuset.cpus" > "${controller}/${name}/cpuset.cpus"
      cat "${controller}/cpuset.mems" > "${controller}/${name}/cpuset.mems"
    fi
    # A mount point of its own: systemd removes empty groups, but not what is mounted.
    mount --bind "${controller}/${name}" "${controller}/${name}"
  done
}

if [[ ! -f /sys/fs/cgroup/cgroup.controllers ]]; then
  # kind waits for exactly these words.
  say 'detected cgroup v1'
  if [[ "$(awk -F: '$2 ~ /(^|,)cpu(,|$)/ { print $3 }' /proc/self/cgroup)" != / ]]; then
    fail 'cgroup namespaces are needed with cgroup v1 (docker run --cgroupns=private)'
  fi
  # runc in the node does not know this controller, and pods would not start.
  if [[ -d /sys/fs/cgroup/misc ]]; then
    umount /sys/fs/cgroup/misc && rmdir /sys/fs/cgroup/misc || say 'the misc controller stays'
    # Hidden until systemd has mounted what it finds here.
    grep -v '^misc' /proc/cgroups > /kind/cgroups
    mount --bind /kind/cgroups /proc/cgroups
  fi
  mount --make-rprivate /sys/fs/cgroup
  for controller in $(findmnt --noheadings --list --types cgroup --output TARGET); do
    own_cgroup "${controller}"
  done
  if ! findmnt /sys/fs/cgroup/systemd > /dev/null; then
    mkdir -p /sys/fs/cgroup/systemd
    own_cgroup /sys/fs/cgroup/systemd
  fi
fi

# From 1.35 on the kubelet refuses version 1 unless told otherwise.
mkdir -p /etc/kubernetes/kubelet.conf.d
if [[ -f /sys/fs/cgroup/cgroup.controllers ]]; then
  rm -f /etc/kubernetes/kubelet.conf.d/10-cgroup-v1.conf
elif [[ "$(cut -d. -f2 /kind/version)" -ge 35 ]]; then
  cat > /etc/kubernetes/kubelet.conf.d/10-cgroup-v1.conf <<CONF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
failCgroupV1: false
CONF
fi
