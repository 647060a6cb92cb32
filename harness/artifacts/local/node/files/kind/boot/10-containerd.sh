# containerd's settings that depend on where the node runs.

# capabilities(7): bit 24 of the bounding set is CAP_SYS_RESOURCE.
may_lower_oom_scores() {
  local bounding
  bounding="$(awk '/^CapBnd:/ { print $2 }' /proc/self/status)"
  # A user namespace has its own capabilities, which do not count for this.
  (( (16#${bounding} >> 24) & 1 )) && grep -q '^ *0 *0 *4294967295$' /proc/self/uid_map
}

if ! may_lower_oom_scores; then
  say 'no CAP_SYS_RESOURCE: containerd leaves OOM scores as they are'
  sed -i 's/restrict_oom_score_adj = false/restrict_oom_score_adj = true/' /etc/containerd/config.toml
fi

# The layers of all images lie unpacked in this image, outside /var: kind copies /var into a new volume for every node, and would copy
# hundreds of megabytes each time. containerd's snapshots are links to them. A link serves as the lower layer of a container's overlay
# as long as the kernel stacks that overlay on this file system; where it does not, the layers are copied after all.
layers_can_be_stacked() {
  local probe=/var/lib/containerd/stacking-probe layer
  layer="$(find /kind/layers -mindepth 1 -maxdepth 1 -print -quit)"
  [[ -n "${layer}" ]] || return 0
  mkdir -p "${probe}"/{upper,work,merged}
  if mount -t overlay overlay -o "lowerdir=${layer},upperdir=${probe}/upper,workdir=${probe}/work" "${probe}/merged"; then
    umount "${probe}/merged"
    rm -rf "${probe}"
    return 0
  fi
  rm -rf "${probe}"
  return 1
}

if ! layers_can_be_stacked; then
  say 'overlays cannot be stacked here: copying the images'
  for link in /var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/*/fs; do
    [[ -L "${link}" ]] || continue
    target="$(readlink "${link}")"
    rm "${link}"
    cp -a "${target}" "${link}"
  done
fi

# Everything that systemd starts sees the proxy settings that kind passes on from the host.
mkdir -p /etc/systemd/system.conf.d
cat > /etc/systemd/system.conf.d/proxy.conf <<CONF
[Manager]
DefaultEnvironment="HTTP_PROXY=${HTTP_PROXY:-}" "HTTPS_PROXY=${HTTPS_PROXY:-}" "NO_PROXY=${NO_PROXY:-}"
CONF
