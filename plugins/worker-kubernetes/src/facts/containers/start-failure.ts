/**
 * What keeps a program from being started, where the kubelet or the runtime says so: its `command` is not there or cannot be
 * executed, it is a script that names no `interpreter`, it is made for another `architecture`, or it would run as `root` and must
 * not.
 */
export type StartFailure = 'command' | 'interpreter' | 'architecture' | 'root' | 'other';

/** Of runc, for what it cannot execute. Mounts and working directories are "no such file or directory", too. */
const notExecuted = /exec: .*(?:executable file not found|no such file or directory|permission denied)/i;
const script = /\.(?:sh|bash|py|rb|pl|js)[^/ ]*: exec format error/;
/** A container that ended in one of these ways had been started: what it says of commands is of others than its own. */
const started = new Set(['', 'Completed', 'Error', 'PostStartHookError']);

/** `reason`: why the container waits, or how it ended; `words`: the message of it, or the last that it said. */
export function startFailureIn(reason: string, words: string): StartFailure {
  if (words.includes('exec format error')) return script.test(words) ? 'interpreter' : 'architecture';
  if (/runAsNonRoot and image (?:will run as root|has non-numeric user)/.test(words)) return 'root';
  return !started.has(reason) && notExecuted.test(words) ? 'command' : 'other';
}
