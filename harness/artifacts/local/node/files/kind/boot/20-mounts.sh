# systemd in a container wants /sys read-only (https://systemd.io/CONTAINER_INTERFACE); --privileged made it writable.
mount -o remount,ro /sys || say '/sys stays writable'
# What the kubelet mounts must be seen by the containers it mounts it for.
mount --make-rshared /
