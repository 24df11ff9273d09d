import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFailureIn } from './start-failure.ts';

test('what keeps a program from being started is told by the words of the kubelet and the runtime', () => {
  for (const [expected, reason, words] of [
    ['command', 'StartError', 'exec: "/bin/serve": stat /bin/serve: no such file or directory'],
    ['command', 'RunContainerError', 'exec: "serve": executable file not found in $PATH: unknown'],
    ['command', 'ContainerCannotRun', 'OCI runtime create failed: exec: "/app": permission denied'],
    ['other', 'StartError', 'error mounting "/x" to rootfs at "/data": stat /x: no such file or directory'],
    ['other', 'StartError', 'chdir to cwd ("/app") set in config.json failed: no such file or directory'],
    ['other', 'PostStartHookError', 'exec: "/warm": stat /warm: no such file or directory'],
    ['other', 'Error', 'exec: "convert": executable file not found in $PATH'],
    ['interpreter', 'Error', 'exec /entrypoint.sh: exec format error'],
    ['architecture', 'Error', 'exec /app/server: exec format error'],
    ['architecture', 'Error', 'standard_init_linux.go:228: exec user process caused: exec format error'],
    ['root', 'CreateContainerConfigError', 'container has runAsNonRoot and image will run as root (pod: "a")'],
    ['root', 'CreateContainerConfigError', 'container has runAsNonRoot and image has non-numeric user (nginx)'],
    ['other', 'CreateContainerError', 'context deadline exceeded'],
  ] as const)
    assert.equal(startFailureIn(reason, words), expected, words);
});
