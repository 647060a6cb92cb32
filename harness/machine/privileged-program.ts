/**
 * A whole container image, in one tar archive of 2 KiB: a static program that exits with 0, and nothing else. It makes
 * "does a privileged container start?" answerable without a registry, a C compiler, or a program of the host, also
 * when the daemon runs on another machine.
 */

/** The program's path inside the image. */
export const programPath = '/exit-0';

/** `exit(0)` as machine code, and ELF's number for the processor (System V ABI, e_machine). */
const processors: Readonly<Record<string, { readonly elfMachine: number; readonly code: readonly number[] }>> = {
  // mov eax, 60; xor edi, edi; syscall
  x86_64: { elfMachine: 62, code: [0xb8, 60, 0, 0, 0, 0x31, 0xff, 0x0f, 0x05] },
  // mov x8, #93; mov x0, #0; svc #0
  aarch64: { elfMachine: 183, code: [0xa8, 0x0b, 0x80, 0xd2, 0x00, 0x00, 0x80, 0xd2, 0x01, 0x00, 0x00, 0xd4] },
};

/** The archive for `docker import`, or undefined for a processor (as `uname -m` names it) that is not known here. */
export function imageThatExits(architecture: string): Uint8Array | undefined {
  const processor = processors[architecture];
  if (processor === undefined) return undefined;
  return tarOf(programPath.slice(1), elf(processor.elfMachine, Buffer.from(processor.code)));
}

const elfHeaderBytes = 64;
const programHeaderBytes = 56;
const loadAddress = 0x40_0000n;
/** The largest page that a supported kernel uses (arm64 with 64 KiB pages). */
const pageBytes = 0x1_0000n;

/** A 64-bit little-endian executable with one read-and-execute segment that is the whole file (System V ABI, chapters 4 and 5). */
function elf(machine: number, code: Buffer): Buffer {
  const headersBytes = elfHeaderBytes + programHeaderBytes;
  const headers = Buffer.alloc(headersBytes);
  const fileBytes = BigInt(headersBytes + code.length);
  headers.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]); // magic, 64 bit, little-endian, version 1
  headers.writeUInt16LE(2, 16); // e_type: executable
  headers.writeUInt16LE(machine, 18);
  headers.writeUInt32LE(1, 20); // e_version
  headers.writeBigUInt64LE(loadAddress + BigInt(headersBytes), 24); // e_entry
  headers.writeBigUInt64LE(BigInt(elfHeaderBytes), 32); // e_phoff
  headers.writeUInt16LE(elfHeaderBytes, 52);
  headers.writeUInt16LE(programHeaderBytes, 54);
  headers.writeUInt16LE(1, 56); // e_phnum
  headers.writeUInt32LE(1, elfHeaderBytes); // p_type: load
  headers.writeUInt32LE(0b101, elfHeaderBytes + 4); // p_flags: read, execute
  headers.writeBigUInt64LE(loadAddress, elfHeaderBytes + 16); // p_vaddr
  headers.writeBigUInt64LE(loadAddress, elfHeaderBytes + 24); // p_paddr
  headers.writeBigUInt64LE(fileBytes, elfHeaderBytes + 32); // p_filesz
  headers.writeBigUInt64LE(fileBytes, elfHeaderBytes + 40); // p_memsz
  headers.writeBigUInt64LE(pageBytes, elfHeaderBytes + 48); // p_align
  return Buffer.concat([headers, code]);
}

const tarBlockBytes = 512;

/** A ustar archive with one executable file (POSIX.1-2017, pax, "ustar Interchange Format"). */
function tarOf(name: string, content: Buffer): Uint8Array {
  const header = Buffer.alloc(tarBlockBytes);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  header.write(name, 0);
  header.write(octal(0o755, 7), 100);
  header.write(octal(0, 7), 108); // uid
  header.write(octal(0, 7), 116); // gid
  header.write(octal(content.length, 11), 124);
  header.write(octal(0, 11), 136); // mtime
  header.write(' '.repeat(8), 148); // the checksum counts its own field as blanks
  header.write('0', 156); // a regular file
  header.write('ustar\u000000', 257);
  header.write(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    )} `,
    148,
  );
  const padding = Buffer.alloc((tarBlockBytes - (content.length % tarBlockBytes)) % tarBlockBytes);
  return Buffer.concat([header, content, padding, Buffer.alloc(2 * tarBlockBytes)]);
}
