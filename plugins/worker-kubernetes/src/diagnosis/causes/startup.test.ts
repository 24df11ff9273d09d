import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { event, object, type PodShape } from '../../cluster/testing/index.ts';
import { application, causesIn, crashing, logOf, rootIn } from '../testing/scene.ts';

function pulling(message: string, reason = 'ErrImagePull'): PodShape {
  return {
    containerStatus: {
      name: 'server',
      image: '',
      imageID: '',
      ready: false,
      restartCount: 0,
      state: { waiting: { reason, message } },
    },
    status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'True' }] },
  };
}

function notCreated(message: string): PodShape {
  return pulling(message, 'CreateContainerConfigError');
}

describe('Image pulls', () => {
  it('that are denied are told once, and not guessed at again', () => {
    const denied = 'unauthorized: authentication required';
    const causes = causesIn(application('cart', { pod: pulling(denied) }));
    assert.equal(causes[0], 'missing-image-pull-secret');
    assert.ok(!causes.includes('incorrect-image-reference'));
  });

  const cases: readonly (readonly [string, string])[] = [
    [
      'failed to do request: Head "https://registry.invalid/v2/a/manifests/1": dial tcp: lookup registry.invalid on 10.0.0.2:53: no such host',
      'image-registry-dns-failure',
    ],
    [
      'failed to do request: Head "https://registry.example/v2/": dial tcp: lookup registry.example: Temporary failure in name resolution',
      'image-registry-dns-failure',
    ],
    [
      'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://registry.example/token: 403 Forbidden',
      'missing-image-pull-secret',
    ],
    [
      'Error response from daemon: Get https://registry.example/v2/a/manifests/1: unauthorized: authentication required',
      'missing-image-pull-secret',
    ],
    [
      'rpc error: code = Unknown desc = pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      'missing-image-pull-secret',
    ],
    [
      'rpc error: code = NotFound desc = failed to pull and unpack image "registry.example/shop/cart:9": failed to resolve reference: registry.example/shop/cart:9: not found',
      'incorrect-image-reference',
    ],
    [
      'Error response from daemon: manifest for registry.example/shop/cart:9 not found: manifest unknown',
      'incorrect-image-reference',
    ],
    ['dial tcp 192.0.2.1:443: connect: connection refused', 'image-registry-unreachable'],
  ];
  for (const [message, cause] of cases) {
    it(`say ${cause} with "${message.slice(0, 60)}..."`, () => {
      assert.equal(rootIn(application('cart', { pod: pulling(message) })), `${cause} of Deployment cart`);
    });
  }

  it('that back off are explained by the event that they left', () => {
    const backingOff = pulling('Back-off pulling image "registry.example/shop/cart:1.4"', 'ImagePullBackOff');
    const failed = event(
      'shop/Pod/cart-1',
      'Failed',
      'Failed to pull image "registry.example/shop/cart:1.4": unauthorized: authentication required',
    );
    const generic = event('shop/Pod/cart-1', 'Failed', 'Error: ImagePullBackOff', {
      lastTimestamp: '2026-03-01T11:59:30Z',
    });
    assert.equal(
      rootIn([...application('cart', { pod: backingOff }), failed, generic]),
      'missing-image-pull-secret of Deployment cart',
    );
  });

  it('that are denied for a name almost like one in use say that the name is wrong', () => {
    const denied = 'pull access denied, repository does not exist or may require authorization';
    const running = application('pay', {
      pod: { containerStatus: { name: 'server', image: '', imageID: 'sha256:1', ready: true, restartCount: 0 } },
    });
    const misspelt = application('pax', {
      container: { name: 'server', image: 'registry.example/shop/paay:1.4' },
      pod: pulling(denied),
    });
    assert.equal(rootIn([...running, ...misspelt]), 'incorrect-image-reference of Deployment pax');
  });

  it("that are denied an image of Docker's own have its name wrong, for those are for everybody", () => {
    const denied =
      'failed to resolve reference "docker.io/library/ngnix:1.27": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';
    const root = (image: string) =>
      rootIn(application('web', { container: { name: 'server', image }, pod: pulling(denied) }));
    assert.equal(root('ngnix:1.27'), 'incorrect-image-reference of Deployment web');
    assert.equal(root('docker.io/library/ngnix:1.27'), 'incorrect-image-reference of Deployment web');
    assert.equal(root('shop/web:1.27'), 'missing-image-pull-secret of Deployment web');
  });

  it('with a reference that is none are wrong references', () => {
    const invalid = pulling(
      'Failed to apply default image tag "registry.example/Shop:1": couldn\'t parse image name',
      'InvalidImageName',
    );
    assert.equal(rootIn(application('cart', { pod: invalid })), 'incorrect-image-reference of Deployment cart');
  });
});

