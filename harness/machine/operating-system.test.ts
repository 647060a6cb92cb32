import { describe, expect, test } from '@jest/globals';
import { howToInstallDocker, howToInstallTools } from './install-hints.ts';
import { isDebianLike, parseOsRelease } from './operating-system.ts';

const osReleases = {
  debian:
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nID=debian\nHOME_URL="https://www.debian.org/"\n',
  ubuntu: 'PRETTY_NAME="Ubuntu 24.04.1 LTS"\nID=ubuntu\nID_LIKE=debian\n',
  mint: "NAME='Linux Mint'\nID=linuxmint\nID_LIKE='ubuntu debian'\n",
  fedora: 'NAME="Fedora Linux"\nID=fedora\n',
  rocky: 'NAME="Rocky Linux"\nID="rocky"\nID_LIKE="rhel centos fedora"\n',
  alpine: 'NAME="Alpine Linux"\nID=alpine\n',
  manjaro: 'NAME="Manjaro Linux"\nID=manjaro\nID_LIKE=arch\n',
  tumbleweed: 'NAME="openSUSE Tumbleweed"\nID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n',
  void: 'NAME=Void\nID=void\n',
};

describe('parseOsRelease', () => {
  test('reads quoted and plain values', () => {
    expect(parseOsRelease(osReleases.debian)).toEqual({
      id: 'debian',
      idLike: [],
      name: 'Debian GNU/Linux 12 (bookworm)',
    });
    expect(parseOsRelease(osReleases.mint)).toEqual({
      id: 'linuxmint',
      idLike: ['ubuntu', 'debian'],
      name: 'Linux Mint',
    });
  });

  test('Debian and what derives from it is Debian-like', () => {
    const debianLike = Object.entries(osReleases).filter(([, text]) => isDebianLike(parseOsRelease(text)));
    expect(debianLike.map(([name]) => name)).toEqual(['debian', 'ubuntu', 'mint']);
  });
});

describe('howToInstallDocker', () => {
  test.each([
    ['mint', 'apt-get install -y docker.io'],
    ['fedora', 'dnf install -y moby-engine'],
    ['rocky', 'docs.docker.com/engine/install'],
    ['alpine', 'apk add docker'],
    ['manjaro', 'pacman -S --needed docker'],
    ['tumbleweed', 'zypper install -y docker'],
    ['void', 'docs.docker.com/engine/install'],
  ] as const)('on %s: %s', (name, expected) => {
    expect(howToInstallDocker('linux', parseOsRelease(osReleases[name]))).toContain(expected);
  });

  test('names Docker Desktop on macOS and WSL 2 on Windows', () => {
    expect(howToInstallDocker('darwin', undefined)).toContain('Docker Desktop');
    expect(howToInstallDocker('win32', undefined)).toContain('wsl --install');
  });
});

test('tools are named by package where apt has them, by command elsewhere', () => {
  const tools = [
    { command: 'mkfs.ext4', debianPackage: 'e2fsprogs', why: 'make disks' },
    { command: 'e2fsck', debianPackage: 'e2fsprogs', why: 'check disks' },
  ];
  expect(howToInstallTools(tools, parseOsRelease(osReleases.debian))).toMatch(/recommends e2fsprogs\.$/);
  expect(howToInstallTools(tools, parseOsRelease(osReleases.fedora))).toContain(
    "mkfs.ext4 (Debian's package: e2fsprogs)",
  );
});
