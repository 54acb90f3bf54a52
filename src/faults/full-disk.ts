import { spawnSync } from 'node:child_process';

/** Bytes that fit: the first of a report, and not all. */
const ROOM = 8 * 1024;

/**
 * The command that runs another one while a folder has no room left: a tiny tmpfs over the folder
 * where the kernel lets us mount one, else a limit on the size of every file.
 */
export function fullDisk(folder: string): readonly string[] {
  return canMount() ? overFolder(folder) : byLimit();
}

/** Which of the two this machine allows, in words. */
export function sayFullDisk(): string {
  return canMount()
    ? 'a tmpfs of 8 KiB was mounted as the disk'
    : 'no tmpfs could be mounted, so a limit on the size of files (RLIMIT_FSIZE) stood for the disk';
}

function overFolder(folder: string): readonly string[] {
  const script = `mount -t tmpfs -o size=${ROOM} tmpfs "$0" && "$@"; code=$?; ls -A "$0" >&2; exit $code`;
  return ['unshare', '--mount', '--map-root-user', 'sh', '-c', script, folder];
}

function byLimit(): readonly string[] {
  // Files are counted in blocks of 512 bytes; Node ignores the signal and sees an error instead.
  return ['sh', '-c', `ulimit -f ${ROOM / 512}; exec "$0" "$@"`];
}

let mountable: boolean | undefined;

function canMount(): boolean {
  mountable ??=
    spawnSync('unshare', [
      '--mount',
      '--map-root-user',
      'sh',
      '-c',
      `mount -t tmpfs -o size=${ROOM} tmpfs /tmp`,
    ]).status === 0;
  return mountable;
}