describe('Secrets', () => {
  it('that a variable needs and that are not there', () => {
    assert.equal(
      rootIn(application('cart', { pod: notCreated('secret "cart-db" not found') })),
      'missing-secret of Deployment cart',
    );
    assert.equal(
      rootIn(application('cart', { pod: notCreated("couldn't find key password in Secret shop/cart-db") })),
      'missing-secret of Deployment cart',
    );
  });

  it('that a volume needs and that are not there', () => {
    const creating = pulling('', 'ContainerCreating');
    const mount = event(
      'shop/Pod/cart-1',
      'FailedMount',
      'MountVolume.SetUp failed for volume "tls" : secret "cart-tls" not found',
    );
    assert.equal(rootIn([...application('cart', { pod: creating }), mount]), 'missing-secret of Deployment cart');
  });

  it('that a volume needs and that lack a key', () => {
    const mount = (kind: string) =>
      event(
        'shop/Pod/cart-1',
        'FailedMount',
        `MountVolume.SetUp failed for volume "tls" : references non-existent ${kind} key: tls.key`,
      );
    const creating = application('cart', { pod: pulling('', 'ContainerCreating') });
    assert.equal(rootIn([...creating, mount('secret')]), 'missing-secret of Deployment cart');
    assert.equal(rootIn([...creating, mount('config')]), 'missing-config-map of Deployment cart');
  });

  it('are not blamed for a ConfigMap', () => {
    assert.equal(
      rootIn(application('cart', { pod: notCreated('configmap "cart" not found') })),
      'missing-config-map of Deployment cart',
    );
  });
});

describe('Permissions of a volume', () => {
  const mounted = {
    container: { name: 'server', image: 'mysql:8', volumeMounts: [{ name: 'data', mountPath: '/var/lib/mysql' }] },
    spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] },
    pod: crashing,
  };
  const claim = object('PersistentVolumeClaim', 'shop/data', { status: { phase: 'Bound' } });

  it('are blamed for a crash whose last words are about a file', () => {
    const log = logOf(
      'db',
      "mysqld: Can't create/write to file '/var/lib/mysql/is_writable' (OS errno 13 - Permission denied)\n",
    );
    assert.equal(
      rootIn([...application('db', mounted), claim], { logs: [log] }),
      'volume-permission-denied of Deployment db',
    );
  });

  it('are blamed in the words of MongoDB', () => {
    const log = logOf(
      'db',
      'IllegalOperation: Attempted to create a lock file on a read-only directory: /var/lib/mysql\n',
    );
    assert.equal(
      rootIn([...application('db', mounted), claim], { logs: [log] }),
      'volume-permission-denied of Deployment db',
    );
  });

  it('are not blamed where the program has no volume', () => {
    const log = logOf('db', "Can't open file: Permission denied\n");
    assert.ok(!causesIn(application('db', { pod: crashing }), { logs: [log] }).includes('volume-permission-denied'));
  });

  it('are not blamed when a server refuses a user', () => {
    const log = logOf('db', "ERROR 1045 (28000): Access denied for user 'root'@'localhost'\n");
    assert.ok(!causesIn([...application('db', mounted), claim], { logs: [log] }).includes('volume-permission-denied'));
  });
});
